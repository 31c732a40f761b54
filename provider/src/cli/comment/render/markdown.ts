import type { StackName } from "../../shared/preview/preview.ts";
import type { CampaignForecast, FigureSource } from "../judge/campaign.ts";
import type { Review } from "../judge/review.ts";
import { headline, tally } from "./headline.ts";
import { assumptions, findings, moves } from "./lists.ts";
import { joinWithin } from "./sections.ts";
import { campaignRows, refusedRows, settings, table } from "./tables.ts";

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

const marked = /^<!-- cxone-dialer comment on (\S*) of (\S*) -->/;

/** The line by which a comment is found again, and which nobody sees. */
export function markerOf({ project, stack }: StackName): string {
  return `<!-- cxone-dialer comment on ${encode(stack)} of ${encode(project)} -->`;
}

/** Whether a comment begins with this stack's marker. */
export function isMarked(body: string, { project, stack }: StackName): boolean {
  const [, ofStack, ofProject] = marked.exec(body.trimStart()) ?? [];
  return ofStack === encode(stack) && ofProject === encode(project);
}

/** Without spaces and brackets, so that no name ends the HTML comment before its time. */
function encode(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}
