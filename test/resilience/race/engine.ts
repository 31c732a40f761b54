import type { dynamic } from "@pulumi/pulumi";
import * as z from "zod";
import { stateOf } from "../../../provider/src/dialer-config/codec.ts";
import { settingsOf } from "../../../provider/src/dialer-config/document.ts";
import type { Run as ProviderRun } from "../../../provider/src/dialer-config/run.ts";
import type { State } from "../../../provider/src/dialer-config/state.ts";
import { isJsonObject, type JsonObject } from "../../../provider/src/domain/json.ts";
import { passTime } from "./clock.ts";
import { type Call, type Entry, type Happening, type Run, touchedBy } from "./history.ts";
import { type Resource, urnOf } from "./program.ts";
import type { Tenant } from "./tenant.ts";

type Properties = Readonly<Record<string, unknown>>;

/** The resource's lifecycle, as the provider hands it to the engine. */
export interface Lifecycle {
  check(
    process: ProviderRun,
    olds: Properties,
    news: Record<string, unknown>,
  ): Promise<dynamic.CheckResult>;
  diff(process: ProviderRun, olds: Properties, news: Properties): Promise<dynamic.DiffResult>;
  create(process: ProviderRun, inputs: Properties): Promise<dynamic.CreateResult>;
  read(process: ProviderRun, properties: Properties): Promise<dynamic.ReadResult>;
  update(process: ProviderRun, olds: Properties, news: Properties): Promise<dynamic.UpdateResult>;
  delete(process: ProviderRun, properties: Properties): Promise<void>;
  /** Its requests carry no preconditions. */
  readonly isBlunt?: boolean;
}

/** Check refused what the program says of a resource. */
export class CheckFailure extends Error {}

export interface EngineSetup {
  readonly run: Run;
  readonly lifecycle: Lifecycle;
  readonly tenant: Tenant;
  readonly record: (happening: Happening) => void;
  /** The process may be killed. */
  readonly point: () => Promise<void>;
  /** Saves the state. */
  readonly save: (entries: readonly Entry[]) => void;
}

/** What check and diff say of a resource. */
interface Plan extends dynamic.DiffResult {
  readonly inputs: JsonObject;
}

/** As the engine keeps it, in JSON. */
const saved = z
  .custom<State>(isJsonObject)
  .transform((state) => JSON.stringify(state))
  .transform((text): State => stateOf(JSON.parse(text)));
const savedInputs = z.custom<JsonObject>(isJsonObject);

/** Figures that no history exhausts: whether a campaign carries the program is tested by itself. */
const staffing = { agents: 1_000, answerRate: 0.3, averageHandleTimeSeconds: 60 };

/** What Pulumi's engine does in one run: it calls the provider for one resource after the other, and saves the state after each. */
export class Engine {
  readonly #setup: EngineSetup;
  readonly #planned = new Map<string, Plan>();
  #entries: readonly Entry[];
  #call: Call | undefined;
  /** It has done more than to compare. */
  #isDone = false;

  constructor(setup: EngineSetup) {
    this.#setup = setup;
    this.#entries = setup.run.entries;
  }

  /** What the process does now. */
  get call(): Call {
    if (!this.#call) throw new Error("The provider has not been called yet.");
    return this.#call;
  }

  async perform(process: ProviderRun): Promise<"same" | "done"> {
    const { run } = this.#setup;
    if (run.operation === "up") await this.#up(process);
    else if (run.operation === "refresh") await this.#refresh(process);
    else await this.#delete(process, this.#entries);
    return this.#isDone ? "done" : "same";
  }

  /** What an `up` would do now. */
  async preview(process: ProviderRun): Promise<readonly string[]> {
    const { run, lifecycle } = this.#setup;
    const steps: string[] = [];
    for (const resource of run.resources) {
      const entry = this.#entryOf(resource);
      const inputs = await this.#check(process, resource, entry?.inputs ?? {});
      if (!entry) steps.push(`create ${urnOf(resource)}`);
      else if ((await lifecycle.diff(process, { ...entry.state }, inputs)).changes) {
        steps.push(`update ${urnOf(resource)}`);
      }
    }
    return [...steps, ...this.#removed().map(({ urn }) => `delete ${urn}`)];
  }

  async #up(process: ProviderRun): Promise<void> {
    const { run } = this.#setup;
    const touched = touchedBy(run);
    if (run.order === "delete first") await this.#delete(process, this.#removed());
    if (run.order === "delete after diffs") {
      for (const resource of touched) await this.#planOnce(process, resource);
      await this.#delete(process, this.#removed());
    }
    for (const resource of touched) await this.#deploy(process, resource);
    await this.#delete(process, this.#removed());
  }

  async #deploy(process: ProviderRun, resource: Resource): Promise<void> {
    const { run } = this.#setup;
    const { inputs, changes, replaces } = await this.#planOnce(process, resource);
    const entry = this.#entryOf(resource);
    if (!entry) return this.#create(process, resource, inputs);
    const { replace, resources } = run;
    const forced = replace === null ? undefined : resources[replace % resources.length];
    if (resource === forced || (replaces ?? []).length > 0) {
      const news = await this.#check(process, resource, {});
      if (run.isDeleteBeforeReplace) await this.#delete(process, [entry]);
      return this.#create(process, resource, news);
    }
    if (changes) return this.#update(process, resource, { entry, inputs });
    this.#keep(entry, { inputs });
  }

  /** Check and diff, as the engine asks for them of all resources before it starts the deletions. */
  async #planOnce(process: ProviderRun, resource: Resource): Promise<Plan> {
    const urn = urnOf(resource);
    const known = this.#planned.get(urn);
    if (known) return known;
    const entry = this.#entryOf(resource);
    const inputs = await this.#check(process, resource, entry?.inputs ?? {});
    const { lifecycle } = this.#setup;
    const diff = entry ? await lifecycle.diff(process, { ...entry.state }, inputs) : {};
    const plan = { inputs, ...diff };
    this.#planned.set(urn, plan);
    return plan;
  }

  #check(process: ProviderRun, resource: Resource, olds: JsonObject): Promise<JsonObject> {
    const { lifecycle, run } = this.#setup;
    return this.#ask(this.#callOf("check", resource), async () => {
      const news = newsOf(resource, run);
      const { inputs, failures = [] } = await lifecycle.check(process, olds, news);
      const reasons = failures.map(({ property, reason }) => `${property}: ${reason}`);
      if (reasons.length > 0) throw new CheckFailure(`${urnOf(resource)}, ${reasons.join("; ")}`);
      return { result: savedInputs.parse(JSON.parse(JSON.stringify(inputs))) };
    });
  }

  #create(process: ProviderRun, resource: Resource, inputs: JsonObject): Promise<void> {
    const { lifecycle } = this.#setup;
    const urn = urnOf(resource);
    return this.#ask(this.#callOf("create", resource), async () => {
      const { outs } = await lifecycle.create(process, inputs);
      const state = saved.parse(outs);
      const save = () => {
        const others = this.#entries.map((each) =>
          each.urn === urn ? { ...each, isReplaced: true } : each,
        );
        this.#save([...others, { urn, inputs, state, isReplaced: false }]);
      };
      return { result: undefined, state, save };
    });
  }

  #update(
    process: ProviderRun,
    resource: Resource,
    { entry, inputs }: { readonly entry: Entry; readonly inputs: JsonObject },
  ): Promise<void> {
    const { lifecycle } = this.#setup;
    return this.#ask(this.#callOf("update", resource, entry.state), async () => {
      const { outs } = await lifecycle.update(process, { ...entry.state }, inputs);
      const state = saved.parse(outs);
      return { result: undefined, state, save: () => this.#keep(entry, { inputs, state }) };
    });
  }

  async #refresh(process: ProviderRun): Promise<void> {
    const { lifecycle } = this.#setup;
    for (const entry of this.#entries.filter((each) => this.#isTouched(each))) {
      await this.#ask(this.#callOn("read", entry), async () => {
        const { id, inputs, props } = await lifecycle.read(process, { ...entry.state });
        if (id === undefined) return { result: undefined, save: () => this.#drop(entry) };
        const state = saved.parse(props);
        const now = { state, inputs: savedInputs.parse(inputs) };
        return { result: undefined, state, save: () => this.#keep(entry, now) };
      });
    }
  }

  async #delete(process: ProviderRun, entries: readonly Entry[]): Promise<void> {
    const { lifecycle, run } = this.#setup;
    const touched = entries.filter((entry) => this.#isTouched(entry));
    for (const entry of run.isOldestFirst ? touched : touched.toReversed()) {
      await this.#ask(this.#callOn("delete", entry), async () => {
        await lifecycle.delete(process, { ...entry.state });
        return { result: undefined, save: () => this.#drop(entry) };
      });
    }
  }

  async #ask<T>(
    call: Call,
    operation: () => Promise<{ result: T; state?: State; save?: () => void }>,
  ): Promise<T> {
    const { run, record, tenant, point } = this.#setup;
    this.#call = call;
    passTime();
    this.#isDone ||= call.method !== "check";
    record({ kind: "call", run, call });
    const returned = { kind: "return", run, call } as const;
    const now = () => ({ state: call.planned, live: tenant.live(call.configId) });
    try {
      const { result, state, save } = await operation();
      await point();
      save?.();
      record({ ...returned, outcome: "done", ...now(), state });
      return result;
    } catch (reason) {
      const outcome = reason instanceof Error ? reason : new Error(String(reason));
      record({ ...returned, outcome, ...now() });
      throw outcome;
    }
  }

  /** What the program does not declare any more, or what has been replaced. */
  #removed(): readonly Entry[] {
    const declared = new Set(this.#setup.run.resources.map(urnOf));
    return this.#entries.filter(({ urn, isReplaced }) => isReplaced || !declared.has(urn));
  }

  #entryOf(resource: Resource): Entry | undefined {
    const urn = urnOf(resource);
    return this.#entries.find((entry) => entry.urn === urn && !entry.isReplaced);
  }

  #isTouched({ urn }: Entry): boolean {
    const { targetUrn } = this.#setup.run;
    return targetUrn === undefined || targetUrn === urn;
  }

  #callOf(method: Call["method"], resource: Resource, planned?: State): Call {
    const { configId, settings } = resource;
    return { run: this.#setup.run, method, urn: urnOf(resource), configId, planned, settings };
  }

  #callOn(method: Call["method"], { urn, state }: Entry): Call {
    const { configId } = state;
    const settings = settingsOf(state);
    return { run: this.#setup.run, method, urn, configId, planned: state, settings };
  }

  #keep(entry: Entry, change: Partial<Entry>): void {
    this.#save(this.#entries.map((each) => (isSame(each, entry) ? { ...each, ...change } : each)));
  }

  #drop(entry: Entry): void {
    this.#save(this.#entries.filter((each) => !isSame(each, entry)));
  }

  #save(entries: readonly Entry[]): void {
    this.#entries = entries;
    this.#setup.save(entries);
  }
}

/** Of what has been replaced, another one may bear the URN: its state is still its own. */
function isSame(a: Entry, b: Entry): boolean {
  return a.urn === b.urn && a.state === b.state;
}

/** What the resource's constructor sends. */
function newsOf(resource: Resource, { policies }: Run): Record<string, unknown> {
  const { name, isNested, configId, settings } = resource;
  const { existing, onConflict, onDelete } = policies;
  return {
    ...settings,
    ...{ configId, campaignId: "91ab", staffing, existing, onConflict, onDelete },
    resourceName: name,
    ...(isNested && { parentUrn: "urn:pulumi:stack::dialers::component" }),
  };
}
