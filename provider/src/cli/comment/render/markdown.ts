import type { FigureSource } from "../judge/figure-source.ts";
import type { Review } from "../judge/review.ts";
import { assumptions } from "./assumptions.ts";
import { findings } from "./findings.ts";
import { headline, tally } from "./headline.ts";
import { markerOf } from "./marker.ts";
import { joinWithin } from "./sections.ts";
import { settings } from "./settings.ts";
import { table } from "./table.ts";

export interface Facts {
  readonly review: Review;
  readonly sources: readonly FigureSource[];
  readonly now: Date;
}

/** The comment: marker and verdict first, and of the rest as much as `limit` UTF-16 units hold. */
export function markdown(
  { review, sources, now }: Facts,
  limit = Number.POSITIVE_INFINITY,
): string {
  const { stack, configurations } = review;
  return joinWithin(
    limit,
    [...(stack ? [markerOf(stack)] : []), `### ${headline(review)}`, "", tally(review)],
    [
      ...findings(review),
      ...table(configurations),
      ...settings(configurations),
      ...assumptions(review, sources, now),
    ],
  );
}
