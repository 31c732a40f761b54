import { percent } from "../../../domain/numbers.ts";
import type { CampaignForecast } from "../judge/campaign.ts";
import { type BeforeAndAfter, type Figure, isKnown } from "../judge/figure.ts";
import type { Move } from "../judge/moves.ts";
import type { Review, Verdict } from "../judge/review.ts";
import { code, escapeProse } from "./escape.ts";
import { chanceText, figureText } from "./figure-text.ts";

interface Title {
  /** Where no figure follows. */
  readonly alone: (review: Review) => string;
  /** Where one does; absent where none belongs there. */
  readonly before?: (review: Review) => string;
}

const titles: Readonly<Record<Verdict, Title>> = {
  "nothing-changes": {
    alone: ({ others }) =>
      Object.keys(others).length > 0 ? "✅ No dialer configuration changes" : "✅ Nothing changes",
  },
  passes: {
    alone: ({ configurations }) =>
      `✅ Passes: ${count(configurations.length, "dialer configuration changes", "dialer configurations change")}`,
    before: () => "✅ Passes",
  },
  warns: { alone: warnedText, before: warnedText },
  "over-threshold": { alone: thresholdText, before: thresholdText },
  blocked: {
    alone: ({ blocks }) => `⛔ Blocked: ${count(blocks.length, "reason", "reasons")} not to deploy`,
    before: ({ blocks }) => `⛔ Blocked for ${count(blocks.length, "reason", "reasons")}`,
  },
  "not-previewed": { alone: () => "❌ Could not be previewed" },
};

/** The verdict in a line, with the forecast that comes nearest to its limit, or goes furthest over it. */
export function headline(review: Review, campaigns: readonly CampaignForecast[]): string {
  const { alone, before } = titles[review.verdict];
  const forecasts = review.verdict === "blocked" ? refusedOnes(review) : allOf(review, campaigns);
  const [worst] = forecasts.toSorted((a, b) => nearness(b) - nearness(a));
  if (!worst || !before) return alone(review);
  const whose = forecasts.length > 1 ? ` (${worst.whose})` : "";
  const title = before(review);
  return `${title}${title.includes(":") ? ";" : ":"} ${sentenceOf(worst)}${whose}`;
}

interface Forecast {
  readonly whose: string;
  readonly rate: BeforeAndAfter<Figure>;
  readonly limit: Figure;
  /** Of a period, that it ends over the limit. */
  readonly chance?: string;
}

function refusedOnes({ refused }: Review): readonly Forecast[] {
  return refused.flatMap(({ name, abandonment }) =>
    abandonment
      ? [
          {
            whose: code(name),
            rate: { before: "missing", after: abandonment.rate },
            limit: abandonment.limit,
          },
        ]
      : [],
  );
}

function allOf(
  { configurations }: Review,
  campaigns: readonly CampaignForecast[],
): readonly Forecast[] {
  return [
    ...configurations.map(
      ({ name, abandonmentRate, abandonmentLimit, chanceOverLimit, covers }) => ({
        whose: code(name),
        rate: abandonmentRate,
        limit: abandonmentLimit,
        ...(covers !== undefined && {
          chance: `${chanceText(chanceOverLimit)} over ${escapeProse(covers)}`,
        }),
      }),
    ),
    ...campaigns.map(({ campaignId, abandonmentRate, abandonmentLimit }) => ({
      whose: `campaign ${code(campaignId)}`,
      rate: abandonmentRate,
      limit: abandonmentLimit,
    })),
  ].filter(({ rate }) => isKnown(rate.after));
}

/** How much of the limit is used up. One without a known limit counts by its rate. */
function nearness({ rate, limit }: Forecast): number {
  if (!isKnown(rate.after)) return -1;
  return isKnown(limit) && limit > 0 ? rate.after / limit : rate.after;
}

/** "abandonment 0.29 % → 1.63 %, limit 3 %" */
function sentenceOf({ rate: { before, after }, limit, chance }: Forecast): string {
  const [from, to] = [figureText(before, 2), figureText(after, 2)];
  const movement = !isKnown(before) ? to : from === to ? `${to} as before` : `${from} → ${to}`;
  const exceeding = chance === undefined ? "" : `, chance of exceeding it ${chance}`;
  return `abandonment ${movement}${isKnown(limit) ? `, limit ${percent(limit)}${exceeding}` : ""}`;
}

function thresholdText({ exceeded }: Review): string {
  return `⛔ Over ${count(exceeded.length, "threshold", "thresholds")} of this pipeline`;
}

function warnedText({ moves, warnings, unjudged, unforecast }: Review): string {
  const number = warnings.length + unjudged.length + unforecast.length;
  const counted = number > 0 ? `, with ${count(number, "warning", "warnings")}` : "";
  return `⚠️ ${movedText(moves)}${counted}`;
}

const movedTitles: Readonly<Record<Move["kind"], string>> = {
  rename: "Renamed without an alias",
  reparent: "Moved without an alias",
  exchange: "Exchanged between resources",
  replacement: "Replaced under its own id",
};

/** What becomes of the resources, where a configuration goes from one to another. */
function movedText(moves: readonly Move[]): string {
  const [first] = moves;
  if (first === undefined) return "Passes";
  const { kind, from, to } = first;
  if (moves.length > 1) {
    const kinds = new Set(moves.map((each) => each.kind));
    const what = kinds.size === 1 ? movedTitles[kind] : "Goes to another resource";
    return `${what}: ${moves.length} configurations`;
  }
  return from.name === to.name
    ? `${movedTitles[kind]}: ${code(to.name)}`
    : `${movedTitles[kind]}: ${code(from.name)} → ${code(to.name)}`;
}

/** In the order in which they are counted. */
const operations = ["create", "update", "replace", "rename", "delete"] as const;

/** Of which stack, what changes in it, and the rest counted. */
export function tally(review: Review): string {
  const { stack, configurations, others, unchanged } = review;
  const byOperation = operations.flatMap((operation) => {
    const number = configurations.filter((each) => each.operation === operation).length;
    if (number === 0) return [];
    return [
      operation === "rename" ? `${number} under another resource` : `${number} to ${operation}`,
    ];
  });
  const otherCount = Object.values(others).reduce((sum, each) => sum + each, 0);
  return [
    ...(stack ? [code(`${stack.project}/${stack.stack}`)] : []),
    ...(byOperation.length > 0 ? [`dialer configurations: ${byOperation.join(", ")}`] : []),
    ...(otherCount > 0
      ? [`${count(otherCount, "other resource changes", "other resources change")}`]
      : []),
    ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
    ...(isPart(review) ? ["the preview stopped there, so there may be more"] : []),
  ].join(" · ");
}

/** An engine stops at the first resource that is refused; policies report all. */
function isPart({ verdict, blocks }: Review): boolean {
  return verdict === "not-previewed" || blocks.some(({ property }) => property !== undefined);
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
