import type { Counts } from "../history/days.ts";
import type { HistoryRow } from "../history/row.ts";
import type { ComparedDay } from "./compare-days.ts";

/** So many rows before an interval say how much was abandoned lately. */
const LATELY = 4;
/** Fewer say nothing. */
const FEWEST_ANSWERED = 100;
const FEWEST_INTERVALS = 60;
/** What chance alone does once in 1,000 times, and what is not worth a word. */
const [SURELY, WORTH_A_WORD] = [3, 0.02];

/** Whether the tenant dials less where much was abandoned shortly before. Its settings do not say that it would. */
export interface HoldingBack {
  /** Answered calls ÷ those that the settings would have brought, where little was abandoned before: of the calmest third. */
  readonly paceWhenCalm: number;
  /** The same where much was: of the third in which most was. */
  readonly paceWhenBusy: number;
  /** `paceWhenCalm` − `paceWhenBusy`, and its standard error. */
  readonly difference: number;
  readonly error: number;
  readonly isSure: boolean;
}

/** An interval, and what share of the calls in those shortly before it was abandoned. */
export interface IntervalAfter {
  readonly day: string;
  readonly row: HistoryRow;
  readonly forecast: Counts;
  readonly abandonedLately: number;
}

/** Intervals by what was abandoned before: a third each, within each setting. */
export function calmAndBusy(compared: readonly ComparedDay[]): {
  readonly calm: readonly IntervalAfter[];
  readonly busy: readonly IntervalAfter[];
} {
  const [calm, busy]: [IntervalAfter[], IntervalAfter[]] = [[], []];
  for (const days of Map.groupBy(compared, ({ day }) => day.span).values()) {
    const sorted = days
      .flatMap(intervalsAfter)
      .toSorted((a, b) => a.abandonedLately - b.abandonedLately);
    const third = Math.floor(sorted.length / 3);
    for (const each of sorted.slice(0, third)) calm.push(each);
    for (const each of sorted.slice(sorted.length - third)) busy.push(each);
  }
  return { calm, busy };
}

function intervalsAfter({ day, rows }: ComparedDay): readonly IntervalAfter[] {
  return rows.flatMap(({ row, forecast }, i) => {
    let [answered, abandoned] = [0, 0];
    for (const { row: before } of rows.slice(Math.max(0, i - LATELY), i)) {
      answered += before.answered;
      abandoned += before.abandoned;
    }
    if (answered < FEWEST_ANSWERED || forecast.answered === 0) return [];
    return [{ day: day.date, row, forecast, abandonedLately: abandoned / answered }];
  });
}

/** Undefined where too few intervals say it. */
export function holdingBack(compared: readonly ComparedDay[]): HoldingBack | undefined {
  const { calm, busy } = calmAndBusy(compared);
  if (calm.length < FEWEST_INTERVALS) return undefined;
  const [whenCalm, whenBusy] = [paceOf(calm), paceOf(busy)];
  const difference = whenCalm.pace - whenBusy.pace;
  const error = Math.hypot(whenCalm.error, whenBusy.error);
  return {
    paceWhenCalm: whenCalm.pace,
    paceWhenBusy: whenBusy.pace,
    difference,
    error,
    isSure: difference > SURELY * error && difference > WORTH_A_WORD,
  };
}

function paceOf(intervals: readonly IntervalAfter[]): {
  readonly pace: number;
  readonly error: number;
} {
  const actual = intervals.reduce((sum, { row }) => sum + row.answered, 0);
  const forecast = intervals.reduce((sum, { forecast }) => sum + forecast.answered, 0);
  const pace = actual / forecast;
  const squares = intervals.reduce(
    (sum, { row, forecast }) => sum + (row.answered - pace * forecast.answered) ** 2,
    0,
  );
  return { pace, error: Math.sqrt(squares) / forecast };
}
