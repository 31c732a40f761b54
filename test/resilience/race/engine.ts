import type { dynamic } from "@pulumi/pulumi";
import * as z from "zod";
import { stateOf } from "../../../provider/src/dialer-config/codec.ts";
import { settingsOf } from "../../../provider/src/dialer-config/document.ts";
import type { State } from "../../../provider/src/dialer-config/state.ts";
import { isJsonObject, type JsonObject } from "../../../provider/src/domain/json.ts";
import { passTime } from "./clock.ts";
import { type Call, type Entry, type Happening, type Run, touchedBy } from "./history.ts";
import { type Resource, urnOf } from "./program.ts";
import type { Tenant } from "./tenant.ts";

type Properties = Readonly<Record<string, unknown>>;

/** The resource's lifecycle, as one process of the provider hands it to the engine. A resource goes by its URN here. */
export interface Lifecycle {
  check(urn: string, olds: Properties, news: JsonObject): Promise<dynamic.CheckResult>;
  diff(urn: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult>;
  create(urn: string, inputs: Properties): Promise<Pick<dynamic.CreateResult, "outs">>;
  read(urn: string, properties: Properties, inputs: Properties): Promise<dynamic.ReadResult>;
  update(urn: string, olds: Properties, news: Properties): Promise<dynamic.UpdateResult>;
  delete(urn: string, properties: Properties): Promise<void>;
  /** What only the native provider has. */
  readonly native?: {
    /** Whether the engine reads the resource before it deploys or destroys anything. */
    isReadFirst(state: State): boolean;
    /** What an update would do. @throws where it would fail, as far as that is known */
    previewUpdate(urn: string, olds: Properties, news: Properties): Promise<void>;
  };
}

/** Check refused what the program says of a resource. */
export class CheckFailure extends Error {}

export interface EngineSetup {
  readonly run: Run;
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
  /** By what was read before anything else, the state that the run began with. */
  readonly #begins = new Map<State, State>();
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

  async perform(lifecycle: Lifecycle): Promise<"same" | "done"> {
    const { run } = this.#setup;
    if (run.operation === "refresh") {
      await this.#read(lifecycle, this.#entries);
      return this.#entries.length > 0 ? "done" : "same";
    }
    await this.#readFirst(lifecycle);
    if (run.operation === "up") await this.#up(lifecycle);
    else await this.#delete(lifecycle, this.#entries);
    return this.#isDone ? "done" : "same";
  }

  /** What an `up` would do now. */
  async preview(lifecycle: Lifecycle): Promise<readonly string[]> {
    const { run } = this.#setup;
    await this.#readFirst(lifecycle);
    const steps: string[] = [];
    for (const resource of run.resources) {
      const urn = urnOf(resource);
      const entry = this.#entryOf(resource);
      const inputs = await this.#check(lifecycle, resource, entry?.inputs ?? {});
      if (!entry) steps.push(`create ${urn}`);
      else if ((await lifecycle.diff(urn, { ...entry.state }, inputs)).changes) {
        await lifecycle.native?.previewUpdate(urn, { ...entry.state }, inputs);
        steps.push(`update ${urn}`);
      }
    }
    return [...steps, ...this.#removed().map(({ urn }) => `delete ${urn}`)];
  }

  async #up(lifecycle: Lifecycle): Promise<void> {
    const { run } = this.#setup;
    const touched = touchedBy(run);
    if (run.order === "delete first") await this.#delete(lifecycle, this.#removed());
    if (run.order === "delete after diffs") {
      for (const resource of touched) await this.#planOnce(lifecycle, resource);
      await this.#delete(lifecycle, this.#removed());
    }
    for (const resource of touched) await this.#deploy(lifecycle, resource);
    await this.#delete(lifecycle, this.#removed());
  }

  async #deploy(lifecycle: Lifecycle, resource: Resource): Promise<void> {
    const { run } = this.#setup;
    const { inputs, changes, replaces } = await this.#planOnce(lifecycle, resource);
    const entry = this.#entryOf(resource);
    if (!entry) return this.#create(lifecycle, resource, inputs);
    const { replace, resources } = run;
    const forced = replace === null ? undefined : resources[replace % resources.length];
    if (resource === forced || (replaces ?? []).length > 0) {
      const news = await this.#check(lifecycle, resource, {});
      if (run.isDeleteBeforeReplace) await this.#delete(lifecycle, [entry]);
      return this.#create(lifecycle, resource, news);
    }
    if (changes) return this.#update(lifecycle, resource, { entry, inputs });
    this.#keep(entry, { inputs });
  }

  /** Check and diff, as the engine asks for them of all resources before it starts the deletions. */
  async #planOnce(lifecycle: Lifecycle, resource: Resource): Promise<Plan> {
    const urn = urnOf(resource);
    const known = this.#planned.get(urn);
    if (known) return known;
    const entry = this.#entryOf(resource);
    const inputs = await this.#check(lifecycle, resource, entry?.inputs ?? {});
    const diff = entry ? await lifecycle.diff(urn, { ...entry.state }, inputs) : {};
    const plan = { inputs, ...diff };
    this.#planned.set(urn, plan);
    return plan;
  }

  #check(lifecycle: Lifecycle, resource: Resource, olds: JsonObject): Promise<JsonObject> {
    const { run } = this.#setup;
    return this.#ask(this.#callOf("check", resource), async () => {
      const news = newsOf(resource, run);
      const { inputs, failures = [] } = await lifecycle.check(urnOf(resource), olds, news);
      const reasons = failures.map(({ property, reason }) => `${property}: ${reason}`);
      if (reasons.length > 0) throw new CheckFailure(`${urnOf(resource)}, ${reasons.join("; ")}`);
      return { result: savedInputs.parse(JSON.parse(JSON.stringify(inputs))) };
    });
  }

  #create(lifecycle: Lifecycle, resource: Resource, inputs: JsonObject): Promise<void> {
    const urn = urnOf(resource);
    return this.#ask(this.#callOf("create", resource), async () => {
      const { outs } = await lifecycle.create(urn, inputs);
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
    lifecycle: Lifecycle,
    resource: Resource,
    { entry, inputs }: { readonly entry: Entry; readonly inputs: JsonObject },
  ): Promise<void> {
    const planned = this.#begin(entry.state);
    return this.#ask(this.#callOf("update", resource, planned), async () => {
      const { outs } = await lifecycle.update(entry.urn, { ...entry.state }, inputs);
      const state = saved.parse(outs);
      return { result: undefined, state, save: () => this.#keep(entry, { inputs, state }) };
    });
  }

  /** Of the native provider's resources also those that the program does not declare any more, and those that were replaced. */
  async #readFirst(lifecycle: Lifecycle): Promise<void> {
    const { native } = lifecycle;
    if (native)
      await this.#read(
        lifecycle,
        this.#entries.filter(({ state }) => native.isReadFirst(state)),
      );
  }

  async #read(lifecycle: Lifecycle, entries: readonly Entry[]): Promise<void> {
    for (const entry of this.#inOrder(entries)) {
      await this.#ask(this.#callOn("read", entry), async () => {
        const { urn } = entry;
        const { id, inputs, props } = await lifecycle.read(urn, { ...entry.state }, entry.inputs);
        if (id === undefined) return { result: undefined, save: () => this.#drop(entry) };
        const state = saved.parse(props);
        this.#begins.set(state, entry.state);
        const now = { state, inputs: savedInputs.parse(inputs) };
        // It shows what it has read against what there was.
        await lifecycle.diff(urn, { ...state }, entry.inputs);
        return { result: undefined, state, save: () => this.#keep(entry, now) };
      });
    }
  }

  #begin(state: State): State {
    return this.#begins.get(state) ?? state;
  }

  async #delete(lifecycle: Lifecycle, entries: readonly Entry[]): Promise<void> {
    for (const entry of this.#inOrder(entries)) {
      await this.#ask(this.#callOn("delete", entry), async () => {
        await lifecycle.delete(entry.urn, { ...entry.state });
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
    this.#isDone ||= !["check", "read"].includes(call.method);
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

  /** Those that the run may touch. Of those that it reads or deletes at the same time, any may be the first. */
  #inOrder(entries: readonly Entry[]): readonly Entry[] {
    const { targetUrn, isOldestFirst } = this.#setup.run;
    const touched = entries.filter(({ urn }) => targetUrn === undefined || targetUrn === urn);
    return isOldestFirst ? touched : touched.toReversed();
  }

  #callOf(method: Call["method"], resource: Resource, planned?: State): Call {
    const { configId, settings } = resource;
    return { run: this.#setup.run, method, urn: urnOf(resource), configId, planned, settings };
  }

  #callOn(method: Call["method"], { urn, state }: Entry): Call {
    const { configId } = state;
    const settings = settingsOf(state);
    const planned = this.#begin(state);
    return { run: this.#setup.run, method, urn, configId, planned, settings };
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
function newsOf({ configId, settings }: Resource, { policies }: Run): JsonObject {
  const { existing, onConflict, onDelete } = policies;
  return {
    ...settings,
    ...{ configId, campaignId: "91ab", staffing, existing, onConflict, onDelete },
  };
}
