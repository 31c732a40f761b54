import { type ScaleLinear, scaleLinear } from "d3-scale";
import { description, distinction, highestText, varyingFacts, varyingQuantities } from "./notes.ts";
import { displayedValue, type QuantityName, quantities } from "./quantities.ts";
import { HIGHEST_DIAL_RATE, keyWithout, type Row } from "./scenario.ts";

/** A reader cannot distinguish more than this in one chart. */
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

/** Parts of so few curves that a reader can distinguish them: alike in what comes first in a description. */
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

/** One point of a curve as a chart has it, shares in percent. */
export interface ChartPoint {
  readonly x: number;
  readonly abandoned: number;
  /** The 95 % interval of `abandoned`. */
  readonly low: number;
  readonly high: number;
  readonly limit: number;
  readonly occupancy: number;
  readonly isOver: boolean;
}

export function chartPoints(axis: QuantityName, { points }: Curve): readonly ChartPoint[] {
  return points.map(({ setting, forecast, isOver }) => {
    const { abandonmentRate: rate, abandonmentMargin: margin } = forecast;
    return {
      x: displayedValue(axis, setting[axis]),
      abandoned: rate * 100,
      low: Math.max(0, rate - margin) * 100,
      high: Math.min(1, rate + margin) * 100,
      limit: setting.maxAbandonmentRate * 100,
      occupancy: forecast.occupancy * 100,
      isOver,
    };
  });
}

/** From the first value of the axis to the last, which may not be round, and to each dial rate that is marked. */
export function horizontalScale({ axis, curves }: Chart, left: number, right: number) {
  const values = curves.flatMap(({ points, highestDialRate }) => [
    ...points.map(({ setting }) => displayedValue(axis, setting[axis])),
    ...(highestDialRate === undefined ? [] : [highestDialRate]),
  ]);
  return scaleLinear()
    .domain([Math.min(...values), Math.max(...values)])
    .range([left, right]);
}

/** From 0 to a round figure over everything drawn, with room over the limit. `top` and `bottom` are where they come to lie. */
export function abandonmentScale(
  points: readonly ChartPoint[],
  top: number,
  bottom: number,
): ScaleLinear<number, number> {
  const highest = Math.max(...points.map(({ high, limit }) => Math.max(high, limit * 1.25)), 0.1);
  return scaleLinear().domain([0, highest]).nice(4).range([bottom, top]);
}

export function occupancyScale(top: number, bottom: number): ScaleLinear<number, number> {
  return scaleLinear().domain([0, 100]).range([bottom, top]);
}

/** "limit 3 % (us)": what a curve is judged by. */
export function limitLabel({ axis, curves }: Chart): string {
  const [{ setting }] = curves[0].points;
  const isOne = axis !== "maxAbandonmentRate";
  const figure = isOne
    ? ` ${displayedValue("maxAbandonmentRate", setting.maxAbandonmentRate)} %`
    : "";
  return `limit${figure} (${setting.regulation})`;
}

/** How a curve keeps its limit, below a chart over the dial rate; nothing over another quantity. */
export function limitPhrase({ axis }: Chart, { points }: Curve): string | undefined {
  if (axis !== "dialRate") return undefined;
  const [{ highestDialRate }] = points;
  if (highestDialRate === 0) return "keeps the limit at no dial rate";
  const text = highestText(points)(highestDialRate);
  return text === "any" ? "keeps the limit at any dial rate" : `keeps the limit up to ${text}`;
}

/** A curve in a legend: what it is, and how it keeps its limit. */
export function legendText(chart: Chart, curve: Curve): string {
  return [curve.label, limitPhrase(chart, curve)].filter(Boolean).join(": ");
}
