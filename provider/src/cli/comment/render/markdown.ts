import type { CampaignForecast } from "../judge/campaign.ts";
import type { FigureSource } from "../judge/figure-source.ts";
import type { Review } from "../judge/review.ts";
import { assumptions } from "./assumptions.ts";
import { campaignRows } from "./campaigns.ts";
import { findings } from "./findings.ts";
import { headline, tally } from "./headline.ts";
import { markerOf } from "./marker.ts";
import { moves } from "./moves.ts";
import { refusedRows } from "./refused.ts";
import { joinWithin } from "./sections.ts";
import { settings } from "./settings.ts";
import { table } from "./table.ts";

export interface Facts {
  readonly review: Review;
  /** The joint forecast of each campaign with several configurations. */
  readonly campaigns: readonly CampaignForecast[];
  readonly sources: readonly FigureSource[];
  readonly now: Date;
}

/** The comment: marker and verdict first, and of the rest as much as `limit` UTF-16 units hold. */
export function markdown(
  { review, campaigns, sources, now }: Facts,
  limit = Number.POSITIVE_INFINITY,
): string {
  const { stack, configurations, hidden } = review;
  return joinWithin(
    limit,
    [...(stack ? [markerOf(stack)] : []), `### ${headline(review, campaigns)}`, "", tally(review)],
    [
      ...findings(review),
      ...refusedRows(review.refused),
      ...moves(review.moves),
      ...table(configurations),
      ...campaignRows(campaigns, hidden),
      ...settings(configurations),
      ...assumptions(review, sources, now),
    ],
  );
}
