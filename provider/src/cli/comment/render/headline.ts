import type { Review, Verdict } from "../judge/review.ts";
import { operations } from "../read/preview.ts";
import { code } from "./inert.ts";

const titles: Readonly<Record<Verdict, (review: Review) => string>> = {
  "nothing-changes": ({ others }) =>
    Object.keys(others).length > 0 ? "✅ No dialer configuration changes" : "✅ Nothing changes",
  passes: ({ configurations }) =>
    `✅ Passes: ${count(configurations.length, "dialer configuration changes", "dialer configurations change")}`,
  warns: (review) => `⚠️ Passes, with ${count(warningsOf(review), "warning", "warnings")}`,
  "over-threshold": ({ exceeded }) =>
    `⛔ Over ${count(exceeded.length, "threshold", "thresholds")} of this pipeline`,
  blocked: ({ blocks }) => `⛔ Blocked: ${count(blocks.length, "reason", "reasons")} not to deploy`,
  "not-previewed": () => "❌ Could not be previewed",
};

/** The verdict in a line. */
export function headline(review: Review): string {
  return titles[review.verdict](review);
}

function warningsOf({ warnings, unjudged, unforecast }: Review): number {
  return warnings.length + unjudged.length + unforecast.length;
}

/** Of which stack, what changes in it, and the rest counted. */
export function tally(review: Review): string {
  const { stack, configurations, others, unchanged } = review;
  const byOperation = operations.flatMap((operation) => {
    const number = configurations.filter((each) => each.operation === operation).length;
    return number > 0 ? [`${number} to ${operation}`] : [];
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

/** An engine stops at the first resource that is refused; policies are told of all. */
function isPart({ verdict, blocks }: Review): boolean {
  return verdict === "not-previewed" || blocks.some(({ property }) => property !== undefined);
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
