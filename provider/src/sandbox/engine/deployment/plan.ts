import {
  isAlongside,
  type PropertyPath,
  parsePropertyPath,
  valueAt,
} from "../model/property-path.ts";
import { type Goal, type ResourceState, stateOf, urnName } from "../model/resource.ts";
import { SandboxError, usePulumi } from "../model/result.ts";
import {
  isArray,
  isProperties,
  mapProperties,
  type Properties,
  Secret,
  sameValue,
  show,
  unknown,
  type Value,
} from "../model/values.ts";
import { asRead, type CheckFailure, type Diff } from "../processes/provider.ts";
import { ResourceError, type RunContext } from "./run-context.ts";

/** What is to be done about a goal. `inputs` are the checked ones. */
export type Plan =
  | { readonly op: "create"; readonly inputs: Properties }
  /** Not a target of this run: it stays as it is, or is not created. */
  | { readonly op: "keep"; readonly old: ResourceState }
  | { readonly op: "skip" }
  | {
      readonly op: "same" | "update";
      readonly inputs: Properties;
      readonly old: ResourceState;
      /** The properties that the provider says differ; undefined where it does not name them. */
      readonly detailed?: Diff["detailed"];
      /** Whether this run imported it, and has reported that. */
      readonly isImported?: boolean;
    }
  | {
      readonly op: "replace";
      readonly inputs: Properties;
      readonly old: ResourceState;
      /** The properties that make the provider replace it; empty where the person asks for it. */
      readonly reasons: readonly string[];
      /**
       * What goes with the old resource where that is deleted before the new one is created; undefined where the old one
       * is deleted at the end.
       */
      readonly dependents: readonly ResourceState[] | undefined;
    };

/** Compares a goal with what is known, in the same order of calls as Pulumi's step generator. */
export async function planGoal(
  context: RunContext,
  goal: Goal,
  known: ResourceState | undefined,
  isSettled: (urn: string) => boolean,
): Promise<Plan> {
  if (!context.targets.has(goal.urn)) return known ? { op: "keep", old: known } : { op: "skip" };
  if (!goal.custom) return planComponent(goal, known);
  const isImported = isImport(goal, known);
  const old = isImported ? await imported(context, goal) : await refreshed(context, goal, known);
  if (old !== undefined && context.replace.includes(goal.urn)) {
    const inputs = await checkGoal(context, goal, undefined);
    refuseProtected(context, goal, old);
    return planReplacement(context, { goal, inputs, old, isSettled, diff: undefined });
  }
  const inputs = await checkGoal(context, goal, old);
  if (old === undefined) return { op: "create", inputs };
  const diff = await diffGoal(context, goal, old, inputs);
  if (!old.pendingReplacement) {
    if (!hasChanges(diff, old.inputs, inputs)) {
      return { op: old.initErrors.length > 0 ? "update" : "same", inputs, old, isImported };
    }
    if (diff.replaces.length === 0) return { op: "update", inputs, old, detailed: diff.detailed };
  }
  refuseProtected(context, goal, old);
  // What was taken over from the old resource at the first check does not hold for a new one.
  const fresh = await checkGoal(context, goal, undefined);
  return planReplacement(context, { goal, inputs: fresh, old, isSettled, diff });
}

/**
 * Whether the resource is to be imported first.
 *
 * @throws SandboxError where it is one with another id: Pulumi replaces that
 */
function isImport({ urn, importId }: Goal, known: ResourceState | undefined): boolean {
  if (importId === "" || importId === (known?.importId || known?.id)) return false;
  if (known === undefined) return true;
  throw new SandboxError(
    `The option import of ${urn} names ${importId}, and the state has ${known.importId || known.id}: the resource would be replaced by the imported one. ` +
      `Remove the option. ${usePulumi}`,
  );
}

/** The resource as it is outside, taken into the state. Where the program says something else, an update follows. */
async function imported(
  { providers, report, save, snapshot }: RunContext,
  goal: Goal,
): Promise<ResourceState> {
  const { urn, importId } = goal;
  const reading = await providers.of(goal).read({ urn, id: importId, inputs: {}, outputs: {} });
  if (reading.id === "") throw new ResourceError([`resource '${importId}' does not exist`]);
  const { id, inputs } = reading;
  if (inputs === undefined) {
    throw new ResourceError(["provider does not support importing resources"]);
  }
  const state = asRead(stateOf(goal, { id, inputs, outputs: {} }), reading);
  snapshot.settle(state, undefined);
  save();
  report.begin("import", urn, { after: state }).end(id);
  return state;
}

/** The resource as it is now, where its provider wants that to be compared; nothing where it is gone. */
async function refreshed(
  { providers, save, snapshot }: RunContext,
  goal: Goal,
  old: ResourceState | undefined,
): Promise<ResourceState | undefined> {
  if (!old?.refreshBeforeUpdate || old.pendingReplacement) return old;
  const reading = await providers.of(goal).read({ ...old, urn: goal.urn });
  const next = reading.id === "" ? undefined : asRead(old, reading);
  if (next) snapshot.revise(old, next);
  else snapshot.remove(old);
  save();
  return next;
}

async function diffGoal(
  { providers }: RunContext,
  goal: Goal,
  old: ResourceState,
  inputs: Properties,
): Promise<Diff> {
  // An alias may have found it under another URN, which is the provider's no more.
  const known = { ...old, urn: goal.urn };
  const diff = await providers.of(goal).diff(known, inputs, goal.ignoreChanges);
  const replaces = [...(diff.detailed?.keys() ?? [])].filter((path) =>
    goal.replaceOnChanges.some((pattern) => isAlongside(path, pattern)),
  );
  return { ...diff, replaces: [...diff.replaces, ...replaces] };
}

interface Replacement {
  readonly goal: Goal;
  readonly inputs: Properties;
  readonly old: ResourceState;
  readonly isSettled: (urn: string) => boolean;
  /** What the provider says; undefined where it is not asked. */
  readonly diff: Diff | undefined;
}

async function planReplacement(
  context: RunContext,
  { goal, inputs, old, isSettled, diff }: Replacement,
): Promise<Plan> {
  const isDeletedFirst =
    old.pendingReplacement || (goal.deleteBeforeReplace ?? diff?.deleteBeforeReplace ?? false);
  const dependents = isDeletedFirst ? await replacedDependents(context, old, isSettled) : undefined;
  return { op: "replace", inputs, old, dependents, reasons: diff?.replaces ?? [] };
}

function planComponent({ inputs }: Goal, old: ResourceState | undefined): Plan {
  if (old === undefined) return { op: "create", inputs };
  return { op: sameValue(old.inputs, inputs) ? "same" : "update", inputs, old };
}

async function checkGoal(
  { providers, report }: RunContext,
  goal: Goal,
  old: ResourceState | undefined,
): Promise<Properties> {
  const ignored = ignoreChanges(old?.inputs ?? {}, goal.inputs, old ? goal.ignoreChanges : []);
  if (ignored.unmatched.length > 0) {
    const paths = ignored.unmatched.map((path) => JSON.stringify(path)).join(", ");
    report.log(
      "info",
      `cannot ignore changes in added or removed elements of the path: ${paths}`,
      goal.urn,
    );
  }
  const { inputs, failures } = await providers
    .of(goal)
    .check(goal.urn, old?.inputs ?? {}, ignored.inputs);
  if (failures.length > 0)
    throw new ResourceError(failures.map((failure) => describeCheck(goal, failure)));
  return inputs;
}

/** As Pulumi prints it, but with the value of a nested property too. */
function describeCheck({ type, urn, inputs }: Goal, { property, reason }: CheckFailure): string {
  const resource = `${type} resource '${urnName(urn)}'`;
  if (property === "") return `${resource} has a problem: ${reason}`;
  const value = valueAt(inputs, parsePropertyPath(property) ?? []);
  const shown = value === undefined ? "<nil>" : describeValue(show(value));
  return `${resource}: property ${property} value {${shown}} has a problem: ${reason}`;
}

function describeValue(shown: unknown): string {
  return typeof shown === "string" ? shown : JSON.stringify(shown);
}

/** A provider without a diff of its own leaves it to a comparison of the inputs. */
export function hasChanges(diff: Diff, olds: Properties, news: Properties): boolean {
  return diff.changes === "unknown" ? !sameValue(olds, news) : diff.changes === "some";
}

/** A preview goes on to show what else there is. */
function refuseProtected({ report, dryRun }: RunContext, goal: Goal, old: ResourceState): void {
  if (!goal.protect || !old.protect) return;
  const message = `unable to replace resource "${goal.urn}"\nas it is currently marked for protection. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program and run \`up\``;
  if (!dryRun) throw new ResourceError([message]);
  report.fail(message, goal.urn);
}

/**
 * What has to go before a resource that is deleted before its replacement is created: every resource that would itself
 * be replaced if the properties it takes from the resource changed. Found as Pulumi finds it: by asking the provider
 * for a diff in which those properties are unknown. In an order in which they could be created.
 */
async function replacedDependents(
  context: RunContext,
  root: ResourceState,
  isSettled: (urn: string) => boolean,
): Promise<readonly ResourceState[]> {
  const doomed = new Set([root.urn]);
  const found: ResourceState[] = [];
  for (const state of context.snapshot.all()) {
    if (!state.custom || state.pendingDeletion || isSettled(state.urn)) continue;
    const inputs = withUnknowns(state, doomed);
    if (inputs === undefined) continue;
    const { replaces } = await context.providers.of(state).diff(state, inputs, state.ignoreChanges);
    if (replaces.length === 0) continue;
    if (state.protect) throw new ResourceError([describeProtected(state.urn, root.urn)]);
    doomed.add(state.urn);
    found.push(state);
  }
  return found;
}

/** The inputs with those unknown that come from a doomed resource; undefined where none does. */
function withUnknowns(
  { inputs, propertyDependencies }: ResourceState,
  doomed: ReadonlySet<string>,
): Properties | undefined {
  const isDoomed = (key: string) => propertyDependencies[key]?.some((urn) => doomed.has(urn));
  if (!Object.keys(inputs).some(isDoomed)) return undefined;
  return mapProperties(inputs, (value, key) => (isDoomed(key) ? unknown : value));
}

function describeProtected(urn: string, root: string): string {
  return `unable to replace resource "${urn}" as part of replacing "${root}" as it is currently marked for protection. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program and run \`up\``;
}

const mismatch: unique symbol = Symbol("mismatch");
type Reset = Value | undefined | typeof mismatch;

/**
 * Puts each ignored property back to what it was before. `unmatched` are the paths that cannot be put back, because
 * what they go through was added or removed; Pulumi reports them and goes on, and so does the caller.
 */
function ignoreChanges(
  olds: Properties,
  news: Properties,
  ignored: readonly string[],
): { readonly inputs: Properties; readonly unmatched: readonly string[] } {
  const unmatched: string[] = [];
  let inputs = news;
  for (const text of ignored) {
    const path = parsePropertyPath(text);
    const reset = path === undefined ? mismatch : resetAt(path, olds, inputs);
    if (reset !== mismatch && isProperties(reset)) inputs = reset;
    else unmatched.push(text);
  }
  return { inputs, unmatched };
}

function resetAt(path: PropertyPath, old: Value | undefined, current: Value | undefined): Reset {
  const [key, ...rest] = path;
  if (key === undefined) return old;
  if (current instanceof Secret) {
    const reset = resetAt(path, old, current.value);
    return reset === mismatch || reset === undefined ? reset : new Secret(reset);
  }
  const before = old instanceof Secret ? old.value : old;
  if (isArray(current) && isArray(before)) return resetItems(key, rest, before, current);
  if (isProperties(current) && (isProperties(before) || rest.length === 0)) {
    return resetKeys(key, rest, isProperties(before) ? before : {}, current);
  }
  const opens = (value: Value | undefined) => isArray(value) || isProperties(value);
  return key === "*" || opens(before) || opens(current) ? mismatch : current;
}

function resetItems(
  key: string | number,
  rest: PropertyPath,
  before: readonly Value[],
  current: readonly Value[],
): Reset {
  if (key === "*" ? before.length !== current.length : typeof key !== "number") return mismatch;
  if (typeof key === "number" && key >= before.length && key >= current.length) return current;
  if (typeof key === "number" && (key >= before.length || key >= current.length)) return mismatch;
  const items = current.map((item, i) =>
    key === "*" || key === i ? resetAt(rest, before[i], item) : item,
  );
  return items.every((item) => item !== mismatch && item !== undefined) ? items : mismatch;
}

function resetKeys(
  key: string | number,
  rest: PropertyPath,
  before: Properties,
  current: Properties,
): Reset {
  const keys = key === "*" ? [...Object.keys(before), ...Object.keys(current)] : [String(key)];
  const result: Record<string, Value> = { ...current };
  for (const name of new Set(keys)) {
    const reset = resetAt(rest, before[name], current[name]);
    if (reset === mismatch) return mismatch;
    if (reset === undefined) delete result[name];
    else result[name] = reset;
  }
  return result;
}
