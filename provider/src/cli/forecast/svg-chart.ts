import { area, line, symbol, symbolCircle, symbolDiamond } from "d3-shape";
import { decimalText } from "../shared/figures.ts";
import { type Markup, markup } from "../shared/markup.ts";
import { horizontalAxis, percentAxis, type Scale, toneOf, WIDTH } from "../shared/svg-axes.ts";
import {
  abandonmentScale,
  axisLabel,
  type Chart,
  type ChartPoint,
  type Curve,
  chartPoints,
  horizontalScale,
  limitLabel,
  limitPhrase,
  occupancyScale,
} from "./charts.ts";
import { textsOf } from "./quantities.ts";

const HEIGHT = 520;
const [LEFT, RIGHT] = [78, 744];
const ABANDONMENT = { left: LEFT, right: RIGHT, top: 46, bottom: 276 } as const;
const OCCUPANCY = { left: LEFT, right: RIGHT, top: 340, bottom: 446 } as const;
const CROWDED = 100;

/** Abandonment with its interval and limit, and occupancy below it, along one axis. */
export function svgChart(chart: Chart, id: string): Markup {
  const drawn = chart.curves.map((curve, i) => ({
    curve,
    points: chartPoints(chart.axis, curve),
    tone: chart.curves.length > 1 ? ` ${toneOf(i)}` : "",
  }));
  const all = drawn.flatMap(({ points }) => points);
  const x = horizontalScale(chart, LEFT + 8, RIGHT - 8);
  const abandonment = abandonmentScale(all, ABANDONMENT.top, ABANDONMENT.bottom);
  const occupancy = occupancyScale(OCCUPANCY.top, OCCUPANCY.bottom);
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">
<title id="${id}-title">Abandonment and occupancy: ${chart.description}</title>
<desc id="${id}-desc">${summary(chart)}</desc>
${percentAxis(abandonment, ABANDONMENT, "Abandoned, of answered calls", 5)}
${percentAxis(occupancy, OCCUPANCY, "Agents’ occupancy", 3)}
${horizontalAxis(ticksOf(x), OCCUPANCY, axisLabel(chart))}
${drawn.map(({ points, tone }) => markup`<path class="interval${tone}" d="${intervalPath(points, x, abandonment)}"/>`)}
<path class="limit" d="${limitPath(all, x, abandonment)}"/>
${drawn.map(({ curve, tone }) => crossing(curve, x, tone))}
${drawn.map(
  ({
    points,
    tone,
  }) => markup`<path class="curve abandonment${tone}" d="${linePath(points, x, abandonment, ({ abandoned }) => abandoned)}"/>
<path class="curve occupancy${tone}" d="${linePath(points, x, occupancy, (point) => point.occupancy)}"/>
<g class="abandonment${tone}">${marks(points, x, abandonment, ({ abandoned }) => abandoned)}</g>
<g class="occupancy${tone}">${marks(points, x, occupancy, (point) => point.occupancy)}</g>
`,
)}${limitText(chart, all, abandonment)}
</svg>`;
}

type Value = (point: ChartPoint) => number;

/** Coordinates to a hundredth, finer than any screen. */
function linePath(points: readonly ChartPoint[], x: Scale, y: Scale, of: Value): string {
  const path = line<ChartPoint>(
    (point) => x(point.x),
    (point) => y(of(point)),
  ).digits(2);
  return path(points) ?? "";
}

/** Across the whole chart: the curves need not begin and end together. */
function limitPath(points: readonly ChartPoint[], x: Scale, y: Scale): string {
  const ends = points.toSorted((a, b) => a.x - b.x);
  const [left = 0, right = 0] = x.domain();
  const [first, last] = [ends[0], ends.at(-1)];
  if (!first || !last) return "";
  return linePath([{ ...first, x: left }, ...ends, { ...last, x: right }], x, y, (at) => at.limit);
}

/** The highest dial rate that keeps the limit, with its figure where it is the only one. */
function crossing({ highestDialRate }: Curve, x: Scale, tone: string): Markup {
  if (highestDialRate === undefined) return markup``;
  const at = x(highestDialRate).toFixed(2);
  const { top, bottom } = ABANDONMENT;
  const rule = markup`<line class="highest-rate${tone}" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/>`;
  if (tone) return rule;
  const isLeft = x(highestDialRate) < (LEFT + RIGHT) / 2;
  const [anchor, gap] = isLeft ? ["start", 6] : ["end", -6];
  const figure = textsOf("dialRate", [highestDialRate])(highestDialRate);
  return markup`${rule}
<text class="highest-label" text-anchor="${anchor}" x="${(x(highestDialRate) + gap).toFixed(2)}" y="${top + 4}" dy="0.71em">up to ${figure}</text>`;
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

function limitText(chart: Chart, points: readonly ChartPoint[], y: Scale): Markup {
  const [first] = points;
  if (first === undefined) return markup``;
  return markup`<text class="limit-label" x="${LEFT + 8}" y="${(y(first.limit) - 6).toFixed(2)}">${limitLabel(chart)}</text>`;
}

function ticksOf(x: Scale) {
  const write = x.tickFormat(8);
  return x.ticks(8).map((tick) => ({ x: x(tick), text: write(tick) }));
}

/** The chart in words, for who cannot see it. */
function summary(chart: Chart): string {
  const { curves } = chart;
  const texts = curves.map((curve) =>
    [curve.label, summaryOf(chart, curve)].filter(Boolean).join(": "),
  );
  const count = curves.length > 1 ? [`${curves.length} curves.`] : [];
  return [...count, ...texts, "The table has every figure."].join(" ");
}

function summaryOf(chart: Chart, curve: Curve): string {
  const points = chartPoints(chart.axis, curve);
  const over = points.filter(({ isOver }) => isOver).length;
  const spread = (of: Value, decimals: number) => {
    const [lowest, highest] = [Math.min(...points.map(of)), Math.max(...points.map(of))];
    return `from ${percent(lowest, decimals)} to ${percent(highest, decimals)}`;
  };
  const phrase = limitPhrase(chart, curve);
  return (
    `${points.length} points. Abandonment goes ${spread(({ abandoned }) => abandoned, 2)}, against the ${limitLabel(chart)}: ` +
    `${over} of them ${over === 1 ? "is" : "are"} over it${phrase ? `; the dialer ${phrase}` : ""}. ` +
    `Occupancy goes ${spread(({ occupancy }) => occupancy, 1)}.`
  );
}

function percent(value: number, decimals: number): string {
  return `${decimalText(value, decimals)} %`;
}
