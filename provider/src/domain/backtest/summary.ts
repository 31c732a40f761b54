import { sumOfCalls } from "../history/days.ts";
import { studentT } from "../pacing/student-t.ts";
import type { ComparedDay, ComparedRow } from "./compare-days.ts";
import { shareOf } from "./forecast-rows.ts";
import type { CampaignSettings } from "./settings-in-force.ts";

/** The middle 90 % of a normal distribution lie so many standard deviations around its mean. */
const NINETY_PERCENT = 1.6448536269514722;
const MOST_GROUPS = 8;
const FEWEST_ANSWERED = 200;

/** The forecast beside what happened, of some part of the history. */
export interface Comparison {
  readonly answered: number;
  readonly abandoned: number;
  /** Abandoned ÷ answered as it was. */
  readonly actual: number;
  /** As it was forecast. */
  readonly forecast: number;
  /** `forecast` − `actual`: over 0 where the forecast was too high. */
  readonly bias: number;
  /** Half the width of the 95 % interval around `bias`, by how days differ; undefined with fewer than three days. */
  readonly biasMargin: number | undefined;
  /** Calls that were answered ÷ those that the settings would have brought. */
  readonly pace: number;
}

export interface DayComparison extends Comparison {
  readonly date: string;
  /** The forecast's 90 % interval: nine of ten such days are in it if the forecast is right. */
  readonly low: number;
  readonly high: number;
  readonly isInside: boolean;
  /** How many standard deviations of chance `bias` is. */
  readonly deviations: number;
}

interface IntervalComparison {
  /** On the clock of the call centre, in milliseconds. */
  readonly start: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Answered calls that the settings would have brought. */
  readonly forecastAnswered: number;
  /** Abandoned ÷ answered as it was forecast. */
  readonly forecast: number;
}

/** How far single days, or single intervals, were off. */
export interface MeanError {
  /** Mean of |forecast − actual|, weighted by answered calls. */
  readonly error: number;
  /** What it would be if the forecast were right, and chance alone made the difference. */
  readonly byChance: number;
}

export interface CalibrationGroup extends Comparison {
  /** What is actual lies between these in nine of ten groups if the forecast is right. */
  readonly low: number;
  readonly high: number;
}

/** Forecasts beside what happened. */
export interface Summary {
  readonly overall: Comparison;
  readonly days: readonly DayComparison[];
  readonly intervals: readonly IntervalComparison[];
  readonly byDay: MeanError;
  readonly byInterval: MeanError;
  /** Of the days, how many are inside their 90 % interval. */
  readonly coverage: number;
  /** By the hour in which intervals begin. */
  readonly byHour: readonly (Comparison & { readonly hour: number })[];
  readonly bySettings: readonly (Comparison & {
    readonly settings: CampaignSettings;
    readonly from: string;
    readonly to: string;
    readonly days: number;
  })[];
  /** Intervals in groups of about as many answered calls, by what was forecast of them. */
  readonly calibration: readonly CalibrationGroup[];
  /** Those on which the forecast was further off than chance allows, the furthest first; at most five. */
  readonly worstDays: readonly DayComparison[];
}

/** Sums up a day at least. */
export function summaryOf(compared: readonly ComparedDay[]): Summary {
  const days = compared.map((each) => dayComparison(each));
  const rows = compared.flatMap((each) => each.rows);
  const spans = [...Map.groupBy(compared, ({ day }) => day.span).values()];
  return {
    overall: comparisonOf(compared.map((each) => each.rows)),
    days,
    intervals: rows.map(({ row, forecast }) => ({
      start: row.start,
      answered: row.answered,
      abandoned: row.abandoned,
      forecastAnswered: forecast.answered,
      forecast: shareOf(forecast.abandoned, forecast.answered),
    })),
    byDay: meanErrorOfDays(days, compared),
    byInterval: meanErrorOfRows(rows, compared),
    coverage: days.filter(({ isInside }) => isInside).length / days.length,
    byHour: [...Map.groupBy(rows, ({ row }) => new Date(row.start).getUTCHours())]
      .toSorted(([a], [b]) => a - b)
      .map(([hour, ofHour]) => ({ hour, ...comparisonOf([...byDate(ofHour).values()]) })),
    bySettings: spans.flatMap((ofSpan) => {
      const [first, last] = [ofSpan[0], ofSpan.at(-1)];
      if (!first || !last) return [];
      return [
        {
          ...comparisonOf(ofSpan.map((each) => each.rows)),
          settings: first.day.settings,
          from: first.day.date,
          to: last.day.date,
          days: ofSpan.length,
        },
      ];
    }),
    calibration: calibrationOf(rows, compared[0]?.forecast.runs.length ?? 0),
    worstDays: days
      .filter(({ isInside }) => !isInside)
      .toSorted((a, b) => Math.abs(b.deviations) - Math.abs(a.deviations))
      .slice(0, 5),
  };
}

function byDate(rows: readonly ComparedRow[]): ReadonlyMap<number, readonly ComparedRow[]> {
  return Map.groupBy(rows, ({ row }) => Math.floor(row.start / 86_400_000));
}

/** @param days rows day by day, for days are what differs independently. */
function comparisonOf(days: readonly (readonly ComparedRow[])[]): Comparison {
  const sums = days.map((rows) => ({
    actual: sumOfCalls(rows.map(({ row }) => row)),
    forecast: sumOfCalls(rows.map(({ forecast }) => forecast)),
  }));
  const actual = sumOfCalls(sums.map((each) => each.actual));
  const answered = sums.reduce((sum, { forecast }) => sum + forecast.answered, 0);
  // Each day counts as it happened: by the calls that were answered on it.
  const errors = sums.map(({ actual: { answered, abandoned }, forecast }) => ({
    answered,
    excess: shareOf(forecast.abandoned, forecast.answered) * answered - abandoned,
  }));
  const bias = shareOf(
    errors.reduce((sum, { excess }) => sum + excess, 0),
    actual.answered,
  );
  const squares = errors.reduce(
    (sum, { answered, excess }) => sum + (excess - bias * answered) ** 2,
    0,
  );
  const count = errors.length;
  const rate = shareOf(actual.abandoned, actual.answered);
  return {
    ...actual,
    actual: rate,
    forecast: rate + bias,
    bias,
    biasMargin:
      count < 3
        ? undefined
        : studentT(count - 1) *
          shareOf(Math.sqrt((squares * count) / (count - 1)), actual.answered),
    pace: shareOf(actual.answered, answered),
  };
}

function dayComparison({ day, forecast, rows }: ComparedDay): DayComparison {
  const comparison = comparisonOf([rows]);
  const { answered, forecast: rate } = comparison;
  const variance = rows.reduce((sum, row) => sum + row.variance, 0);
  // The forecast itself is known only as well as its runs say.
  const deviation = Math.sqrt(variance * (1 + 1 / forecast.runs.length));
  // Calls are whole: half of one more or less makes no difference.
  const reach = shareOf(NINETY_PERCENT * deviation + 0.5, answered);
  return {
    ...comparison,
    date: day.date,
    low: Math.max(0, rate - reach),
    high: Math.min(1, rate + reach),
    isInside: Math.abs(comparison.bias) <= reach,
    deviations: shareOf(comparison.bias * answered, Math.max(deviation, 0.5)),
  };
}

/** Mean of |x| of a normal distribution with a standard deviation of 1. */
const MEAN_DEVIATION = Math.sqrt(2 / Math.PI);

function meanErrorOfDays(
  days: readonly DayComparison[],
  compared: readonly ComparedDay[],
): MeanError {
  let [answered, error, byChance] = [0, 0, 0];
  days.forEach((day, i) => {
    answered += day.answered;
    error += Math.abs(day.bias) * day.answered;
    const variance = compared[i]?.rows.reduce((sum, row) => sum + row.variance, 0) ?? 0;
    byChance += MEAN_DEVIATION * Math.sqrt(variance);
  });
  return { error: shareOf(error, answered), byChance: shareOf(byChance, answered) };
}

/** Intervals have too few abandoned calls for a normal distribution: the runs themselves say what chance does. */
function meanErrorOfRows(
  rows: readonly ComparedRow[],
  compared: readonly ComparedDay[],
): MeanError {
  let [answered, error] = [0, 0];
  for (const { row, forecast } of rows) {
    answered += row.answered;
    error += Math.abs(
      shareOf(forecast.abandoned, forecast.answered) * row.answered - row.abandoned,
    );
  }
  let [simulated, chance] = [0, 0];
  for (const { forecast } of compared) {
    for (const run of forecast.runs) {
      run.forEach((calls, i) => {
        const mean = forecast.rows[i];
        if (!mean) return;
        simulated += calls.answered;
        chance += Math.abs(
          shareOf(mean.abandoned, mean.answered) * calls.answered - calls.abandoned,
        );
      });
    }
  }
  return { error: shareOf(error, answered), byChance: shareOf(chance, simulated) };
}

/** Grouped by half of the runs, and forecast by the other half: what chance made high in the one is not high in the other. */
function calibrationOf(rows: readonly ComparedRow[], runs: number): readonly CalibrationGroup[] {
  const answered = rows.reduce((sum, { row }) => sum + row.answered, 0);
  const count = Math.max(1, Math.min(MOST_GROUPS, Math.floor(answered / FEWEST_ANSWERED)));
  const groups = Array.from({ length: count }, (): ComparedRow[] => []);
  let before = 0;
  const rated = rows.map((each) => {
    const [{ answered, abandoned }] = each.halves;
    return { each, rate: shareOf(abandoned, answered) };
  });
  for (const { each } of rated.sort((a, b) => a.rate - b.rate)) {
    const group = Math.min(count - 1, Math.floor((count * before) / answered));
    groups[group]?.push({ ...each, forecast: each.halves[1] });
    before += each.row.answered;
  }
  return groups.flatMap((group) => {
    if (group.length === 0) return [];
    // Day by day and summed up, for a single interval has hardly a call that is abandoned.
    const comparison = comparisonOf([group]);
    const chance = group.reduce((sum, each) => sum + each.variance, 0);
    // The forecast itself is known only as well as half of the runs say.
    const deviation = Math.sqrt(chance * (1 + 1 / Math.max(1, Math.floor(runs / 2))));
    const reach = shareOf(NINETY_PERCENT * deviation + 0.5, comparison.answered);
    const { forecast } = comparison;
    return [
      {
        ...comparison,
        low: Math.max(0, forecast - reach),
        high: forecast + reach,
      },
    ];
  });
}
