import type { Counts } from "../history/days.ts";
import {
  type DialerSettings,
  dialerSettingDefaults,
  parseDialerSettings,
} from "../pacing/dialer-settings.ts";
import { daysOfOneDialPerAgent, runDays } from "../pacing/simulate-days.ts";
import type { ComparableDay } from "./comparable-days.ts";

/** What is assumed of a dialer that its settings do not say. */
export type Assumptions = Pick<
  DialerSettings,
  "linesCounted" | "lineRounding" | "ringSecondsAnswered" | "ringSecondsUnanswered" | "seed"
>;

/** A day that was simulated several times. */
export interface DayForecast {
  /** Row by row, on average. */
  readonly rows: readonly Counts[];
  /** Each time, row by row. */
  readonly runs: readonly (readonly Counts[])[];
}

/** What a forecast of a day takes. */
export type ForecastableDay = Pick<ComparableDay, "date" | "parts" | "settings"> & {
  readonly rows: { readonly length: number };
};

/**
 * Forecasts days, each `times` times, one after the other or several at once.
 *
 * @param onProgress is called with how many days are forecast.
 */
export type ForecastDays = (
  days: readonly ForecastableDay[],
  assumptions: Assumptions,
  times: number,
  onProgress: (done: number) => void,
) => readonly DayForecast[] | Promise<readonly DayForecast[]>;

export const forecastOneByOne: ForecastDays = (days, assumptions, times, onProgress) =>
  days.map((day, i) => {
    onProgress(i);
    return forecastDay(day, assumptions, times);
  });

/**
 * Forecasts a day from its rows' own agents, answer rates and handle times, as one day: what rings or waits goes over from a row to the
 * next.
 */
export function forecastDay(
  { date, rows, parts, settings }: ForecastableDay,
  assumptions: Assumptions,
  times: number,
): DayForecast {
  const { pacingType, ...dialer } = parseDialerSettings({
    ...settings,
    ...assumptions,
    seed: seedOf(date, assumptions),
  });
  const { days } =
    pacingType === "predictive"
      ? runDays(
          dialer,
          parts,
          Array.from({ length: times }, () => 1),
        )
      : daysOfOneDialPerAgent(
          dialer,
          parts.map((part) => ({ ...part, answerRate: part.answerRate || 1 })),
          0,
        );
  const runs = days.map((day) => {
    const calls = Array.from({ length: rows.length }, () => ({ answered: 0, abandoned: 0 }));
    day.forEach(({ answered, abandoned }, i) => {
      const row = calls[parts[i]?.row ?? -1];
      if (!row) return;
      row.answered += answered;
      row.abandoned += abandoned;
    });
    return calls;
  });
  return forecastOfRuns(rows.length, runs);
}

/** What was simulated, with its mean. */
export function forecastOfRuns(rows: number, runs: DayForecast["runs"]): DayForecast {
  return { rows: Array.from({ length: rows }, (_, i) => meanOf(runs, i)), runs };
}

/** Days with the same random numbers would err together. */
function seedOf(date: string, { seed = dialerSettingDefaults.seed }: Assumptions): number {
  return (seed + Date.parse(date) / 1000) >>> 0;
}

/** Of a row. */
function meanOf(runs: DayForecast["runs"], row: number): Counts {
  let [answered, abandoned] = [0, 0];
  for (const run of runs) {
    const calls = run[row];
    if (!calls) continue;
    answered += calls.answered;
    abandoned += calls.abandoned;
  }
  return { answered: answered / runs.length, abandoned: abandoned / runs.length };
}

/** A part of a whole; 0 of nothing. */
export function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
