import { UsageError } from "../shared/usage-error.ts";
import { wholeText } from "./figures.ts";
import { MOST_ROWS } from "./parse-values.ts";
import {
  eachQuantity,
  type Quantities,
  type QuantityName,
  quantities,
  quantityNames,
} from "./quantities.ts";

/** The values that each quantity is to take. */
export type Values = Readonly<Record<QuantityName, readonly number[]>>;

/** Every combination of the values, the last quantity varying fastest. */
export function combinations(values: Values): readonly Quantities[] {
  const start = eachQuantity((name) => values[name][0] ?? Number.NaN);
  return quantityNames.reduce<readonly Quantities[]>(
    (rows, name) => rows.flatMap((row) => values[name].map((value) => ({ ...row, [name]: value }))),
    [start],
  );
}

/** @throws UsageError where the sets of values cannot be forecast together, or make more rows than a table may have. */
export function requireForecastable(sets: readonly Values[]): void {
  if (sets.some(({ dialRate, agentRatio }) => [...dialRate, ...agentRatio].every(isUnlimited))) {
    throw new UsageError([
      `${quantities.dialRate.flag} and ${quantities.agentRatio.flag}: both are unlimited, so nothing limits the dials; ` +
        `give one of them a number, such as ${quantities.agentRatio.flag} ${quantities.agentRatio.example}`,
    ]);
  }
  const rows = sets.reduce((sum, values) => sum + rowCount(values), 0);
  if (rows <= MOST_ROWS) return;
  const ranges = quantityNames.flatMap((name) => {
    const count = Math.max(...sets.map((values) => values[name].length));
    return count > 1 ? [`${quantities[name].flag} ${wholeText(count)}`] : [];
  });
  const configurations = sets.length > 1 ? [`${wholeText(sets.length)} configurations`] : [];
  throw new UsageError([
    `${[...configurations, ...ranges].join(" × ")} make ${wholeText(rows)} rows, over the ${wholeText(MOST_ROWS)} of a table. ` +
      "Take longer steps, shorter ranges, or fewer of them.",
  ]);
}

function isUnlimited(value: number): boolean {
  return value === Infinity;
}

function rowCount(values: Values): number {
  return quantityNames.reduce((product, name) => product * values[name].length, 1);
}
