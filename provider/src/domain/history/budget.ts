import { normalProbability } from "../pacing/normal.ts";
import {
  type Counts,
  type DailyCounts,
  datesFrom,
  type Period,
  plusDays,
  sumOfCalls,
  weekdayOf,
} from "./days.ts";

/** Days that are left are taken to be as those of the last four weeks. */
export const USUAL_DAYS = 28;
/** With fewer degrees of freedom nobody can say how days differ. */
const LEAST_FREEDOM = 5;

interface BudgetDay {
  readonly date: string;
  readonly answered: number;
  readonly abandoned: number;
  /** Of `allowed`, what is left at the end of the day, less than 0 where more is spent; 0–1 otherwise. */
  readonly left: number;
}

/** What is spent of the calls that may be abandoned in a period. */
export interface Budget {
  readonly period: Period;
  /** The last day that is counted. */
  readonly asOf: string;
  readonly daysLeft: number;
  readonly limit: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Calls that may be abandoned in the whole period, with the calls that are expected to be answered in the days that are left. */
  readonly allowed: number;
  /** `allowed` − `abandoned`. */
  readonly left: number;
  /** Abandoned calls that are expected in the days that are left, if they are as the last four weeks were. */
  readonly expected: number;
  /** Abandoned ÷ answered of the whole period then. */
  readonly expectedRate: number;
  /** Abandoned on a day on which anybody was called, so far in the period. */
  readonly burnPerDay: number;
  /** The day on which more is spent than the period allows, at this pace; undefined where none is. */
  readonly goneOn: string | undefined;
  /** The chance that the period ends over the limit; undefined where there are too few days to say. */
  readonly chanceOverLimit: number | undefined;
  readonly days: readonly BudgetDay[];
}

/**
 * @param asOf the last day that counts; what comes after it is left out.
 * @param period that this day is in.
 */
export function budgetOf(counts: DailyCounts, limit: number, period: Period, asOf: string): Budget {
  const usual = usualDays(counts, limit, asOf);
  const left = datesFrom(plusDays(asOf, 1), period.to);
  const rest = left.map((date) => ({ date, ...usual.on(date) }));
  const counted = datesFrom(period.from, asOf).flatMap((date) => {
    const ofDay = counts.get(date);
    return ofDay ? [{ date, ...ofDay }] : [];
  });
  const { answered, abandoned } = sumOfCalls(counted);
  const coming = sumOfCalls(rest);
  const allAnswered = answered + coming.answered;
  const expected = coming.abandoned;
  const allowed = limit * allAnswered;
  let spent = 0;
  const days = counted.map((day): BudgetDay => {
    spent += day.abandoned;
    return { ...day, left: allowed > 0 ? 1 - spent / allowed : 0 };
  });
  return {
    period,
    asOf,
    daysLeft: left.length,
    limit,
    answered,
    abandoned,
    allowed,
    left: allowed - abandoned,
    expected,
    expectedRate: allAnswered > 0 ? (abandoned + expected) / allAnswered : 0,
    burnPerDay: counted.length > 0 ? abandoned / counted.length : 0,
    goneOn: goneOn([...counted, ...rest], allowed),
    chanceOverLimit: usual.chanceOver(abandoned - limit * answered, left),
    days,
  };
}

function goneOn(days: readonly (Counts & { readonly date: string })[], allowed: number) {
  let spent = 0;
  return days.find(({ abandoned }) => {
    spent += abandoned;
    return spent > allowed;
  })?.date;
}

/** What the last weeks say of a day to come, by its weekday. On a weekday on which nobody was called, nobody will be. */
function usualDays(counts: DailyCounts, limit: number, asOf: string) {
  const recent = datesFrom(plusDays(asOf, 1 - USUAL_DAYS), asOf).flatMap((date) => {
    const ofDay = counts.get(date);
    return ofDay ? [{ ...ofDay, weekday: weekdayOf(date) }] : [];
  });
  const byWeekday = Map.groupBy(recent, ({ weekday }) => weekday);
  const means = new Map(
    [...byWeekday].map(([weekday, days]) => {
      const { answered, abandoned } = sumOfCalls(days);
      const count = days.length;
      return [
        weekday,
        { answered: answered / count, abandoned: abandoned / count, count },
      ] as const;
    }),
  );
  const beyond = ({ answered, abandoned }: Counts) => abandoned - limit * answered;
  const squares = recent.reduce((sum, day) => {
    const mean = means.get(day.weekday);
    return sum + (mean ? (beyond(day) - beyond(mean)) ** 2 : 0);
  }, 0);
  const freedom = recent.length - means.size;
  return {
    on: (date: string): Counts => means.get(weekdayOf(date)) ?? { answered: 0, abandoned: 0 },
    /** The sum of (abandoned − limit × answered) over the days is nearly normal; its mean is as uncertain as that of a weekday's days is. */
    chanceOver: (excess: number, dates: readonly string[]): number | undefined => {
      if (dates.length === 0) return Number(excess > 0);
      if (freedom < LEAST_FREEDOM) return undefined;
      const ofDay = squares / freedom;
      let [mean, variance] = [excess, 0];
      for (const [weekday, ofWeekday] of Map.groupBy(dates, weekdayOf)) {
        const usual = means.get(weekday);
        if (!usual) continue;
        const count = ofWeekday.length;
        mean += count * beyond(usual);
        variance += ofDay * (count + count ** 2 / usual.count);
      }
      return variance > 0 ? normalProbability(mean / Math.sqrt(variance)) : Number(mean > 0);
    },
  };
}
