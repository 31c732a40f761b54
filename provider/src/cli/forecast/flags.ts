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
import { UsageError } from "../shared/usage-error.ts";
import { parseValues } from "./parse-values.ts";
import { type QuantityName, type QuantityOption, quantities, quantityNames } from "./quantities.ts";

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
