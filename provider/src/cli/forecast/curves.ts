import { description, varyingQuantities } from "./description.ts";
import { type QuantityName, quantities } from "./quantities.ts";
import { keyWithout, type Row } from "./scenario.ts";

/** Rows that differ in one quantity only, which a chart can have along its axis. */
export interface Curve {
  readonly axis: QuantityName;
  /** What the rows have in common. */
  readonly description: string;
  /** At least two, by rising value of the axis. */
  readonly points: readonly [Row, Row, ...Row[]];
}

/** The curves of a table: over the dial rate where it varies, else over the first quantity that does. */
export function curvesOf(rows: readonly Row[]): readonly Curve[] {
  const varying = varyingQuantities(rows);
  const axis = varying.includes("dialRate") ? "dialRate" : varying[0];
  if (axis === undefined) return [];
  const groups = Map.groupBy(rows, (row) => keyWithout(row, axis));
  return [...groups.values()].flatMap((group) => {
    const [first, second, ...more] = group;
    if (first === undefined || second === undefined) return [];
    return [{ axis, description: description(group), points: [first, second, ...more] }];
  });
}

export function axisLabel({ axis }: Curve): string {
  return quantities[axis].label;
}
