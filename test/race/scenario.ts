import fc from "fast-check";
import type { Json, JsonObject } from "../../provider/src/domain/json.ts";
import { faults } from "./faults.ts";
import type { Operation, Policies } from "./history.ts";

/** All that is left to chance in a history. Played twice, it gives the same history. */
export interface Scenario {
  /** What the tenant holds at the beginning; nothing where null. */
  readonly found: JsonObject | null;
  readonly pipelines: readonly PipelinePlan[];
  /** The edits of each administrator, one after the other. */
  readonly administrators: readonly (readonly Edit[])[];
  /** Who is next, as an index into those who could go on; the first of them where it ends. */
  readonly schedule: readonly number[];
}

export interface PipelinePlan extends Policies {
  readonly runs: readonly RunPlan[];
  /** How the tenant answers it where a precondition fails. */
  readonly mismatch: 409 | 412;
}

export interface RunPlan {
  readonly operation: Operation;
  /** How the program differs from that of the run before. */
  readonly commit: readonly Edit[];
  /** What happens to its requests, one after the other; nothing where null. */
  readonly faults: readonly (string | null)[];
  /** At which of its points it is killed; not where null. */
  readonly killAt: number | null;
  /** It runs on another machine, where none of the write journals so far is. */
  readonly isElsewhere: boolean;
  /** The audit log cannot be appended to. */
  readonly isLogFull: boolean;
}

/** A field, by its path, and its new value; null takes it away. */
export interface Edit {
  readonly path: string;
  readonly value: Json;
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

const commit = fc.array(fc.oneof(...contested), { maxLength: 2 });

const administratorsEdit = fc.oneof(
  ...contested.map((arbitrary) => ({ arbitrary, weight: 3 })),
  { arbitrary: edit("name", ["Spring", "Summer", "Autumn"]), weight: 4 },
  { arbitrary: edit("complianceRules.note", ["x", "y", null]), weight: 2 },
  { arbitrary: edit(WHOLE, [null]), weight: 1 },
);

const runPlan: fc.Arbitrary<RunPlan> = fc.record({
  operation: weighted<Operation>({ up: 6, refresh: 2, destroy: 1 }),
  commit: fc.oneof({ arbitrary: fc.constant([]), weight: 2 }, { arbitrary: commit, weight: 3 }),
  faults: fc.oneof(
    { arbitrary: fc.constant([]), weight: 1 },
    { arbitrary: fc.array(faultOrNone(), { maxLength: 10, size: "max" }), weight: 2 },
  ),
  killAt: fc.oneof(
    { arbitrary: fc.constant(null), weight: 3 },
    { arbitrary: fc.nat(20), weight: 2 },
  ),
  isElsewhere: weightedBoolean(1, 8),
  isLogFull: weightedBoolean(1, 6),
});

const pipelinePlan: fc.Arbitrary<PipelinePlan> = fc.record({
  runs: fc.array(runPlan, { minLength: 1, maxLength: 5, size: "max" }),
  existing: fc.constantFrom("adopt", "adopt", "adopt", "refuse"),
  onConflict: fc.constantFrom("merge", "merge", "fail", "overwrite"),
  onDelete: fc.constantFrom("restore", "restore", "retain", "delete"),
  mismatch: fc.constantFrom(412, 409),
});

export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  found: fc.option(fc.constantFrom(...foundDocuments()), { freq: 3 }),
  pipelines: fc.array(pipelinePlan, { minLength: 1, maxLength: 3, size: "max" }),
  administrators: fc.array(fc.array(administratorsEdit, { maxLength: 5, size: "max" }), {
    minLength: 1,
    maxLength: 2,
    size: "max",
  }),
  schedule: fc.array(fc.nat(11), { maxLength: 120, size: "max" }),
});

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
