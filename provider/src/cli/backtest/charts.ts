import { scaleLinear } from "d3-scale";
import { area, line, symbol, symbolCircle, symbolDiamond } from "d3-shape";
import type { Summary } from "../../domain/backtest/summary.ts";
import { countText, decimalText, percentText } from "../shared/figures.ts";
import { type Markup, markup } from "../shared/markup.ts";
import { horizontalAxis, percentAxis, type Scale, toneOf, WIDTH } from "../shared/svg-axes.ts";

const PANEL = { left: 78, right: 744, top: 46, bottom: 276 } as const;
const HEIGHT = PANEL.bottom + 74;
const CROWDED = 60;
const MOST_TICKS = 12;
const DATES = 4;

interface Point {
  readonly x: number;
  /** A share. */
  readonly y: number;
  readonly text: string;
  /** Where it is marked as out of what was to be expected. */
  readonly isOutside?: boolean;
}

interface Series {
  readonly label: string;
  readonly points: readonly Point[];
  /** Points of their own, with a line between them, or a line alone. */
  readonly marks: "points" | "both" | "line";
}

interface Band {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

export interface Drawing {
  readonly title: string;
  /** In words, for who cannot see it. */
  readonly description: string;
  readonly axis: string;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  readonly series: readonly Series[];
  /** A 90 % interval around the forecast. */
  readonly band: readonly Band[];
}

/** The curves' names in their colours. */
export function legend({ series }: Drawing): Markup {
  return markup`<ul class="legend">${series.map(
    ({ label }, i) =>
      markup`<li><svg class="sample ${toneOf(i)}" viewBox="0 0 32 8" aria-hidden="true"><path class="curve" d="M0,4H32"/></svg>${label}</li>`,
  )}</ul>`;
}

/** @param id is the drawing's, once in a page. */
export function svgDrawing(drawing: Drawing, id: string): Markup {
  const { series, band, ticks, axis, title, description } = drawing;
  const all = series.flatMap(({ points }) => points);
  const values = [...all.map(({ x }) => x), ...ticks.map(({ value }) => value)];
  const highest = Math.max(...all.map(({ y }) => y), ...band.map(({ high }) => high), 0.001);
  const x = scaleLinear()
    .domain([Math.min(...values), Math.max(...values)])
    .range([PANEL.left + 8, PANEL.right - 8]);
  const y = scaleLinear()
    .domain([0, 100 * highest])
    .nice(4)
    .range([PANEL.bottom, PANEL.top]);
  const placed = ticks.map(({ value, text }) => ({ x: x(value), text }));
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${description}</desc>
${percentAxis(y, PANEL, "Abandoned, of answered calls", 5)}
${horizontalAxis(placed, PANEL, axis)}
<path class="interval ${toneOf(0)}" d="${bandPath(band, x, y)}"/>
${series.map((each, i) => drawnSeries(each, toneOf(i), x, y))}</svg>`;
}

function drawnSeries({ points, marks }: Series, tone: string, x: Scale, y: Scale): Markup {
  const curve =
    marks === "points"
      ? markup``
      : markup`<path class="curve ${tone}" d="${linePath(points, x, y)}"/>`;
  if (marks === "line") return curve;
  const size = points.length > CROWDED ? 16 : 36;
  return markup`${curve}<g class="marks ${tone}">${points.map((point) => {
    const shape = symbol(point.isOutside ? symbolDiamond : symbolCircle, size).digits(2)() ?? "";
    const place = `${x(point.x).toFixed(2)},${y(100 * point.y).toFixed(2)}`;
    return markup`<path class="${point.isOutside ? "point outside" : "point"}" transform="translate(${place})" d="${shape}"><title>${point.text}</title></path>`;
  })}</g>
`;
}

function linePath(points: readonly Point[], x: Scale, y: Scale): string {
  const path = line<Point>(
    (point) => x(point.x),
    (point) => y(100 * point.y),
  ).digits(2);
  return path(points) ?? "";
}

function bandPath(band: readonly Band[], x: Scale, y: Scale): string {
  const path = area<Band>(
    (each) => x(each.x),
    (each) => y(100 * each.low),
    (each) => y(100 * each.high),
  ).digits(2);
  return path(band) ?? "";
}

/** What happened in intervals against what was forecast of them; on the line, the forecast would be right. */
export function calibrationDrawing({ calibration }: Summary): Drawing {
  const groups = calibration.toSorted((a, b) => a.forecast - b.forecast);
  const highest = Math.max(...groups.map(({ forecast }) => forecast), 0.001);
  const ticks = scaleLinear()
    .domain([0, 100 * highest])
    .ticks(8);
  const right = [0, highest].map((at) => ({ x: 100 * at, y: at, text: "" }));
  const outside = groups.filter(({ actual, low, high }) => actual < low || actual > high);
  return {
    title: "Calibration: what was abandoned against what was forecast",
    description:
      `${groups.length} groups of intervals. ${groups
        .map(
          ({ forecast, actual }) =>
            `Forecast ${percentText(forecast, 2)}, abandoned ${percentText(actual, 2)}`,
        )
        .join(
          "; ",
        )}. ${outside.length} of them are outside what chance does around a right forecast. ` +
      "The table has every figure.",
    axis: "Forecast of an interval, %",
    ticks: ticks.map((value) => ({ value, text: String(value) })),
    series: [
      {
        label: "if the forecast were right, with what nine of ten groups would be",
        points: right,
        marks: "line",
      },
      {
        label: "what happened; a diamond is outside that",
        marks: "both",
        points: groups.map((group) => ({
          x: 100 * group.forecast,
          y: group.actual,
          text: `forecast ${percentText(group.forecast, 2)}, abandoned ${percentText(group.actual, 2)}`,
          isOutside: outside.includes(group),
        })),
      },
    ],
    band: groups.map(({ forecast, low, high }) => ({ x: 100 * forecast, low, high })),
  };
}

export function hourDrawing({ byHour }: Summary): Drawing {
  const every = Math.ceil(byHour.length / MOST_TICKS);
  const series = (label: string, of: (hour: Summary["byHour"][number]) => number): Series => ({
    label,
    marks: "both",
    points: byHour.map((each) => ({
      x: each.hour,
      y: of(each),
      text: `${each.hour}:00: ${label} ${percentText(of(each), 2)}`,
    })),
  });
  const furthest = byHour.toSorted((a, b) => Math.abs(b.bias) - Math.abs(a.bias))[0];
  return {
    title: "Abandoned calls by the hour, forecast and actual",
    description:
      `${byHour.length} hours. ` +
      (furthest
        ? `The forecast is furthest off at ${furthest.hour}:00: ${percentText(furthest.forecast, 2)}, where ${percentText(furthest.actual, 2)} were abandoned. `
        : "") +
      "The table has every figure.",
    axis: "Hour of the day",
    ticks: byHour
      .filter((_, i) => i % every === 0)
      .map(({ hour }) => ({ value: hour, text: String(hour) })),
    series: [
      series("forecast", ({ forecast }) => forecast),
      series("abandoned", ({ actual }) => actual),
    ],
    band: [],
  };
}

export function dayDrawing({ days }: Summary): Drawing {
  const at = days.map(({ date }) => Date.parse(date) / 86_400_000);
  const every = Math.max(1, Math.ceil(days.length / DATES));
  const outside = days.filter(({ isInside }) => !isInside).length;
  return {
    title: "Abandoned calls day by day, forecast and actual",
    description:
      `${countText(days.length, "day")}. ${outside} of them ${outside === 1 ? "is" : "are"} outside the forecast’s 90 % interval, of which chance would make about ` +
      `${decimalText(0.1 * days.length, 0)}. The table has every figure.`,
    axis: "Day",
    ticks: days.flatMap(({ date }, i) => {
      const value = at[i];
      return i % every === 0 && value !== undefined ? [{ value, text: date }] : [];
    }),
    series: [
      {
        label: "forecast, with its 90 % interval",
        marks: "line",
        points: days.map(({ forecast }, i) => ({ x: at[i] ?? 0, y: forecast, text: "" })),
      },
      {
        label: "abandoned; a diamond is outside the interval",
        marks: "points",
        points: days.map(({ date, actual, forecast, isInside }, i) => ({
          x: at[i] ?? 0,
          y: actual,
          text: `${date}: abandoned ${percentText(actual, 2)}, forecast ${percentText(forecast, 2)}`,
          isOutside: !isInside,
        })),
      },
    ],
    band: days.map(({ low, high }, i) => ({ x: at[i] ?? 0, low, high })),
  };
}
