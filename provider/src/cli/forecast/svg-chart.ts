import type { ScaleLinear } from "d3-scale";
import { area, line, symbol, symbolCircle, symbolDiamond } from "d3-shape";
import {
  abandonmentScale,
  type ChartPoint,
  chartPoints,
  horizontalScale,
  limitLabel,
  occupancyScale,
} from "./chart-scales.ts";
import { axisLabel, type Curve } from "./curves.ts";
import { decimalText } from "./figures.ts";
import { type Markup, markup } from "./markup.ts";

const WIDTH = 760;
const HEIGHT = 480;
const LEFT = 56;
const RIGHT = 744;
const ABANDONMENT = { top: 36, bottom: 270 } as const;
const OCCUPANCY = { top: 318, bottom: 430 } as const;
const CROWDED = 100;

/** Abandonment with its interval and limit, and occupancy below it, along one axis. */
export function svgChart(curve: Curve, id: string): Markup {
  const points = chartPoints(curve);
  const x = horizontalScale(points, LEFT + 8, RIGHT - 8);
  const abandonment = abandonmentScale(points, ABANDONMENT.top, ABANDONMENT.bottom);
  const occupancy = occupancyScale(OCCUPANCY.top, OCCUPANCY.bottom);
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">
<title id="${id}-title">Abandonment and occupancy: ${curve.description}</title>
<desc id="${id}-desc">${summary(curve, points)}</desc>
${verticalAxis(abandonment, "Abandoned, of answered calls", 5)}
${verticalAxis(occupancy, "Agents’ occupancy", 3)}
${horizontalAxis(x, axisLabel(curve))}
<path class="interval" d="${intervalPath(points, x, abandonment)}"/>
<path class="limit" d="${linePath(points, x, abandonment, ({ limit }) => limit)}"/>
${limitText(curve, points, x, abandonment)}
<path class="curve abandonment" d="${linePath(points, x, abandonment, ({ abandoned }) => abandoned)}"/>
<path class="curve occupancy" d="${linePath(points, x, occupancy, (point) => point.occupancy)}"/>
<g class="abandonment">${marks(points, x, abandonment, ({ abandoned }) => abandoned)}</g>
<g class="occupancy">${marks(points, x, occupancy, (point) => point.occupancy)}</g>
</svg>`;
}

type Scale = ScaleLinear<number, number>;
type Value = (point: ChartPoint) => number;

/** Coordinates to a hundredth, finer than any screen. */
function linePath(points: readonly ChartPoint[], x: Scale, y: Scale, of: Value): string {
  const path = line<ChartPoint>(
    (point) => x(point.x),
    (point) => y(of(point)),
  ).digits(2);
  return path(points) ?? "";
}

function intervalPath(points: readonly ChartPoint[], x: Scale, y: Scale): string {
  const path = area<ChartPoint>(
    (point) => x(point.x),
    (point) => y(point.low),
    (point) => y(point.high),
  ).digits(2);
  return path(points) ?? "";
}

/** A circle for each point, a diamond where it is over the limit, so that colour is not the only difference. */
function marks(points: readonly ChartPoint[], x: Scale, y: Scale, of: Value): readonly Markup[] {
  const size = points.length > CROWDED ? 9 : 36;
  return points.map((point) => {
    const shape = symbol(point.isOver ? symbolDiamond : symbolCircle, size).digits(2)() ?? "";
    const place = `${x(point.x).toFixed(2)},${y(of(point)).toFixed(2)}`;
    const name = point.isOver ? "point over" : "point";
    return markup`<path class="${name}" transform="translate(${place})" d="${shape}"><title>${pointText(point)}</title></path>`;
  });
}

function pointText({ x, abandoned, occupancy, isOver }: ChartPoint): string {
  const over = isOver ? ", over the limit" : "";
  return `${x}: ${percent(abandoned, 2)} abandoned${over}, ${percent(occupancy, 1)} occupancy`;
}

function limitText(curve: Curve, points: readonly ChartPoint[], x: Scale, y: Scale): Markup {
  const [first] = points;
  if (first === undefined) return markup``;
  return markup`<text class="limit-label" x="${x(first.x)}" y="${(y(first.limit) - 6).toFixed(2)}">${limitLabel(curve)}</text>`;
}

function verticalAxis(y: Scale, title: string, count: number): Markup {
  const write = y.tickFormat(count);
  const ticks = y.ticks(count).map(
    (tick) => markup`<line class="grid" x1="${LEFT}" x2="${RIGHT}" y1="${y(tick)}" y2="${y(tick)}"/>
<text class="tick" text-anchor="end" x="${LEFT - 8}" y="${y(tick)}" dy="0.32em">${write(tick)} %</text>`,
  );
  return markup`<text class="panel-title" x="${LEFT}" y="${Math.min(...y.range()) - 14}">${title}</text>
<g class="y-axis">${ticks}</g>`;
}

function horizontalAxis(x: Scale, title: string): Markup {
  const write = x.tickFormat(8);
  const ticks = x
    .ticks(8)
    .map(
      (tick) =>
        markup`<text class="tick" text-anchor="middle" x="${x(tick)}" y="${OCCUPANCY.bottom + 20}">${write(tick)}</text>`,
    );
  return markup`<g class="x-axis">${ticks}</g>
<text class="axis-title" text-anchor="middle" x="${(LEFT + RIGHT) / 2}" y="${HEIGHT - 8}">${title}</text>`;
}

/** The chart in words, for who cannot see it. */
function summary(curve: Curve, points: readonly ChartPoint[]): string {
  const over = points.filter(({ isOver }) => isOver).length;
  const spread = (of: Value, decimals: number) => {
    const [lowest, highest] = [Math.min(...points.map(of)), Math.max(...points.map(of))];
    return `from ${percent(lowest, decimals)} to ${percent(highest, decimals)}`;
  };
  return (
    `${points.length} points. Abandonment goes ${spread(({ abandoned }) => abandoned, 2)}, against the ${limitLabel(curve)}: ` +
    `${over} of them are over it. Occupancy goes ${spread(({ occupancy }) => occupancy, 1)}. The table has every figure.`
  );
}

function percent(value: number, decimals: number): string {
  return `${decimalText(value, decimals)} %`;
}
