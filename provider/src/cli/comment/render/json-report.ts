import type { Configuration } from "../judge/configuration.ts";
import type { Facts } from "./markdown.ts";

/** Raised only where a reader of the earlier one would read the new one wrongly. */
const VERSION = 1;

/** The review for a program: shares as fractions; where there is no figure, the word that says why. */
export function jsonReport({ review, campaigns, sources }: Omit<Facts, "now">): string {
  const { verdict, stack, configurations, others, unchanged } = review;
  const { blocks, refused, failures, warnings, exceeded, unjudged, isWhole } = review;
  return JSON.stringify(
    {
      version: VERSION,
      verdict,
      stack: stack ?? null,
      isWhole,
      configurations: configurations.map(plain),
      campaigns,
      others,
      unchanged,
      blocks,
      refused,
      failures,
      warnings,
      thresholds: { exceeded, unjudged },
      sources,
    },
    null,
    2,
  );
}

function plain({ planned: _, chanceOverLimit, ...configuration }: Configuration) {
  return {
    ...configuration,
    campaignId: configuration.campaignId ?? null,
    regulation: configuration.regulation ?? null,
    adoption: configuration.adoption ?? null,
    move: configuration.move ?? null,
    covers: configuration.covers ?? null,
    worstInterval: configuration.worstInterval ?? null,
    lineReading: configuration.lineReading ?? null,
    chanceOverLimit:
      typeof chanceOverLimit === "object"
        ? Number(chanceOverLimit.probability.toPrecision(3))
        : chanceOverLimit,
  };
}
