import type { DialerConfigArgs, StaffingArgs } from "../dialer-config/resource.ts";
import { parseJson } from "../domain/json.ts";
import { regulations } from "../domain/regulation.ts";

/** What an argument has to be. The provider's check has the same ranges; here a mistake is told with the line that it is in. */
export interface Column {
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

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const answerRate = number(0, 1, "answered ÷ dialled");

export const columns: Readonly<Record<Path, Column>> = {
  configId: text("the id of a dialer configuration"),
  campaignId: text("the id of a campaign"),
  pacingType: oneOf("predictive", "progressive", "preview"),
  dialRate: number(0.1, 10, "dials started a second over the campaign"),
  agentRatio: number(1, 5, "lines for each free agent"),
  maxAbandonmentRate: number(0, 0.05, "a fraction of answered calls (0.03 is 3 %)"),
  maxQueueDepth: whole(1, 500, "answered calls that wait"),
  answerRateThreshold: answerRate,
  regulation: oneOf(...Object.keys(regulations)),
  agentRatioLimit: number(1, 5, "the highest agentRatio to accept"),
  "staffing.agents": whole(0, 1_000_000, "agents"),
  "staffing.answerRate": answerRate,
  "staffing.averageHandleTimeSeconds": number(1, 86_400, "seconds"),
  capacityCheck: oneOf("enforce", "warn"),
  existing: oneOf("adopt", "refuse", "require"),
  onConflict: oneOf("merge", "fail", "overwrite"),
  onDelete: oneOf("restore", "retain", "delete"),
};

/** The value of a cell under `complianceRules`: JSON where it is, and otherwise text. `08:00` is text, `15` a number. */
export const freeForm: Column = {
  expected: "JSON or text",
  parse(cell) {
    if (/^(?:true|false|null)$/.test(cell)) return JSON.parse(cell);
    if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(cell)) return Number(cell);
    if (!/^["[{]/.test(cell)) return cell;
    return parseJson(cell);
  },
  accepts: (value) => value !== undefined,
};

function number(min: number, max: number, unit: string): Column {
  return {
    expected: `a number from ${min} to ${max}, ${unit}`,
    parse: (cell) => (DECIMAL.test(cell) ? Number(cell) : undefined),
    accepts: (value) => typeof value === "number" && value >= min && value <= max,
  };
}

function whole(min: number, max: number, unit: string): Column {
  const { parse, accepts } = number(min, max, unit);
  return {
    expected: `a whole number from ${min} to ${max}, ${unit}`,
    parse,
    accepts: (value) => Number.isInteger(value) && accepts(value),
  };
}

function oneOf(...values: readonly string[]): Column {
  const names = values.map((value) => `"${value}"`);
  return {
    expected: `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`,
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
