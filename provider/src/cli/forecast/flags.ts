import type { PacingType } from "../../domain/pacing/index.ts";
import type { RegulationName } from "../../domain/regulation.ts";
import { parseValues } from "./parse-values.ts";
import { type QuantityName, type QuantityOption, quantities, quantityNames } from "./quantities.ts";
import { UsageError } from "./usage-error.ts";

/** What commander hands over. */
export interface Flags extends Readonly<Partial<Record<QuantityOption, string>>> {
  readonly pacing?: PacingType;
  readonly regulation?: RegulationName;
  readonly seed?: number;
  readonly fromStack?: string;
  readonly html?: string;
  readonly json?: true;
}

/** The values of the quantities whose flags were given. */
export type GivenValues = Readonly<Partial<Record<QuantityName, readonly number[]>>>;

/** @throws UsageError with a line for each flag whose value cannot be read. */
export function givenValues(flags: Flags): GivenValues {
  const given: Partial<Record<QuantityName, readonly number[]>> = {};
  const problems: string[] = [];
  for (const name of quantityNames) {
    const text = flags[quantities[name].option];
    if (text === undefined) continue;
    try {
      given[name] = parseValues(quantities[name], text);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new UsageError(problems);
  return given;
}
