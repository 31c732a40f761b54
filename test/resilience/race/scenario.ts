import fc from "fast-check";
import type { Json, JsonObject } from "../../../provider/src/domain/json.ts";
import { faults } from "./faults.ts";
import type { Operation, Policies } from "./history.ts";

/** All that is left to chance in a history. Played twice, it gives the same history. */
export interface Scenario {
  /** What the tenant holds at the beginning, under each of the {@link configIds} from the first on; nothing where null. */
  readonly found: readonly (JsonObject | null)[];
  readonly pipelines: readonly PipelinePlan[];
  /** The edits of each administrator, one after the other. */
  readonly administrators: readonly (readonly ConsoleEdit[])[];
  /** Who is next, as an index into those who could go on; the first of them where it ends. */
  readonly schedule: readonly number[];
}

export const configIds = ["c1", "c2", "c3"] as const;

/** How a program reaches the provider: as a dynamic resource, or through the native provider. */
export const doors = ["dynamic", "native"] as const;
export type Door = (typeof doors)[number];

export interface PipelinePlan extends Policies {
  readonly door: Door;
  /** What its first program names, a resource each. */
  readonly configIds: readonly string[];
  readonly runs: readonly RunPlan[];
  /** Once it has come to rest, it is destroyed. */
  readonly isDestroyed: boolean;
  /** How the tenant answers it where a precondition fails. */
  readonly mismatch: 409 | 412;
}

export interface RunPlan extends EngineOptions {
  readonly operation: Operation;
  /** How the program differs from that of the run before. */
  readonly commit: readonly Change[];
  /** Of two resources with one configuration, the commit begins with taking the second out. */
  readonly isResolved: boolean;
  /** What happens to its requests, one after the other; nothing where null. */
  readonly faults: readonly (string | null)[];
  /** At which of its points it is killed; not where null. */
  readonly killAt: number | null;
  /** It runs on another machine, where none of the write journals so far is. */
  readonly isElsewhere: boolean;
  /** The audit log cannot be appended to. */
  readonly isLogFull: boolean;
}

/** How the engine goes about a run. */
export interface EngineOptions {
  /** The resource that it is asked to replace, as an index into those of the program; none where null. */
  readonly replace: number | null;
  /** The only resource that it may touch, as an index into those of the program and the state; all where null. */
  readonly target: number | null;
  /** A replacement deletes before it creates. */
  readonly isDeleteBeforeReplace: boolean;
  readonly order: Order;
  /** It deletes the oldest resource first, and not the newest. */
  readonly isOldestFirst: boolean;
}

/** Nothing goes wrong, and the engine does as it always does. */
export const plainRun = {
  ...{ replace: null, target: null, isDeleteBeforeReplace: false, isOldestFirst: false },
  ...{ order: "delete last", faults: [], killAt: null, isElsewhere: false, isLogFull: false },
} as const satisfies Partial<RunPlan>;

/**
 * When an `up` deletes what the program names no longer: after everything else, as Pulumi does; before any check; or after all
 * checks and diffs, and before what they lead to.
 */
export type Order = "delete last" | "delete first" | "delete after diffs";

/** What a commit does to the program, from the resource at that place on; a place beyond the last begins again at the first. */
export type Change =
  | ({ readonly kind: "set"; readonly at: number } & Edit)
  /** It has another name, and no alias. */
  | { readonly kind: "rename"; readonly at: number }
  /** It goes into the component, or out of it. */
  | { readonly kind: "nest"; readonly at: number }
  /** So many resources hand their configuration on, each to the one before it and the first to the last. */
  | { readonly kind: "rotate"; readonly at: number; readonly size: number }
  /** It names another configuration. */
  | { readonly kind: "move"; readonly at: number; readonly configId: string }
  /** Another resource names the same configuration. */
  | { readonly kind: "duplicate"; readonly at: number }
  | { readonly kind: "remove"; readonly at: number }
  | { readonly kind: "add"; readonly at: number; readonly configId: string };

/** A field, by its path, and its new value; null takes it away. */
export interface Edit {
  readonly path: string;
  readonly value: Json;
}

export interface ConsoleEdit extends Edit {
  readonly configId: string;
}

/** The path of an edit that deletes the configuration, or makes another where there is none. */
export const WHOLE = "(all)";

/** What programs and administrators both edit: few values, so that they often meet. */
const contested: readonly fc.Arbitrary<Edit>[] = [
  edit("dialRate", [1, 2, 3]),
  edit("maxQueueDepth", [10, 20, 30]),
  edit("complianceRules.ringSeconds", [15, 18, null]),
  edit("complianceRules.callerId", ["a", "b", null]),
];

const place = fc.nat(5);

const administratorsEdit = fc.oneof(
  ...contested.map((arbitrary) => ({ arbitrary, weight: 3 })),
  { arbitrary: edit("name", ["Spring", "Summer", "Autumn"]), weight: 4 },
  { arbitrary: edit("complianceRules.note", ["x", "y", null]), weight: 2 },
  { arbitrary: edit(WHOLE, [null]), weight: 1 },
);

const MOST_PIPELINES = 3;

/** Most often of one configuration, where all meet. Pipelines of either door meet too. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .tuple(
    fc.oneof(
      { arbitrary: scenarioOf(1), weight: 3 },
      { arbitrary: scenarioOf(2), weight: 2 },
      { arbitrary: scenarioOf(3), weight: 1 },
    ),
    fc.array(fc.constantFrom(...doors), { minLength: MOST_PIPELINES, maxLength: MOST_PIPELINES }),
  )
  .map(([scenario, chosen]) => throughDoors(scenario, chosen));

/** The same history otherwise, with the pipelines through these doors, one after the other. */
export function throughDoors(scenario: Scenario, chosen: readonly Door[]): Scenario {
  const pipelines = scenario.pipelines.map((plan, i) => ({
    ...plan,
    door: chosen[i] ?? plan.door,
  }));
  return { ...scenario, pipelines };
}

function scenarioOf(count: number): fc.Arbitrary<Scenario> {
  const ids = configIds.slice(0, count);
  return fc.record({
    found: fc.array(fc.option(fc.constantFrom(...foundDocuments()), { freq: 3 }), {
      ...{ minLength: count, maxLength: count },
    }),
    pipelines: fc.array(pipelinePlan(ids), {
      minLength: 1,
      maxLength: MOST_PIPELINES,
      size: "max",
    }),
    administrators: fc.array(fc.array(consoleEdit(ids), { maxLength: 5, size: "max" }), {
      minLength: 1,
      maxLength: 2,
      size: "max",
    }),
    schedule: fc.array(fc.nat(11), { maxLength: 120, size: "max" }),
  });
}

function consoleEdit(ids: readonly string[]): fc.Arbitrary<ConsoleEdit> {
  return fc
    .tuple(fc.constantFrom(...ids), administratorsEdit)
    .map(([configId, made]) => ({ configId, ...made }));
}

function pipelinePlan(ids: readonly string[]): fc.Arbitrary<PipelinePlan> {
  return fc.record({
    // Chosen last, so that a history is the same through either door.
    door: fc.constant("dynamic"),
    configIds: fc.subarray([...ids], { minLength: 1 }),
    runs: fc.array(runPlan(ids), { minLength: 1, maxLength: 5, size: "max" }),
    existing: fc.constantFrom("adopt", "adopt", "adopt", "refuse"),
    onConflict: fc.constantFrom("merge", "merge", "fail", "overwrite"),
    onDelete: fc.constantFrom("restore", "restore", "retain", "delete"),
    isDestroyed: fc.boolean(),
    mismatch: fc.constantFrom(412, 409),
  });
}

function runPlan(ids: readonly string[]): fc.Arbitrary<RunPlan> {
  return fc.record({
    operation: weighted<Operation>({ up: 8, refresh: 2, destroy: 1 }),
    commit: fc.oneof(
      { arbitrary: fc.constant([]), weight: 2 },
      { arbitrary: fc.array(change(ids), { minLength: 1, maxLength: 3 }), weight: 3 },
    ),
    isResolved: weightedBoolean(1, 1),
    replace: seldom(place, 8),
    target: seldom(place, 8),
    isDeleteBeforeReplace: weightedBoolean(1, 3),
    order: weighted<Order>({ "delete last": 6, "delete first": 1, "delete after diffs": 1 }),
    isOldestFirst: weightedBoolean(1, 1),
    faults: fc.oneof(
      { arbitrary: fc.constant([]), weight: 1 },
      { arbitrary: fc.array(faultOrNone(), { maxLength: 10, size: "max" }), weight: 2 },
    ),
    killAt: seldom(fc.nat(25), 2),
    isElsewhere: weightedBoolean(1, 8),
    isLogFull: weightedBoolean(1, 6),
  });
}

function change(ids: readonly string[]): fc.Arbitrary<Change> {
  const another = fc.constantFrom(...ids);
  const kind = <K extends Change["kind"]>(name: K) => ({ kind: fc.constant(name), at: place });
  const set = fc
    .tuple(place, fc.oneof(...contested))
    .map(([at, made]): Change => ({ kind: "set", at, ...made }));
  return fc.oneof<{ arbitrary: fc.Arbitrary<Change>; weight: number }[]>(
    { arbitrary: set, weight: 8 },
    { arbitrary: fc.record(kind("rename")), weight: 4 },
    { arbitrary: fc.record(kind("nest")), weight: 2 },
    { arbitrary: fc.record({ ...kind("rotate"), size: fc.constantFrom(2, 3) }), weight: 3 },
    { arbitrary: fc.record({ ...kind("move"), configId: another }), weight: 1 },
    { arbitrary: fc.record(kind("duplicate")), weight: 1 },
    { arbitrary: fc.record(kind("remove")), weight: 1 },
    { arbitrary: fc.record({ ...kind("add"), configId: another }), weight: 2 },
  );
}

/** Once against so many times that there is none. */
function seldom<T>(arbitrary: fc.Arbitrary<T>, none: number): fc.Arbitrary<T | null> {
  return fc.oneof({ arbitrary: fc.constant(null), weight: none }, { arbitrary, weight: 1 });
}

function edit(path: string, values: readonly Json[]): fc.Arbitrary<Edit> {
  return fc.constantFrom(...values.map((value) => ({ path, value })));
}

function faultOrNone(): fc.Arbitrary<string | null> {
  return fc.oneof(
    { arbitrary: fc.constant(null), weight: 3 },
    { arbitrary: fc.constantFrom(...Object.keys(faults)), weight: 2 },
  );
}

function weighted<T extends string>(weights: Readonly<Record<T, number>>): fc.Arbitrary<T> {
  const names: T[] = [];
  for (const name in weights) names.push(...Array<T>(weights[name]).fill(name));
  return fc.constantFrom(...names);
}

function weightedBoolean(yes: number, no: number): fc.Arbitrary<boolean> {
  return fc.constantFrom(...Array<boolean>(no).fill(false), ...Array<boolean>(yes).fill(true));
}

/** As an administrator may have made them; the first is the plainest. */
function foundDocuments(): readonly JsonObject[] {
  const settings = {
    pacingType: "preview",
    dialRate: 1,
    agentRatio: 1,
    maxAbandonmentRate: 0.01,
    maxQueueDepth: 10,
    answerRateThreshold: 0.1,
  };
  return [
    { name: "Spring", ...settings, complianceRules: { ringSeconds: 15 } },
    { name: "Spring", ...settings, dialRate: 2, complianceRules: { callerId: "a", note: "x" } },
    { ...settings, pacingType: "progressive", complianceRules: {} },
  ];
}
