import { decimalText, percentText, wholeText } from "../shared/figures.ts";
import { highestText, varies, varyingQuantities } from "./notes.ts";
import { type QuantityName, quantities, textsOf } from "./quantities.ts";
import type { Row } from "./scenario.ts";

/** A column of the table, on a terminal and on a page. */
export interface Column {
  /** Short, for text. */
  readonly heading: string;
  /** In full, for a page. */
  readonly label: string;
  readonly isText?: true;
  readonly cell: (row: Row) => string;
  /** On a page, where it says more than the text's. */
  readonly pageCell?: (row: Row) => string;
}

/** What the rows differ in, the dial rate in any case, then what they cause. */
export function columnsOf(rows: readonly Row[]): readonly Column[] {
  return [
    ...identity.filter(({ cell }) => varies(rows, cell)),
    ...inputNames(rows).map((name) => inputColumn(name, rows)),
    ...results,
    ...(rows.some(({ whole }) => whole.hour) ? ofHours : []),
    ...(rows.some(({ whole }) => whole.period) ? ofPeriods : []),
    ...otherwiseColumns(rows),
    ...(varies(rows, ({ highestDialRate }) => highestDialRate) ? [highestColumn(rows)] : []),
    verdict,
  ];
}

const identity: readonly Column[] = [
  {
    heading: "configuration",
    label: "Configuration",
    isText: true,
    cell: ({ subject }) => subject?.name ?? "",
  },
  {
    heading: "pacing",
    label: "Pacing",
    isText: true,
    cell: ({ setting }) => setting.pacingType,
  },
  {
    heading: "regulation",
    label: "Regulation",
    isText: true,
    cell: ({ setting }) => setting.regulation,
  },
];

function inputNames(rows: readonly Row[]): readonly QuantityName[] {
  const varying = varyingQuantities(rows);
  return varying.includes("dialRate") ? varying : [...varying, "dialRate"];
}

function inputColumn(name: QuantityName, rows: readonly Row[]): Column {
  const { heading, label } = quantities[name];
  const text = textsOf(
    name,
    rows.map(({ setting }) => setting[name]),
  );
  return { heading, label, cell: ({ setting }) => text(setting[name]) };
}

const results: readonly Column[] = [
  {
    heading: "abandoned",
    label: "Abandoned, of answered calls",
    cell: ({ forecast }) => percentText(forecast.abandonmentRate, 2),
  },
  {
    heading: "±",
    label: "95 % interval",
    cell: ({ forecast }) =>
      forecast.model === "exact"
        ? "exact"
        : `± ${decimalText(forecast.abandonmentMargin * 100, 2)}`,
  },
  {
    heading: "occupancy",
    label: "Agents’ occupancy",
    cell: ({ forecast }) => percentText(forecast.occupancy, 1),
  },
];

/** Of one steady hour; empty in a row of a period. */
const ofHours: readonly Column[] = [
  {
    heading: "wait",
    label: "Answered calls that wait",
    cell: ({ whole: { hour } }) => (hour ? percentText(hour.waitProbability, 1) : ""),
  },
  {
    heading: "calls/h",
    label: "Answered calls an hour",
    cell: ({ whole: { hour } }) => (hour ? wholeText(hour.answeredPerHour) : ""),
  },
  {
    heading: "idle s",
    label: "Agent’s wait for a call (s)",
    cell: ({ whole: { hour } }) => (hour ? decimalText(hour.idleSecondsBetweenCalls, 1) : ""),
  },
  {
    heading: "queue ≥",
    label: "Queue depth to set at least",
    cell: ({ whole: { hour } }) => (hour ? wholeText(hour.recommendedQueueDepth) : ""),
  },
];

/** Of a period, by a schedule; empty in a row of an hour. */
const ofPeriods: readonly Column[] = [
  {
    heading: "chance over",
    label: "Chance that the period ends over the limit",
    cell: ({ whole: { period } }) => (period ? percentText(period.chanceOverLimit, 1) : ""),
  },
  {
    heading: "calls/day",
    label: "Answered calls a day",
    cell: ({ whole: { period } }) => (period ? wholeText(period.answeredPerDay) : ""),
  },
  {
    heading: "worst interval",
    label: "Worst interval",
    isText: true,
    cell: ({ whole: { period } }) =>
      period ? `${period.worst.name}: ${percentText(period.worst.abandonmentRate, 2)}` : "",
  },
];

/** The same abandonment if lines were counted the other way, for whoever does not know which way the dialer does. */
function otherwiseColumns(rows: readonly Row[]): readonly Column[] {
  const counted = new Set(
    rows.flatMap(({ setting, otherwiseCounted }) =>
      otherwiseCounted === undefined ? [] : [setting.linesCounted],
    ),
  );
  return [...counted].map((linesCounted) => ({
    ...otherwise[linesCounted],
    cell: ({ setting, otherwiseCounted }) =>
      otherwiseCounted === undefined || setting.linesCounted !== linesCounted
        ? ""
        : percentText(otherwiseCounted, 2),
  }));
}

const otherwise = {
  perAgent: { heading: "if pooled", label: "Abandoned, if lines are pooled" },
  pooled: { heading: "if per agent", label: "Abandoned, if each agent has lines of its own" },
} as const;

function highestColumn(rows: readonly Row[]): Column {
  const text = highestText(rows);
  return {
    heading: "highest",
    label: "Highest dial rate within the limit",
    cell: ({ highestDialRate }) => text(highestDialRate),
  };
}

const verdict: Column = {
  heading: "",
  label: "Within the limit",
  isText: true,
  cell: ({ isOver, passes }) => (isOver ? "over" : passes ? "" : "not for sure"),
  pageCell: ({ isOver, passes }) => (isOver ? "over" : passes ? "yes" : "not for sure"),
};
