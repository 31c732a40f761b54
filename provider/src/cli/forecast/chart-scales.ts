import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Curve } from "./curves.ts";
import { shown } from "./figures.ts";

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

export function chartPoints({ axis, points }: Curve): readonly ChartPoint[] {
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

/** From the first value of the axis to the last, which may not be round. */
export function horizontalScale(points: readonly ChartPoint[], left: number, right: number) {
  const values = points.map(({ x }) => x);
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
export function limitLabel({ points }: Curve): string {
  const [{ setting }] = points;
  const isOne = points.every(
    (point) => point.setting.maxAbandonmentRate === setting.maxAbandonmentRate,
  );
  const figure = isOne ? ` ${shown("maxAbandonmentRate", setting.maxAbandonmentRate)} %` : "";
  return `limit${figure} (${setting.regulation})`;
}
