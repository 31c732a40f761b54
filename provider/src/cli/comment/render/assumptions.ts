import { percent } from "../../../domain/numbers.ts";
import { readingText } from "../../../domain/pacing/line-words.ts";
import { type Regulation, regulations } from "../../../domain/regulation.ts";
import type { Configuration } from "../judge/configuration.ts";
import type { FigureSource } from "../judge/figure-source.ts";
import type { Review } from "../judge/review.ts";
import { count } from "./headline.ts";
import { code, listed } from "./inert.ts";
import { folded, type Section } from "./sections.ts";

const HOUR_MS = 60 * 60 * 1000;

/** What has to be known to read the figures rightly, and how old they are. */
export function assumptions(
  { configurations }: Review,
  sources: readonly FigureSource[],
  now: Date,
): readonly Section[] {
  if (configurations.length === 0) return [];
  const names = new Set(configurations.flatMap(({ regulation }) => regulation ?? []));
  return folded("Assumptions, and the age of the figures", [
    "A forecast is for one steady hour, of each configuration by itself. Whether it is refused is decided by all of this program's configurations of its campaign together.",
    ...linesNote(configurations),
    "± is the 95 % interval of a simulation, in percentage points; “exactly” comes from a formula.",
    "The chance of exceeding the limit is that of the simulation's mean in that steady hour, by a normal approximation of its interval. A forecast close to its limit warns although the chance is small: a day has busier hours, and those are not in it.",
    ...[...names].map(lawOf),
    ...sources.map((source) => sourceText(source, now)),
  ]);
}

function linesNote(configurations: readonly Configuration[]): readonly string[] {
  const readings = configurations.flatMap(({ lineReading }) =>
    lineReading ? [readingText(lineReading)] : [],
  );
  return [...new Set(readings)].map(
    (text) =>
      `Lines are counted ${text} (\`cxone:linesCounted\`, \`cxone:lineRounding\`). What the tenant counted on a past day tells whether that fits.`,
  );
}

function lawOf(name: keyof typeof regulations): string {
  const { maxAbandonmentRate, measuredOver, source }: Regulation = regulations[name];
  return `Regulation “${name}” allows ${percent(maxAbandonmentRate)}, counted over ${measuredOver} (${source}).`;
}

function sourceText({ names, campaignId, planned, asOf }: FigureSource, now: Date): string {
  const plans =
    planned.length > 0
      ? `${listed(planned).join(", ")} as planned in the program; other figures `
      : "";
  return `${listed(names).join(", ")}, of campaign ${code(campaignId)}: ${plans}${ageText(asOf, now)}.`;
}

function ageText(asOf: string, now: Date): string {
  if (asOf === "unknown")
    return "from a telemetry file that cannot be read here, so of unknown age";
  if (asOf === "live")
    return "as the live campaign had them when the preview ran, for no telemetry file was named";
  const hours = Math.max(0, Math.floor((now.getTime() - Date.parse(asOf)) / HOUR_MS));
  const days = Math.floor(hours / 24);
  const age = days < 2 ? count(hours, "hour", "hours") : count(days, "day", "days");
  return `from the telemetry file, as of ${code(asOf)}, ${age} ago`;
}
