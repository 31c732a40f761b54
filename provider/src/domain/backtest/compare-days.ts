import { type Counts, sumOfCalls } from "../history/days.ts";
import type { HistoryRow } from "../history/row.ts";
import type { ComparableDay } from "./comparable-days.ts";
import {
  type Assumptions,
  type DayForecast,
  type ForecastDays,
  forecastOneByOne,
  shareOf,
} from "./forecast-rows.ts";

/** What all days together may cost, in dials that are simulated. */
const MOST_DIALS = 6_000_000;
/** The same of days that are simulated again with another assumption. */
const MOST_DIALS_AGAIN = 24_000_000;
const [FEWEST_TIMES, MOST_TIMES] = [4, 20];

/** A row with its forecast. */
export interface ComparedRow {
  readonly row: HistoryRow;
  readonly forecast: Counts;
  /** The forecast by every other run, and by the others: the one does not know of the other's chance. */
  readonly halves: readonly [Counts, Counts];
  /** The variance of what chance does to its abandoned calls. */
  readonly variance: number;
}

/** A day with its forecast. */
export interface ComparedDay {
  readonly day: ComparableDay;
  readonly forecast: DayForecast;
  readonly rows: readonly ComparedRow[];
}

/** How often each day is to be simulated, so that all of them together take a second or two. */
export function timesFor(days: readonly ComparableDay[]): number {
  return Math.min(MOST_TIMES, Math.max(FEWEST_TIMES, Math.floor(MOST_DIALS / dialsOf(days))));
}

/** All days, or every n-th of a history that is too long to be simulated a second time for the sake of one assumption. */
export function someOf(days: readonly ComparableDay[]): readonly ComparableDay[] {
  return everyNth(days, Math.ceil((FEWEST_TIMES * dialsOf(days)) / MOST_DIALS_AGAIN));
}

export function everyNth(days: readonly ComparableDay[], n: number): readonly ComparableDay[] {
  return n === 1 ? days : days.filter((_, i) => i % n === 0);
}

function dialsOf(days: readonly ComparableDay[]): number {
  let dials = 0;
  for (const { rows } of days) for (const row of rows) dials += row.dials;
  return dials;
}

/**
 * Forecasts days, each `times` times.
 *
 * @param onProgress is called with how many days are forecast.
 */
export async function compareDays(
  days: readonly ComparableDay[],
  assumptions: Assumptions,
  times: number,
  forecastDays: ForecastDays = forecastOneByOne,
  onProgress: (done: number) => void = () => undefined,
): Promise<readonly ComparedDay[]> {
  const found = await forecastDays(days, assumptions, times, onProgress);
  const forecasts = days.flatMap((day, i) => {
    const forecast = found[i];
    return forecast ? [{ day, forecast }] : [];
  });
  const clustering = new Map(
    [...Map.groupBy(forecasts, ({ day }) => day.span)].map(([span, of]) => [
      span,
      clusteringOf(of),
    ]),
  );
  return forecasts.map(({ day, forecast }) => ({
    day,
    forecast,
    rows: comparedRows(day, forecast, clustering.get(day.span) ?? 1),
  }));
}

/**
 * Abandoned calls come in clusters: the variance of their number on a day is so many times their mean. It is taken from all days of a
 * setting together, for one day's few runs say little of it.
 */
function clusteringOf(forecasts: readonly Pick<ComparedDay, "forecast">[]): number {
  let [squares, mean] = [0, 0];
  for (const { forecast } of forecasts) {
    const all = sumOfCalls(forecast.rows);
    const rate = shareOf(all.abandoned, all.answered);
    mean += all.abandoned;
    for (const run of forecast.runs) {
      const { answered, abandoned } = sumOfCalls(run);
      squares += (abandoned - rate * answered) ** 2 / (forecast.runs.length - 1 || 1);
    }
  }
  return mean > 0 ? squares / mean : 1;
}

function comparedRows(
  { rows }: ComparableDay,
  forecast: DayForecast,
  clustering: number,
): readonly ComparedRow[] {
  return rows.map((row, i) => {
    const calls = forecast.rows[i] ?? { answered: 0, abandoned: 0 };
    const expected = shareOf(calls.abandoned, calls.answered) * row.answered;
    const halves = [halfOf(forecast, i, 0), halfOf(forecast, i, 1)] as const;
    return { row, forecast: calls, halves, variance: clustering * expected };
  });
}

/** The calls of a row in every other run. */
function halfOf({ runs }: DayForecast, row: number, first: 0 | 1): Counts {
  let [answered, abandoned] = [0, 0];
  for (let n = first; n < runs.length; n += 2) {
    const calls = runs[n]?.[row];
    if (!calls) continue;
    answered += calls.answered;
    abandoned += calls.abandoned;
  }
  return { answered, abandoned };
}
