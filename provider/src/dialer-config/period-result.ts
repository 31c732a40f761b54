import type { Spent } from "../domain/history/days.ts";
import type {
  CurrentPeriod,
  KindOfDay,
  MixedPeriodOptions,
} from "../domain/pacing/period-options.ts";
import { type ScheduledDay, weekdays } from "../domain/schedule.ts";
import { forecastSchedule } from "./forecast.ts";

export type PeriodDialer = Omit<MixedPeriodOptions, "kindsOfDay" | "spent">;

type ScheduleForecast = Omit<ReturnType<typeof forecastSchedule>, "current">;

/** How a period ends with a schedule. */
export interface PeriodResult extends ScheduleForecast {
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

/** The worst of the periods that a setting has to do with. */
export function worstPeriod(
  dialer: PeriodDialer,
  days: readonly ScheduledDay[],
  spent?: Spent,
): PeriodResult {
  const { whole, rest } = periodsOf(dialer, days, spent);
  return rest ? worseOf(whole, rest) : whole;
}

/**
 * A period from its beginning to its end, of a law that counts each day the worst day, and the one that goes on, of which something is
 * spent. What would pass does so in both.
 */
export function periodsOf(
  dialer: PeriodDialer,
  days: readonly ScheduledDay[],
  spent?: Spent,
): { readonly whole: PeriodResult; readonly rest?: PeriodResult } {
  const { days: count = 0 } = dialer;
  if (count < weekdays.length) {
    const results = days.map((day) => {
      const { current: _, ...forecast } = forecastSchedule({
        ...dialer,
        kindsOfDay: [kindOf(day, 1)],
      });
      return resultOf([day], forecast, dayText(day));
    });
    return { whole: results.reduce(worseOf) };
  }
  const kindsOfDay = days.map((day) => kindOf(day, day.weekdays.length / weekdays.length));
  const left = spent && currentPeriod(days, spent);
  const { current, ...forecast } = forecastSchedule({ ...dialer, kindsOfDay }, left);
  const whole = resultOf(days, forecast, `${count} days`);
  if (!spent || !left || !current) return { whole };
  const covers = `the ${left.days} days from ${spent.period.from} (${spent.weekdaysLeft.length} left)`;
  return { whole, rest: { ...resultOf(days, { ...forecast, ...current }, covers), spent } };
}

/** Nothing where nobody works on the days that are left. */
function currentPeriod(
  days: readonly ScheduledDay[],
  { answered, abandoned, daysOver, weekdaysLeft }: Spent,
): CurrentPeriod | undefined {
  const shares = days.map(
    (day) =>
      weekdaysLeft.filter((weekday) => day.weekdays.includes(weekday)).length / weekdaysLeft.length,
  );
  if (shares.every((share) => share === 0)) return undefined;
  const spent = { answered, abandoned, days: daysOver };
  return { days: daysOver + weekdaysLeft.length, spent, shares };
}

/** Without the times of its intervals, so that equal days are forecast once. */
function kindOf({ intervals }: ScheduledDay, share: number): KindOfDay {
  return { share, intervals: intervals.map(({ start: _, ...interval }) => interval) };
}

function worseOf(one: PeriodResult, other: PeriodResult): PeriodResult {
  const isWorse =
    other.chanceOverLimit > one.chanceOverLimit ||
    (other.chanceOverLimit === one.chanceOverLimit && other.periodRate > one.periodRate);
  return isWorse ? other : one;
}

function resultOf(
  days: readonly ScheduledDay[],
  forecast: ScheduleForecast,
  covers: string,
): PeriodResult {
  return { ...forecast, covers, worst: worstOf(days, forecast) };
}

function dayText(day: ScheduledDay): string {
  return day.weekdays.length === weekdays.length ? "24 hours" : `24 hours of ${namesOf(day)}`;
}

function worstOf(
  days: readonly ScheduledDay[],
  { worstInterval, byInterval }: ScheduleForecast,
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
