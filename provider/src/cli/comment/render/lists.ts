import { percent } from "../../../domain/numbers.ts";
import { readingText } from "../../../domain/pacing/line-words.ts";
import { type Regulation, regulations } from "../../../domain/regulation.ts";
import { typesOf } from "../../shared/preview/preview.ts";
import type { FigureSource } from "../judge/campaign.ts";
import type { Configuration } from "../judge/configuration.ts";
import { isKnown } from "../judge/figure.ts";
import type { Move } from "../judge/moves.ts";
import type { Remark } from "../judge/remarks.ts";
import type { Review, ThresholdFinding } from "../judge/review.ts";
import { code, escapeProse, listed } from "./escape.ts";
import { figureText, gapTexts } from "./figure-text.ts";
import { count } from "./headline.ts";
import { folded, list, type Section } from "./sections.ts";

/** What blocks, what failed, what only warns, and what nobody can say yet. */
export function findings(review: Review): readonly Section[] {
  const { blocks, failures, exceeded, warnings, unjudged, unforecast } = review;
  return [
    ...list("**Blocks the deployment**", blocks.map(remark)),
    ...list("**The preview failed**", [...failures.map(remark), ...unsaid(review)]),
    ...list("**Over a threshold**", exceeded.map(exceeding)),
    ...list("**Warns**", warnings.map(remark)),
    ...list("**Not known yet**", [
      ...unforecast.map(
        ({ name, abandonmentRate: { after } }) =>
          `${code(name)}: abandonment is ${isKnown(after) ? "" : reasons[after]}`,
      ),
      ...unjudged.map(
        ({ flag, bound, name, ...sides }) =>
          `${code(name)}: ${code(`${flag} ${bound}`)} was not judged, for ${subjects[sides.figure]} is ${gapOfSides(sides)}.`,
      ),
    ]),
  ];
}

const reasons = {
  none: "",
  missing: "",
  unknown:
    "known only once what it depends on is deployed; it is judged then, before anything is written.",
  secret: "secret.",
  unmeasured: "not forecast: the campaign has too few figures.",
} as const;

function remark({ names, property, policy, text }: Remark): string {
  const subject = [...listed(names), ...(property ? [code(property)] : [])].join(", ");
  const rule = policy ? ` (policy ${code(policy)})` : "";
  return `${subject || "The stack"}${rule}: ${escapeProse(text)}`;
}

/** A preview that was killed says nothing; that has to be said. */
function unsaid({ verdict, failures, isWhole }: Review): readonly string[] {
  if (verdict !== "not-previewed" || isWhole) return [];
  return [
    failures.length > 0
      ? "The output ends before the preview did."
      : "The preview ended without a result: the job's log says why.",
  ];
}

const subjects = {
  abandonment: "abandonment",
  occupancy: "occupancy",
  chance: "the chance of exceeding the limit",
} as const;

function exceeding({ flag, bound, name, figure, before, after }: ThresholdFinding): string {
  const from = isKnown(before) ? ` from ${figureText(before, 2)}` : "";
  return `${code(name)}: ${subjects[figure]} would be ${figureText(after, 2)}${from}, against ${code(`${flag} ${bound}`)}.`;
}

function gapOfSides({ before, after }: Pick<ThresholdFinding, "before" | "after">): string {
  const [gap = "unknown"] = [after, before].filter((figure) => !isKnown(figure));
  return isKnown(gap) ? "" : gapTexts[gap];
}

/** Which resource takes which configuration from which, that nothing live is lost by it, and how the memory of it is kept. */
export function moves(moves: readonly Move[]): readonly Section[] {
  return list("**Configurations that change their resource**", moves.map(moveText));
}

/** Its rows are its own resources, whose options the program does not write itself. */
const FLEET = "cxone:index:DialerFleet";
const KEPT = "`pulumi up` neither deletes nor restores it, so nothing live is lost.";

function moveText(move: Move): string {
  const { kind, configId, from, to, aliases } = move;
  const configuration = `configuration ${code(configId)}`;
  if (kind === "replacement") {
    return (
      `${code(to.name)} is replaced and keeps ${configuration}. ${KEPT} Without the replacement, Pulumi also keeps in the resource's ` +
      "state what the tenant held before the program adopted it."
    );
  }
  if (kind === "exchange") {
    return (
      `${code(to.name)} takes ${configuration} from ${code(from.name)}. ${KEPT} Where only values are to be exchanged, leave each ` +
      "`configId` with its resource: Pulumi then also keeps what the tenant held before the program adopted it."
    );
  }
  const what =
    kind === "rename"
      ? `${code(to.name)} was ${code(from.name)}`
      : `${code(to.name)} has another parent than before`;
  const where = typesOf(to.urn).includes(FLEET) ? " (by the fleet's `transforms`)" : "";
  const how = aliases
    ? ` Give ${code(to.name)} the option ${code(aliases, 500)}${where}: Pulumi then sees one resource instead of a create and a delete, and ` +
      "keeps in its state what the tenant held before the program adopted it."
    : "";
  return `${what}, with the same ${configuration}. ${KEPT}${how}`;
}

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
    `${coveredText(configurations)} Whether it is refused is decided by all of this program's configurations of its campaign together.`,
    ...linesNote(configurations),
    "± is the 95 % interval of a simulation, in percentage points; “exactly” comes from a formula.",
    ...chanceNotes(configurations),
    ...[...names].map(lawOf),
    ...sources.map((source) => sourceText(source, now)),
  ]);
}

const isOfPeriod = ({ covers }: Configuration) => covers !== undefined;

function coveredText(configurations: readonly Configuration[]): string {
  const periods = [...new Set(configurations.flatMap(({ covers }) => covers ?? []))];
  if (periods.length === 0) {
    return "A forecast is for one steady hour, of each configuration by itself.";
  }
  const others = configurations.every(isOfPeriod)
    ? ""
    : "; where there is no schedule, for one steady hour";
  return `A forecast is for ${periods.map((each) => escapeProse(each)).join(", ")} by the schedule${others}, of each configuration by itself.`;
}

function chanceNotes(configurations: readonly Configuration[]): readonly string[] {
  return [
    ...(configurations.some(isOfPeriod)
      ? [
          "The chance of exceeding the limit is that the period ends over it, by how days differ and by what the simulation leaves open.",
        ]
      : []),
    ...(configurations.every(isOfPeriod)
      ? []
      : [
          "The chance of exceeding the limit is that of the simulation's mean in that steady hour, by a normal approximation of its interval. A forecast close to its limit warns although the chance is small: a day has busier hours, and those are not in it.",
        ]),
  ];
}

function linesNote(configurations: readonly Configuration[]): readonly string[] {
  const readings = configurations.flatMap(({ lineReading }) =>
    lineReading ? [readingText(lineReading)] : [],
  );
  return [...new Set(readings)].map(
    (text) =>
      `Lines are counted ${text} (\`cxone:linesCounted\`, \`cxone:lineRounding\`). What the tenant counted on a past day shows whether that fits.`,
  );
}

function lawOf(name: keyof typeof regulations): string {
  const { maxAbandonmentRate, measuredOver, source }: Regulation = regulations[name];
  return `Regulation “${name}” allows ${percent(maxAbandonmentRate)}, counted over ${measuredOver} (${source}).`;
}

function sourceText({ names, campaignId, planned, asOf }: FigureSource, now: Date): string {
  if (planned.includes("intervals")) {
    return `${listed(names).join(", ")}, of campaign ${code(campaignId)}: by the schedule that the program plans.`;
  }
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
