import type { Spent } from "../domain/history/days.ts";
import type { KindOfDay, MixedPeriodOptions } from "../domain/pacing/period-options.ts";
import { type ScheduledDay, weekdays } from "../domain/schedule.ts";
import { forecastSchedule } from "./forecast.ts";

export type PeriodDialer = Omit<MixedPeriodOptions, "kindsOfDay" | "spent">;

/** How a period ends with a schedule. */
export interface PeriodResult extends ReturnType<typeof forecastSchedule> {
  /** `30 days`, or `the 30 days from 2026-03-02 (9 left)`. */
  readonly covers: string;
  readonly worst: WorstInterval;
  /** What is counted of it already; absent where it begins. */
  readonly spent?: Spent;
}

/** The interval in which most of those who answer are abandoned. */
interface WorstInterval {
  /** `13:00`, or `saturday 13:00` where days differ. */
  readonly name: string;
  readonly abandonmentRate: number;
  /** How many agents fewer than in the interval before it. */
  readonly left: number;
}

/**
 * The worst of the periods that a setting has to do with: one from its beginning to its end, and what is left of the one that goes on.
 * What would pass does so in both.
 */
export function worstPeriod(
  dialer: PeriodDialer,
  days: readonly ScheduledDay[],
  spent?: Spent,
): PeriodResult {
  const whole = wholePeriod(dialer, days);
  const rest = spent && restOfPeriod(dialer, days, spent);
  if (!rest) return whole;
  return {
    ...worseOf(whole, rest),
    optimalDialRate: Math.min(whole.optimalDialRate, rest.optimalDialRate),
    highestAgentRatio: () => Math.min(whole.highestAgentRatio(), rest.highestAgentRatio()),
  };
}

/** A period with all days of the week; of a law that counts each day, the worst of them. */
function wholePeriod(dialer: PeriodDialer, days: readonly ScheduledDay[]): PeriodResult {
  const { days: count = 0 } = dialer;
  const results =
    count >= weekdays.length
      ? [resultOf(dialer, days, (day) => day.weekdays.length / weekdays.length, `${count} days`)]
      : days.map((day) => resultOf(dialer, [day], () => 1, dayText(day)));
  return results.reduce(worseOf);
}

/** Of the period that goes on, the days that are left. Nothing where nobody works on them. */
export function restOfPeriod(
  dialer: PeriodDialer,
  days: readonly ScheduledDay[],
  spent: Spent,
): PeriodResult | undefined {
  const { period, answered, abandoned, daysOver, weekdaysLeft } = spent;
  const countOf = (day: ScheduledDay) =>
    weekdaysLeft.filter((weekday) => day.weekdays.includes(weekday)).length;
  const working = days.filter((day) => countOf(day) > 0);
  if (working.length === 0) return undefined;
  const count = daysOver + weekdaysLeft.length;
  const result = resultOf(
    { ...dialer, days: count, spent: { answered, abandoned, days: daysOver } },
    working,
    (day) => countOf(day) / weekdaysLeft.length,
    `the ${count} days from ${period.from} (${weekdaysLeft.length} left)`,
  );
  return { ...result, spent };
}

function worseOf(one: PeriodResult, other: PeriodResult): PeriodResult {
  const isWorse =
    other.chanceOverLimit > one.chanceOverLimit ||
    (other.chanceOverLimit === one.chanceOverLimit && other.periodRate > one.periodRate);
  return isWorse ? other : one;
}

function resultOf(
  dialer: Omit<MixedPeriodOptions, "kindsOfDay">,
  days: readonly ScheduledDay[],
  share: (day: ScheduledDay) => number,
  covers: string,
): PeriodResult {
  const kindsOfDay = days.map(
    (day): KindOfDay => ({
      share: share(day),
      // Without their times, so that equal days are forecast once.
      intervals: day.intervals.map(({ start: _, ...interval }) => interval),
    }),
  );
  const result = forecastSchedule({ ...dialer, kindsOfDay });
  return { ...result, covers, worst: worstOf(days, result) };
}

function dayText(day: ScheduledDay): string {
  return day.weekdays.length === weekdays.length ? "24 hours" : `24 hours of ${namesOf(day)}`;
}

function worstOf(
  days: readonly ScheduledDay[],
  { worstInterval, byInterval }: ReturnType<typeof forecastSchedule>,
): WorstInterval {
  const all = days.flatMap((day) =>
    day.intervals.map((interval, i) => ({ day, interval, before: day.intervals[i - 1] })),
  );
  const worst = all[worstInterval];
  const { abandonmentRate = 0 } = byInterval[worstInterval] ?? {};
  if (!worst) return { name: "", abandonmentRate, left: 0 };
  const { day, interval, before } = worst;
  return {
    name: days.length > 1 ? `${namesOf(day)} ${interval.start}` : interval.start,
    abandonmentRate,
    left: (before?.agents ?? 0) - interval.agents,
  };
}

/** `monday to friday`, `saturday`, `monday, wednesday` */
function namesOf({ weekdays: names }: ScheduledDay): string {
  const [first = "", last = ""] = [names[0], names.at(-1)];
  const all: readonly string[] = weekdays;
  const isRun = all[all.indexOf(first) + names.length - 1] === last;
  return isRun && names.length > 2 ? `${first} to ${last}` : names.join(", ");
}
