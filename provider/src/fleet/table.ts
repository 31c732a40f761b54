/** What a fleet's table may hold: its columns are the arguments of `DialerConfig`. */
import leven from "leven";
import type { DialerConfigArgs, StaffingArgs } from "../dialer-config/resource.ts";
import {
  argumentChoices,
  argumentRanges,
  choiceText,
  isInRange,
  rangeText,
} from "../domain/arguments.ts";
import { parseJson } from "../domain/json.ts";
import { regulations } from "../domain/regulation.ts";

/** The arguments of one configuration, as far as they differ from the fleet's defaults. */
export type FleetRow = Partial<DialerConfigArgs>;

/** What a file holds, and what is wrong with it: one sentence a mistake, each with its line. */
export interface Table {
  readonly rows: ReadonlyMap<string, FleetRow>;
  readonly problems: readonly string[];
}

/** The readers judge each name and each value: an object in which they found no mistake is a row. */
export function isRow(row: object, mistakes: number): row is FleetRow {
  return mistakes === 0;
}

/** A row as a file holds it: its schedule may be the name of another file. */
export function scheduleFileOf({ staffing }: FleetRow): string | undefined {
  const intervals: unknown = Reflect.get(Object(staffing), "intervals");
  return typeof intervals === "string" ? intervals : undefined;
}

/** What an argument has to be. The provider's check asks the same; here a mistake comes with its line. */
interface Column {
  /** "a number from 0.1 to 10, dials started a second over the campaign" */
  readonly expected: string;
  /** The value that a cell's text stands for; `undefined` where it stands for none. */
  parse(text: string): unknown;
  accepts(value: unknown): boolean;
}

/** The arguments that are text or numbers, and those inside `staffing`. What is under `complianceRules` is free-form. */
type Path =
  | Exclude<keyof DialerConfigArgs, "staffing" | "complianceRules">
  | `staffing.${keyof StaffingArgs}`;

export const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const columns: Readonly<Record<Path, Column>> = {
  configId: text("the id of a dialer configuration"),
  campaignId: text("the id of a campaign"),
  pacingType: oneOf(argumentChoices.pacingType),
  dialRate: number("dialRate"),
  agentRatio: number("agentRatio"),
  maxAbandonmentRate: number("maxAbandonmentRate"),
  maxQueueDepth: number("maxQueueDepth"),
  answerRateThreshold: number("answerRateThreshold"),
  regulation: oneOf(Object.keys(regulations)),
  agentRatioLimit: number("agentRatioLimit"),
  "staffing.agents": number("staffing.agents"),
  "staffing.answerRate": number("staffing.answerRate"),
  "staffing.averageHandleTimeSeconds": number("staffing.averageHandleTimeSeconds"),
  "staffing.intervals": {
    expected: "the name of a CSV file with a schedule, which ends in .csv",
    parse: (cell) => cell,
    accepts: (value) =>
      (typeof value === "string" && /\.csv$/i.test(value)) ||
      (typeof value === "object" && value !== null),
  },
  "staffing.answerRateVariation": number("staffing.answerRateVariation"),
  capacityCheck: oneOf(argumentChoices.capacityCheck),
  existing: oneOf(argumentChoices.existing),
  onConflict: oneOf(argumentChoices.onConflict),
  onDelete: oneOf(argumentChoices.onDelete),
};

/** The value of a cell under `complianceRules`: JSON where it is, and otherwise text. `08:00` is text, `15` a number. */
const freeForm: Column = {
  expected: "JSON or text",
  parse(cell) {
    if (/^(?:true|false|null)$/.test(cell)) return JSON.parse(cell);
    if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(cell)) return Number(cell);
    if (!/^["[{]/.test(cell)) return cell;
    return parseJson(cell);
  },
  accepts: (value) => value !== undefined,
};

function number(path: keyof typeof argumentRanges): Column {
  const range = argumentRanges[path];
  return {
    expected: rangeText(range),
    parse: (cell) => (DECIMAL.test(cell) ? Number(cell) : undefined),
    accepts: (value) => typeof value === "number" && isInRange(value, range),
  };
}

function oneOf(values: readonly string[]): Column {
  return {
    expected: choiceText(values),
    parse: (cell) => cell,
    accepts: (value) => typeof value === "string" && values.includes(value),
  };
}

function text(of: string): Column {
  return {
    expected: `${of}, a text`,
    parse: (cell) => cell,
    accepts: (value) => typeof value === "string" && value !== "",
  };
}

const paths = new Map<string, Column>(Object.entries(columns));

/** Everything that a row may name, as a person writes it. */
const names = [...paths.keys(), "complianceRules"];

/** The column of a dotted path; `undefined` where no argument has that name. */
export function columnAt(path: string): Column | undefined {
  const [argument, ...keys] = path.split(".");
  if (argument !== "complianceRules") return paths.get(path);
  const isPath = keys.length > 0 && keys.every((key) => key !== "" && key !== "__proto__");
  return isPath ? freeForm : undefined;
}

export function unknownName(path: string, others: readonly string[] = []): string {
  const [nearest = ""] = [...names, ...others].toSorted(
    (a, b) => distance(path, a) - distance(path, b),
  );
  const example = nearest === "complianceRules" ? "complianceRules.ringSeconds" : nearest;
  return `"${path}" is no argument of DialerConfig; did you mean "${example}"?`;
}

function distance(path: string, name: string): number {
  return leven(path.toLowerCase(), name.toLowerCase());
}
