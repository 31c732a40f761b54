import type { Bounds } from "../bounds.ts";
import {
  type Change,
  type Kept,
  type Message,
  nameOf,
  type Preview,
  type StackName,
} from "../read/preview.ts";
import { driftIn, warningIn } from "../read/provider-sentences.ts";
import { type Configuration, configurationOf } from "./configuration.ts";
import { type Figure, isKnown } from "./figure.ts";
import { type LiveChange, liveChanges, type Move } from "./moves.ts";
import { type Refused, refusedOf } from "./refused.ts";
import { type Remarks, remarksOf } from "./remarks.ts";
import { judgeThresholds, type ThresholdFindings } from "./thresholds.ts";

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
