import { scaleLinear } from "d3-scale";
import { line, symbol, symbolCircle, symbolDiamond } from "d3-shape";
import type { Budget } from "../../domain/history/budget.ts";
import { daysBetween, plusDays } from "../../domain/history/days.ts";
import { countText, percentText } from "../shared/figures.ts";
import { type Markup, markup } from "../shared/markup.ts";
import { horizontalAxis, percentAxis, type Scale, WIDTH } from "../shared/svg-axes.ts";

const HEIGHT = 352;
const PANEL = { left: 78, right: 744, top: 46, bottom: 276 } as const;
/** Dates beside each other that stay legible on a small screen. */
const MOST_TICKS = 6;

/** In days since the period began, and percent of what it allows. */
type Point = readonly [day: number, left: number];

/** What was left at the end of each day, beside an even pace, and how it goes on as the last weeks were. */
export function burnDownChart(budget: Budget, id: string): Markup {
  const { period, allowed, left, expected, asOf } = budget;
  const length = daysBetween(period.from, period.to) + 1;
  const dayOf = (date: string) => daysBetween(period.from, date) + 1;
  const spent: readonly Point[] = [
    [0, 100],
    ...budget.days.map((day): Point => [dayOf(day.date), 100 * day.left]),
  ];
  const share = (calls: number) => (allowed > 0 ? (100 * calls) / allowed : 0);
  const rest: readonly Point[] = [
    [dayOf(asOf), share(left)],
    [length, share(left - expected)],
  ];
  const lowest = Math.min(0, ...spent.map(([, each]) => each), share(left - expected));
  const x = scaleLinear()
    .domain([0, length])
    .range([PANEL.left + 8, PANEL.right - 8]);
  const y = scaleLinear().domain([lowest, 100]).nice(5).range([PANEL.bottom, PANEL.top]);
  const path = pathIn(x, y);
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">
<title id="${id}-title">What is left of the period from ${period.from} to ${period.to}</title>
<desc id="${id}-desc">${summary(budget)}</desc>
${percentAxis(y, PANEL, "Left at the end of the day, of what the period allows", 5)}
${horizontalAxis(ticksOf(x, length, period.from), PANEL, "Day of the period")}
<path class="even" d="${path([
    [0, 100],
    [length, 0],
  ])}"/>
<path class="limit" d="${path([
    [0, 0],
    [length, 0],
  ])}"/>
<path class="curve expected" d="${path(rest)}"/>
<path class="curve spent" d="${path(spent)}"/>
<g class="spent">${budget.days.map((day) => mark(day, x(dayOf(day.date)), y(100 * day.left)))}</g>
</svg>`;
}

/** What stands for what, in words beside samples of the lines. */
export const chartLegend: Markup = markup`<ul class="legend">${[
  ["spent", "left at the end of a day"],
  ["expected", "as the last four weeks were"],
  ["even", "an even pace"],
].map(
  ([name = "", text = ""]) =>
    markup`<li><svg class="sample" viewBox="0 0 32 8" aria-hidden="true"><path class="curve ${name}" d="M0,4H32"/></svg>${text}</li>`,
)}</ul>`;

/** Coordinates to a hundredth, finer than any screen. */
function pathIn(x: Scale, y: Scale): (points: readonly Point[]) => string {
  const draw = line<Point>(
    ([day]) => x(day),
    ([, left]) => y(left),
  ).digits(2);
  return (points) => draw(points) ?? "";
}

/** A circle for each day, a diamond where more is spent than the period allows, so that colour is not the only difference. */
function mark({ date, left }: Budget["days"][number], x: number, y: number): Markup {
  const isOver = left < 0;
  const shape = symbol(isOver ? symbolDiamond : symbolCircle, 36).digits(2)() ?? "";
  return markup`<path class="${isOver ? "point over" : "point"}" transform="translate(${x.toFixed(2)},${y.toFixed(2)})" d="${shape}"><title>${date}: ${leftText(left)}</title></path>`;
}

export function leftText(left: number): string {
  return left < 0 ? `${percentText(-left, 0)} over` : `${percentText(left, 0)} left`;
}

/** `03-02`, for the year is in the heading. */
function ticksOf(x: Scale, length: number, from: string) {
  const step = Math.ceil(length / MOST_TICKS);
  return Array.from({ length: Math.ceil(length / step) }, (_, i) => {
    const day = i * step + 1;
    return { x: x(day), text: plusDays(from, day - 1).slice(5) };
  });
}

/** The chart in words, for who cannot see it. */
function summary({ days, asOf, allowed, left, expected, daysLeft }: Budget): string {
  if (allowed === 0) return "Nobody was called.";
  const last = days.at(-1);
  const under = days.filter((day) => day.left < 0).length;
  return [
    `${countText(days.length, "day")} on which somebody was called, up to ${asOf}.`,
    last ? `At the end of the last, ${leftText(last.left)}.` : "",
    under > 0 ? `On ${under} of them, more was spent than the period allows.` : "",
    daysLeft > 0
      ? `At the end of the period, ${leftText((left - expected) / allowed)} if the days to come are as the last four weeks were.`
      : "",
    "The table has every day.",
  ]
    .filter(Boolean)
    .join(" ");
}
