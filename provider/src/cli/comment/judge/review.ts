import { type Change, nameOf, type Preview, type StackName } from "../read/preview.ts";
import { type Configuration, configurationOf } from "./configuration.ts";
import { type Figure, isKnown } from "./figure.ts";
import { type Remarks, remarksOf } from "./remarks.ts";
import { type Bounds, judgeThresholds, type ThresholdFindings } from "./thresholds.ts";

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
  readonly others: Preview["others"];
  readonly unchanged: number;
  /** Configurations that change and whose abandonment nobody knows yet. */
  readonly unforecast: readonly Configuration[];
  readonly isWhole: boolean;
}

export function reviewOf(preview: Preview, bounds: Bounds): Review {
  const { stack, changes, others, unchanged, messages, isWhole } = preview;
  const configurations = changes.map(configurationOf);
  const judged = {
    ...remarksOf(messages, namesById(changes)),
    ...judgeThresholds(configurations, bounds),
    configurations,
    unforecast: configurations.filter((each) => isOpen(each.abandonmentRate.after)),
    isWhole,
  };
  return { verdict: verdictOf(judged), stack, others, unchanged, ...judged };
}

function namesById(changes: readonly Change[]): ReadonlyMap<string, string> {
  return new Map(
    changes.flatMap(({ urn, before, after }) =>
      [before, after].flatMap((inputs) =>
        typeof inputs?.configId === "string" ? [[inputs.configId, nameOf(urn)]] : [],
      ),
    ),
  );
}

/** What a deployment may still turn out to be. One that is not told does not change. */
function isOpen(figure: Figure): boolean {
  return !isKnown(figure) && figure !== "none" && figure !== "untold";
}

function verdictOf(review: Omit<Review, "verdict" | "stack" | "others" | "unchanged">): Verdict {
  const { blocks, failures, exceeded, warnings, unjudged, unforecast, configurations } = review;
  if (blocks.length > 0) return "blocked";
  if (failures.length > 0 || !review.isWhole) return "not-previewed";
  if (exceeded.length > 0) return "over-threshold";
  if (warnings.length > 0 || unjudged.length > 0 || unforecast.length > 0) return "warns";
  return configurations.length > 0 ? "passes" : "nothing-changes";
}
