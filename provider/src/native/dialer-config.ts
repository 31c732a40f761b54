import { check } from "../dialer-config/check.ts";
import { checkedInputsOf, outputsOf, stateOf } from "../dialer-config/codec.ts";
import { planWrite } from "../dialer-config/converge.ts";
import { create } from "../dialer-config/create.ts";
import { destroy } from "../dialer-config/delete.ts";
import { loadPendingWork } from "../dialer-config/diff.ts";
import { plain, settingsOf } from "../dialer-config/document.ts";
import { importConfig } from "../dialer-config/import.ts";
import { readState } from "../dialer-config/read.ts";
import type { Run } from "../dialer-config/run.ts";
import type { CheckedInputs, State } from "../dialer-config/state.ts";
import { update } from "../dialer-config/update.ts";
import { isJsonObject, type Json, type JsonObject, jsonEquals } from "../domain/json.ts";
import { UNKNOWN } from "../domain/pulumi.ts";
import { type DetailedDifference, detailedDiff, keptEdits } from "./detailed-diff.ts";
import type { Path, Properties } from "./property-values.ts";

/** Outputs that may hold more of the tenant's document than the program knows. */
const secretOutputs = ["document", "unmanagedFields", "originalDocument", "managedValues"] as const;

/** What check adds to the arguments, for previews and policies. */
const computedInputs = ["forecast", "deployed", "adoption"] as const;

/** The resource's lifecycle as the engine drives it, on the operations that the dynamic resource has too. One for each process. */
export class DialerConfigResource {
  readonly #run: Run;
  /** By {@link keyOf} a state that was read, the document as the last deployment left it. */
  readonly #bases = new Map<string, JsonObject>();
  /** The resources of the program. A refresh checks none. */
  readonly #checked = new Set<string>();

  constructor(run: Run) {
    this.#run = run;
  }

  async check(urn: string, olds: Properties, news: Properties) {
    this.#checked.add(urn);
    const claimant = { resourceName: nameIn(urn), parentUrn: urn };
    const args = argumentsOf(news.values, olds.values);
    const { inputs = {}, failures = [] } = await check(this.#run, olds.values, args, claimant);
    return { inputs: { values: inputs, secrets: inputSecrets(news.secrets) }, failures };
  }

  async diff(urn: string, olds: JsonObject, news: JsonObject): Promise<DetailedDifference> {
    const state = stateOf(olds);
    const inputs = checkedInputsOf(news);
    const work = await loadPendingWork(this.#run, state, inputs);
    if (this.#checked.has(urn)) {
      return detailedDiff(this.#withBase(urn, state), inputs, work);
    }
    // A refresh compares what it has read with the program of the last deployment, to show all of it. It forecasts nothing.
    return detailedDiff(state, { ...inputs, forecast: state.forecast }, work);
  }

  async create({ values, secrets }: Properties, preview: boolean) {
    const inputs = checkedInputsOf(values);
    if (preview) return { id: "", outputs: this.#planned(inputs, secrets) };
    const { id, outs = {} } = await create(this.#run, inputs);
    return { id, outputs: toKeep(outs, secrets) };
  }

  async update(urn: string, olds: JsonObject, news: Properties, preview: boolean) {
    const inputs = checkedInputsOf(news.values);
    const state = this.#withBase(urn, stateOf(olds));
    if (preview) {
      assertMergeable(state, inputs);
      for (const warning of keptEdits(state, inputs)) await this.#run.connections.warn(warning);
      return this.#planned(inputs, news.secrets, state);
    }
    const { outs = {} } = await update(this.#run, state, inputs);
    this.#bases.delete(keyOf(urn, state));
    return toKeep(outs, news.secrets);
  }

  /** What there is under an id; nothing where the configuration is gone. Without a state it is to be imported. */
  async read(urn: string, id: string, saved: Properties, savedInputs: Properties) {
    if (Object.keys(saved.values).length === 0) {
      const found = await importConfig(this.#run, id);
      if (!found) return undefined;
      const { inputs, state } = found;
      return {
        id: state.configId,
        inputs: { values: inputs, secrets: [] },
        outputs: toKeep(outputsOf(state), []),
      };
    }
    const found = await readState(this.#run, stateOf(saved.values));
    if (!found) return undefined;
    const { inputs, state, base } = found;
    const key = keyOf(urn, state);
    if (!this.#bases.has(key)) this.#bases.set(key, base);
    const { secrets } = savedInputs;
    return {
      id: state.configId,
      inputs: { values: plain(inputs), secrets: inputSecrets(secrets) },
      outputs: toKeep(outputsOf(state), secrets),
    };
  }

  delete(urn: string, olds: JsonObject): Promise<void> {
    return destroy(this.#run, this.#withBase(urn, stateOf(olds)));
  }

  #withBase(urn: string, state: State): State {
    return { ...state, base: this.#bases.get(keyOf(urn, state)) };
  }

  /** The outputs as far as a preview knows them. */
  #planned(inputs: CheckedInputs, secrets: readonly Path[], state?: State): Properties {
    const { configId, campaignId } = inputs;
    const { capacity } = this.#run.program.assessment(configId, campaignId);
    const managedSince = state ? state.managedSince : UNKNOWN;
    const { adoption, deployed, ...known } = inputs;
    const outputs = { ...known, capacity, managedSince, etag: UNKNOWN, audit: UNKNOWN };
    return withSecrets(outputs, secrets);
  }
}

/**
 * Whether the engine is to read a resource before each preview. With `onConflict: "fail"` it is not: the engine saves what it reads also
 * where the run fails, and the next run would take somebody's edit for one that a person has seen.
 */
export function isReadFirst({ onConflict }: JsonObject): boolean {
  return onConflict !== "fail";
}

/** @throws ConflictError where `up` would throw it, as far as a preview knows */
function assertMergeable(state: State, inputs: CheckedInputs): void {
  const program = settingsOf(inputs);
  const { document, etag, base = document, configId } = state;
  if (JSON.stringify(program).includes(UNKNOWN)) return;
  const seen = { document: base, etag };
  const { onConflict } = inputs;
  const goal = { managed: program, program, base, seen, onConflict };
  planWrite({ configId, isUntouched: true, isAdoption: false }, goal, document);
}

/** The arguments alone, without what an earlier check added: `ignoreChanges` can bring that back. For Pulumi a null is no value. */
function argumentsOf(news: JsonObject, olds: JsonObject): Record<string, unknown> {
  const isComputed = (name: string) =>
    computedInputs.some((each) => each === name) && jsonEquals(news[name], olds[name]);
  const entries = Object.entries(news).filter(
    ([name, value]) => value !== null && !isComputed(name),
  );
  const { staffing, ...args }: Record<string, Json> = Object.fromEntries(entries);
  return { ...args, ...(staffing !== undefined && { staffing: withoutNulls(staffing) }) };
}

function withoutNulls(value: Json): Json {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) =>
      each === null ? [] : [[name, withoutNulls(each)]],
    ),
  );
}

/** What is made of a secret is one too. */
function inputSecrets(secrets: readonly Path[]): readonly Path[] {
  if (secrets.length === 0) return secrets;
  const isRule = ([name]: Path) => name === "complianceRules";
  const derived = secrets.every(isRule)
    ? ["adoption", "pendingEvents"]
    : [...computedInputs, "capacity", "pendingEvents"];
  return [...secrets, ...derived.map((name) => [name])];
}

/**
 * The outputs for the state. What only a review or a policy looks at is among the inputs, and `managedValues` always there, so that
 * neither shows as a change.
 */
function toKeep(outputs: Record<string, unknown>, secrets: readonly Path[]): Properties {
  const { adoption, deployed, ...kept } = outputs;
  return withSecrets({ ...kept, managedValues: stateOf(outputs).managedValues }, secrets);
}

function withSecrets(values: object, secrets: readonly Path[]): Properties {
  const own = secretOutputs.map((name): Path => [name]);
  return { values: plain(values) as JsonObject, secrets: [...inputSecrets(secrets), ...own] };
}

/** Distinguishes a resource from one that it has replaced: until that is deleted, the state has both under one URN. */
function keyOf(urn: string, { configId, managedSince }: State): string {
  return JSON.stringify([urn, configId, managedSince]);
}

/** The last part of a URN. */
function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
