import {
  type Change,
  type Kept,
  type Message,
  nameOf,
  type Preview,
  type StackName,
} from "../../shared/preview/preview.ts";
import { type Bound, type Bounds, type Threshold, thresholds } from "../bounds.ts";
import { type Configuration, configurationOf } from "./configuration.ts";
import { type BeforeAndAfter, type Figure, isKnown } from "./figure.ts";
import { type LiveChange, liveChanges, type Move } from "./moves.ts";
import { driftIn, warningIn } from "./provider-sentences.ts";
import { type Refused, type Remarks, refusedOf, remarksOf } from "./remarks.ts";

/** What a preview comes to, the worst that applies. */
export type Verdict =
  | "nothing-changes"
  | "passes"
  | "warns"
  | "over-threshold"
  | "blocked"
  | "not-previewed";

/** A preview, judged. */
export interface Review extends Remarks, ThresholdFindings {
  readonly verdict: Verdict;
  readonly stack: StackName | undefined;
  readonly configurations: readonly Configuration[];
  /** The configurations that go from one resource to another. */
  readonly moves: readonly Move[];
  /** The configurations that the provider's check refuses. */
  readonly refused: readonly Refused[];
  readonly others: Preview["others"];
  readonly unchanged: number;
  /** How many of them the preview only counts. */
  readonly hidden: number;
  /** Configurations that change and whose abandonment nobody knows yet. */
  readonly unforecast: readonly Configuration[];
  readonly isWhole: boolean;
}

export function reviewOf(preview: Preview, bounds: Bounds): Review {
  const { stack, others, unchanged, hidden, messages, isWhole } = preview;
  const changes = liveChanges(preview.changes);
  const said = saidOf(messages, changes);
  const configurations = changes.map((change) => {
    const id = configIdsOf(change)[0] ?? "";
    return configurationOf(change, {
      drifts: said.drifts.get(id) ?? [],
      isPending: said.pending.has(id),
    });
  });
  const judged = {
    ...remarksOf(said.others, namesById(preview.changes, preview.kept)),
    ...judgeThresholds(configurations, bounds),
    configurations,
    moves: configurations.flatMap(({ move }) => move ?? []),
    refused: refusedOf(messages),
    unforecast: configurations.filter((each) => isOpen(each.abandonmentRate.after)),
    isWhole,
  };
  return { verdict: verdictOf(judged), stack, others, unchanged, hidden, ...judged };
}

/** The messages, and apart from them the drift of configurations that the preview updates: that is a change of theirs. */
function saidOf(messages: readonly Message[], changes: readonly LiveChange[]) {
  const updated = new Set(
    changes.filter(({ operation }) => operation === "update").flatMap(configIdsOf),
  );
  const found = messages.map((message) => {
    const drift = message.severity === "warning" ? driftIn(message.text) : undefined;
    return { message, drift: drift && updated.has(drift.configId) ? drift : undefined };
  });
  const drifts = found.flatMap(({ drift }) => drift ?? []);
  const others = found.flatMap(({ message, drift }) => (drift ? [] : [message]));
  return {
    drifts: Map.groupBy(drifts, ({ configId }) => configId),
    others,
    /** Of the configurations of which diff says that there is something left to do. */
    pending: new Set(
      others.flatMap(({ text }) => {
        const warning = warningIn(text);
        return warning && warning.property === undefined ? [warning.configId] : [];
      }),
    ),
  };
}

function configIdsOf({ before, after }: Pick<Change, "before" | "after">): readonly string[] {
  return [before, after].flatMap((inputs) =>
    typeof inputs?.configId === "string" ? [inputs.configId] : [],
  );
}

function namesById(changes: readonly Change[], kept: readonly Kept[]): ReadonlyMap<string, string> {
  const all = [...kept.map(({ urn, inputs }) => ({ urn, after: inputs })), ...changes];
  return new Map(
    all.flatMap(({ urn, ...sides }) => configIdsOf(sides).map((id) => [id, nameOf(urn)] as const)),
  );
}

/** Whether a deployment may still change it. */
function isOpen(figure: Figure): boolean {
  return !isKnown(figure) && figure !== "none";
}

function verdictOf(
  review: Omit<Review, "verdict" | "stack" | "others" | "unchanged" | "hidden">,
): Verdict {
  const { blocks, failures, exceeded, warnings, unjudged, unforecast, configurations } = review;
  const { moves } = review;
  if (blocks.length > 0) return "blocked";
  if (failures.length > 0 || !review.isWhole) return "not-previewed";
  if (exceeded.length > 0) return "over-threshold";
  if ([warnings, moves, unjudged, unforecast].some(({ length }) => length > 0)) return "warns";
  return configurations.length > 0 ? "passes" : "nothing-changes";
}

/** A configuration that a threshold does not let through, or that it could not judge. */
export interface ThresholdFinding {
  readonly flag: string;
  /** As it was given. */
  readonly bound: string;
  readonly name: string;
  readonly figure: Threshold["figure"];
  readonly before: Figure;
  readonly after: Figure;
}

interface ThresholdFindings {
  readonly exceeded: readonly ThresholdFinding[];
  /** A figure is not known, so nobody can say. */
  readonly unjudged: readonly ThresholdFinding[];
}

/** Room for the last digits that binary fractions get wrong. */
const ROUNDING = 1e-9;

/** Holds the configurations that will be there to the bounds; a new one has not risen or fallen. */
function judgeThresholds(
  configurations: readonly Configuration[],
  bounds: Bounds,
): ThresholdFindings {
  const exceeded: ThresholdFinding[] = [];
  const unjudged: ThresholdFinding[] = [];
  for (const { flag, option, figure, direction } of thresholds) {
    const bound = bounds[option];
    if (bound === undefined) continue;
    for (const configuration of configurations) {
      const { before, after } = figureOf(configuration, figure);
      if (after === "none") continue;
      const result = tests[direction](before, after, bound);
      const finding = {
        flag,
        bound: bound.text,
        name: configuration.name,
        figure,
        before,
        after,
      };
      if (result === "unjudged") unjudged.push(finding);
      else if (result === "exceeded") exceeded.push(finding);
    }
  }
  return { exceeded, unjudged };
}

type BoundResult = "kept" | "exceeded" | "unjudged";

const tests: Readonly<
  Record<Threshold["direction"], (before: Figure, after: Figure, bound: Bound) => BoundResult>
> = {
  max: (_, after, { value }) => (isKnown(after) ? kept(after <= value + ROUNDING) : "unjudged"),
  min: (_, after, { value }) => (isKnown(after) ? kept(after >= value - ROUNDING) : "unjudged"),
  rise: (before, after, bound) => moved(before, after, 1, bound),
  drop: (before, after, bound) => moved(before, after, -1, bound),
};

function moved(before: Figure, after: Figure, sign: 1 | -1, { kind, value }: Bound): BoundResult {
  if (before === "none") return "kept";
  if (!isKnown(before) || !isKnown(after)) return "unjudged";
  const allowed = kind === "relative" ? before * value : value;
  return kept((after - before) * sign <= allowed + ROUNDING);
}

function kept(isKept: boolean): BoundResult {
  return isKept ? "kept" : "exceeded";
}

function figureOf(
  configuration: Configuration,
  figure: Threshold["figure"],
): BeforeAndAfter<Figure> {
  const { abandonmentRate, occupancy, chanceOverLimit: chance } = configuration;
  if (figure === "abandonment") return abandonmentRate;
  if (figure === "occupancy") return occupancy;
  return { before: "none", after: probabilityOf(chance) };
}

function probabilityOf(chance: Configuration["chanceOverLimit"]): Figure {
  if (chance === "within") return 0;
  if (chance === "over") return 1;
  return typeof chance === "object" ? chance.probability : chance;
}
