import {
  type ArgumentRange,
  argumentRanges,
  isInRange,
  rangeText,
} from "../../domain/arguments.ts";
import type { PacingType } from "../../domain/pacing/index.ts";
import {
  defaultLineReading,
  type LineReading,
  type LineRounding,
  type LinesCounted,
} from "../../domain/pacing/lines.ts";
import type { RegulationName } from "../../domain/regulation.ts";
import { UsageError } from "../shared/exit-codes.ts";
import { wholeText } from "../shared/figures.ts";
import {
  type Quantity,
  type QuantityName,
  type QuantityOption,
  quantities,
  quantityNames,
} from "./quantities.ts";

const { dialRate, agentRatio, maxQueueDepth } = argumentRanges;
/** A limit on abandonment is held to the regulation instead. */
const rangesOfTheApi: Readonly<Partial<Record<QuantityName, ArgumentRange>>> = {
  dialRate,
  agentRatio,
  maxQueueDepth,
};

/** What commander hands over. */
export interface Flags extends Readonly<Partial<Record<QuantityOption, string>>> {
  readonly pacing?: PacingType;
  readonly regulation?: RegulationName;
  readonly lines?: LinesCounted;
  readonly rounding?: LineRounding;
  readonly schedule?: string;
  /** By how much answer rates of a schedule vary from day to day. */
  readonly variation?: number;
  readonly seed?: number;
  readonly fromStack?: string;
  readonly beyondApi?: true;
  readonly check?: true;
  readonly html?: string;
  readonly json?: true;
}

/** The values of the quantities whose flags were given. */
export type GivenValues = Readonly<Partial<Record<QuantityName, readonly number[]>>>;

/** What is known of how lines are counted. */
export type KnownReading = { readonly [Name in keyof LineReading]?: LineReading[Name] | undefined };

/** How lines are counted: as the flags say, else as the first of the others does, the environment or a state. */
export function lineReadingFrom(
  { lines, rounding }: Flags,
  ...others: readonly KnownReading[]
): LineReading {
  const known = [{ linesCounted: lines, lineRounding: rounding }, ...others];
  const { linesCounted, lineRounding } = defaultLineReading;
  return {
    linesCounted: known.find((each) => each.linesCounted)?.linesCounted ?? linesCounted,
    lineRounding: known.find((each) => each.lineRounding)?.lineRounding ?? lineRounding,
  };
}

/** @throws UsageError with a line for each flag whose value cannot be read. */
export function givenValues(flags: Flags): GivenValues {
  const given: Partial<Record<QuantityName, readonly number[]>> = {};
  const problems: string[] = [];
  for (const name of quantityNames) {
    const text = flags[quantities[name].option];
    if (text === undefined) continue;
    try {
      const values = parseValues(quantities[name], text);
      if (!flags.beyondApi) requireDeployable(name, values);
      given[name] = values;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new UsageError(problems);
  return given;
}

/**
 * `unlimited` passes: nobody writes it by mistake.
 *
 * @throws UsageError where the API takes no such value.
 */
function requireDeployable(name: QuantityName, values: readonly number[]): void {
  const range = rangesOfTheApi[name];
  if (range === undefined) return;
  const refused = values.find((value) => Number.isFinite(value) && !isInRange(value, range));
  if (refused === undefined) return;
  throw new UsageError([
    `${quantities[name].flag}: must be ${rangeText(range)}, but is ${refused}. The API takes no other; add --beyond-api to forecast it all the same`,
  ]);
}

/** The most rows of a table, however many ranges make them. */
export const MOST_ROWS = 1000;
/** Room for the rounding of a division, so that 0.5:5:0.1 ends at 5. */
const ROUNDING = 1e-9;

/**
 * Reads the value of a flag: a number, `unlimited` where the quantity takes it, or a range `from:to:step`, ends included.
 *
 * @throws UsageError that shows a right value.
 */
export function parseValues(quantity: Quantity, text: string): readonly number[] {
  if (quantity.mayBeUnlimited && text === "unlimited") return [Infinity];
  const parts = text.split(":").map((part) => ({ part, value: toNumber(part) }));
  const wrong = parts.find(({ value }) => Number.isNaN(value));
  if (wrong) {
    throw problem(
      quantity,
      `${JSON.stringify(wrong.part)} is no number; write ${allowed(quantity)}`,
    );
  }
  const [from = Number.NaN, to, step] = parts.map(({ value }) => value);
  if (to === undefined) return inBounds(quantity, [from]);
  if (step === undefined) throw rangeProblem(quantity, text, "has no step");
  if (parts.length > 3) throw rangeProblem(quantity, text, `has ${parts.length} parts`);
  return inBounds(quantity, expand(quantity, text, { from, to, step }));
}

interface Sweep {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

function expand(quantity: Quantity, text: string, { from, to, step }: Sweep): number[] {
  if (step <= 0) throw rangeProblem(quantity, text, "has a step that is not over 0");
  if (to < from) throw rangeProblem(quantity, text, "runs backwards");
  const count = Math.floor((to - from) / step + ROUNDING) + 1;
  if (count > MOST_ROWS) {
    throw problem(
      quantity,
      `the range ${text} has ${wholeText(count)} values, over the ${wholeText(MOST_ROWS)} rows of a table; ` +
        `take a step of at least ${roundedUp((to - from) / (MOST_ROWS - 1))}, ` +
        `or a shorter range such as ${quantity.exampleRange}`,
    );
  }
  return Array.from({ length: count }, (_, i) => Number((from + i * step).toPrecision(12)));
}

function inBounds(quantity: Quantity, values: readonly number[]): readonly number[] {
  const outside = values.find((value) => !quantity.bounds.holds(value));
  if (outside === undefined) return values;
  throw problem(quantity, `${outside} is out of bounds; write ${allowed(quantity)}`);
}

/** What a flag takes, with an example of each form. */
export function allowed({ bounds, example, exampleRange, mayBeUnlimited }: Quantity): string {
  const unlimited = mayBeUnlimited ? ", or unlimited" : "";
  return `${bounds.text}${unlimited}, such as ${example}, or a range from:to:step, such as ${exampleRange}`;
}

/** To two significant digits. */
function roundedUp(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit) * unit).toPrecision(2));
}

/** NaN for what is no decimal number: `Number` alone also takes "", " ", "0x10" and "Infinity". */
function toNumber(text: string): number {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

function problem({ flag }: Quantity, what: string): UsageError {
  return new UsageError([`${flag}: ${what}`]);
}

function rangeProblem(quantity: Quantity, text: string, what: string): UsageError {
  return problem(
    quantity,
    `the range ${text} ${what}; write it from:to:step, such as ${quantity.exampleRange}`,
  );
}
