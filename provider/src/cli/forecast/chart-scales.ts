import { type ScaleLinear, scaleLinear } from "d3-scale";
import { highestText } from "./columns.ts";
import type { Chart, Curve } from "./curves.ts";
import { shown } from "./figures.ts";
import type { QuantityName } from "./quantities.ts";

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
      x: shown(axis, setting[axis]),
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
    ...points.map(({ setting }) => shown(axis, setting[axis])),
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
  const figure = isOne ? ` ${shown("maxAbandonmentRate", setting.maxAbandonmentRate)} %` : "";
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
