import { percent } from "../../domain/numbers.ts";
import { readingText } from "../../domain/pacing/line-words.ts";
import { regulationFindings, regulations } from "../../domain/regulation.ts";
import { phraseOf, type QuantityName, quantityNames, textsOf } from "./quantities.ts";
import { HIGHEST_DIAL_RATE, LOWEST_DIAL_RATE, type Row } from "./scenario.ts";

/** One thing that a row is described by. */
interface Fact {
  readonly of: (row: Row) => unknown;
  /** In a sentence; empty where a row has none. */
  readonly text: (row: Row) => string;
}

const facts: readonly Fact[] = [
  { of: ({ subject }) => subject?.urn, text: ({ subject }) => subject?.name ?? "" },
  { of: ({ setting }) => setting.pacingType, text: ({ setting }) => setting.pacingType },
  {
    of: ({ schedule }) => schedule !== undefined,
    text: ({ schedule }) => (schedule ? "by its schedule" : ""),
  },
  ...quantityNames.map(
    (name): Fact => ({
      of: ({ setting }) => setting[name],
      text: ({ setting }) => phraseOf(name, setting[name]),
    }),
  ),
  {
    of: ({ setting }) => setting.regulation,
    text: ({ setting }) => `regulation ${setting.regulation}`,
  },
];

/** The quantities that take more than one value in these rows. */
export function varyingQuantities(rows: readonly Row[]): readonly QuantityName[] {
  return quantityNames.filter((name) => varies(rows, ({ setting }) => setting[name]));
}

export function varyingFacts(rows: readonly Row[]): readonly Fact[] {
  return facts.filter(({ of }) => varies(rows, of));
}

export function varies(rows: readonly Row[], of: (row: Row) => unknown): boolean {
  return new Set(rows.map(of)).size > 1;
}

/** What all of these rows have in common: "first-call, predictive, 12 agents, 30 % answered, … limit 3 % (us)". */
export function description(rows: readonly Row[]): string {
  return written(
    rows,
    facts.filter(({ of }) => !varies(rows, of)),
  );
}

/** What these rows have in common, and others among all do not: "12 agents, ratio 2". */
export function distinction(rows: readonly Row[], all: readonly Row[]): string {
  return written(
    rows,
    varyingFacts(all).filter(({ of }) => !varies(rows, of)),
  );
}

function written([row]: readonly Row[], of: readonly Fact[]): string {
  if (row === undefined) return "";
  return of
    .map(({ text }) => text(row))
    .filter(Boolean)
    .join(", ");
}

/**
 * Writes the dial rates that keep the limit, in full: rounded up, they might not. "any" where it does not matter, and where
 * the API's highest keeps the limit: that is the end of a range, and no recommendation.
 */
export function highestText(rows: readonly Row[]): (rate: number | undefined) => string {
  const text = textsOf(
    "dialRate",
    rows.flatMap(({ highestDialRate: rate = 0 }) => (rate < HIGHEST_DIAL_RATE ? [rate] : [])),
  );
  return (rate) => {
    if (rate === undefined || rate >= HIGHEST_DIAL_RATE) return "any";
    return rate === 0 ? "none" : text(rate);
  };
}

/** The highest dial rate that keeps the limit, in one line. */
export function highestNote(rows: readonly Row[]): string {
  const [row] = rows;
  if (row === undefined) return "";
  const text = highestText(rows);
  if (varies(rows, ({ highestDialRate }) => highestDialRate)) {
    const rates = rows.map(({ highestDialRate = HIGHEST_DIAL_RATE }) => highestDialRate);
    const spread = [...new Set([Math.min(...rates), Math.max(...rates)].map(text))].join(" to ");
    return `Highest dial rate that keeps the limit: ${spread}, as the column says.`;
  }
  const { setting, highestDialRate } = row;
  const itself = varies(rows, (each) => each.setting.maxAbandonmentRate)
    ? "the limit"
    : `the limit of ${percent(setting.maxAbandonmentRate)}`;
  const limit = rows.every(({ whole }) => whole.period)
    ? `${itself} over ${row.whole.period?.covers} with a chance of 95 %`
    : itself;
  switch (highestDialRate) {
    case undefined:
      return `Nobody is abandoned at any dial rate: ${setting.pacingType} pacing dials one line for each idle agent.`;
    case 0:
      return `No dial rate of the API's ${LOWEST_DIAL_RATE} to ${HIGHEST_DIAL_RATE} keeps ${limit}.`;
    case HIGHEST_DIAL_RATE:
      return `Any dial rate keeps ${limit}, up to the API's highest of ${HIGHEST_DIAL_RATE}.`;
    default:
      return `Highest dial rate that keeps ${limit}: ${text(highestDialRate)} dials a second.`;
  }
}

/** What has to be known to read the figures rightly, a sentence or two each. */
export function readingNotes(rows: readonly Row[]): readonly string[] {
  return [
    ...timeNotes(rows),
    ...linesNote(rows),
    ...sharingNote(rows),
    ...intervalNote(rows),
    ...safeHarbourNotes(rows),
  ];
}

/** What stretch of time the rows are of, and what the law counts. */
function timeNotes(rows: readonly Row[]): readonly string[] {
  const ofHours = rows.filter(({ whole }) => whole.hour);
  const ofPeriods = rows.filter(({ whole }) => whole.period);
  const covers = new Set(ofPeriods.map(({ whole }) => whole.period?.covers));
  return [
    ...(ofHours.length > 0
      ? [`A forecast is for one steady hour with these figures; ${measuresOf(ofHours)}.`]
      : []),
    ...(ofPeriods.length > 0
      ? [
          `A forecast by a schedule is for ${[...covers].join(", ")}; ${measuresOf(ofPeriods)}. The agents in its row are the most that there are, ` +
            "and the answer rate and the handle time are means.",
        ]
      : []),
  ];
}

function measuresOf(rows: readonly Row[]): string {
  const names = [...new Set(rows.map(({ setting }) => setting.regulation))];
  const measures = names.map((name) => {
    const { measuredOver, source } = regulations[name];
    return `regulation ${name} counts over ${measuredOver} (${source})`;
  });
  return measures.join("; ");
}

function linesNote(rows: readonly Row[]): readonly string[] {
  const readings = rows
    .filter(({ setting }) => setting.pacingType === "predictive")
    .map(({ setting }) => readingText(setting));
  if (readings.length === 0) return [];
  const isJudgedOtherwise = rows.some(
    ({ setting, isOver, otherwiseCounted }) =>
      otherwiseCounted !== undefined && otherwiseCounted > setting.maxAbandonmentRate !== isOver,
  );
  const otherwise = isJudgedOtherwise
    ? " Counted the other way, some rows would be judged otherwise: compare the abandonment that the tenant counted on a past day."
    : "";
  return [
    `Lines are counted ${[...new Set(readings)].join("; ")} (--lines, --rounding).${otherwise}`,
  ];
}

function sharingNote(rows: readonly Row[]): readonly string[] {
  return rows.some(({ subject }) => subject && subject.others.length > 0)
    ? [
        "Configurations of one campaign share its agents: each row is the campaign with all of this stack's, the others as deployed.",
      ]
    : [];
}

function intervalNote(rows: readonly Row[]): readonly string[] {
  return rows.some(({ forecast }) => forecast.model === "simulated")
    ? [
        "± is the 95 % interval of a simulation, in percentage points; “exact” comes from a formula.",
      ]
    : [];
}

function safeHarbourNotes(rows: readonly Row[]): readonly string[] {
  const notes = rows.flatMap(({ setting }) =>
    regulationFindings(setting.regulation, { maxAbandonmentRate: setting.maxAbandonmentRate }).map(
      ({ message }) => `The limit: ${message}`,
    ),
  );
  return [...new Set(notes)];
}
