import { description, distinction, varyingFacts, varyingQuantities } from "./description.ts";
import { HIGHEST_DIAL_RATE } from "./dial-rates.ts";
import { type QuantityName, quantities } from "./quantities.ts";
import { keyWithout, type Row } from "./scenario.ts";

/** More than this cannot be told apart in one chart. */
const MOST_CURVES = 6;

/** At least two rows that differ in one quantity only, by its rising value. */
type Points = readonly [Row, Row, ...Row[]];

/** Rows that differ in the quantity along their chart's axis only. */
export interface Curve {
  /** What it has and other curves of its chart do not; empty where it is alone. */
  readonly label: string;
  readonly points: Points;
  /** Where it crosses its limit, as far as an axis of dial rates can show it: a rate under the API's highest. */
  readonly highestDialRate?: number;
}

/** Curves along one axis that are judged by one limit. */
export interface Chart {
  readonly axis: QuantityName;
  /** What the rows of all its curves have in common. */
  readonly description: string;
  readonly curves: readonly [Curve, ...Curve[]];
}

/** The charts of a table: over the dial rate where it varies, else over the first quantity that does. */
export function chartsOf(rows: readonly Row[]): readonly Chart[] {
  const varying = varyingQuantities(rows);
  const axis = varying.includes("dialRate") ? "dialRate" : varying[0];
  if (axis === undefined) return [];
  const groups = [...Map.groupBy(rows, (row) => keyWithout(row, axis)).values()].flatMap(
    ([first, second, ...more]): Points[] => (first && second ? [[first, second, ...more]] : []),
  );
  return [...Map.groupBy(groups, ([row]) => limitOf(row, axis)).values()]
    .flatMap(legible)
    .flatMap((group) => chartOf(group, axis));
}

function chartOf(group: readonly Points[], axis: QuantityName): readonly Chart[] {
  const all = group.flat();
  const [first, ...more] = group.map((points) => ({
    label: distinction(points, all),
    points,
    ...(axis === "dialRate" && crossing(points)),
  }));
  return first ? [{ axis, description: description(all), curves: [first, ...more] }] : [];
}

function crossing([{ highestDialRate: rate }]: Points) {
  return rate !== undefined && rate > 0 && rate < HIGHEST_DIAL_RATE
    ? { highestDialRate: rate }
    : {};
}

function limitOf({ setting }: Row, axis: QuantityName): string {
  const { regulation, maxAbandonmentRate } = setting;
  return JSON.stringify([regulation, axis === "maxAbandonmentRate" ? null : maxAbandonmentRate]);
}

/** Parts of so few curves that a reader can tell them apart: alike in what comes first in a description. */
function legible(group: readonly Points[]): readonly (readonly Points[])[] {
  if (group.length <= MOST_CURVES) return [group];
  const [fact, another] = varyingFacts(group.map(([row]) => row));
  if (fact && another) {
    return [...Map.groupBy(group, ([row]) => fact.of(row)).values()].flatMap(legible);
  }
  const size = Math.ceil(group.length / Math.ceil(group.length / MOST_CURVES));
  return Array.from({ length: Math.ceil(group.length / size) }, (_, i) =>
    group.slice(i * size, (i + 1) * size),
  );
}

export function axisLabel({ axis }: Chart): string {
  return quantities[axis].label;
}
