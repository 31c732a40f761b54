/** Dates are `2026-03-02`, on the call centre's clock. */
import { type RegulationName, regulations } from "../regulation.ts";
import { type Weekday, weekdays } from "../schedule.ts";
import { type CampaignHistory, dateOf, daysOf } from "./history.ts";

const DAY = 24 * 60 * 60_000;

/** Answered and abandoned calls. */
export interface Counts {
  readonly answered: number;
  readonly abandoned: number;
}

/** By the date, in ascending order; days without a row are left out. */
export type DailyCounts = ReadonlyMap<string, Counts>;

export function dailyCounts(history: CampaignHistory): DailyCounts {
  const counts = new Map<string, Counts>();
  for (const [date, rows] of daysOf(history)) counts.set(date, sumOfCalls(rows));
  return counts;
}

/** Both ends count. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/**
 * The period of a regulation that a day is in.
 *
 * @param first the campaign's first day.
 */
export function periodAt(regulation: RegulationName, first: string, date: string): Period {
  const { periodDays } = regulations[regulation];
  if (regulation === "ca") {
    const [year = 0, month = 1] = date.split("-").map(Number);
    return { from: `${date.slice(0, 8)}01`, to: dateOf(Date.UTC(year, month, 0)) };
  }
  const since = Math.max(0, daysBetween(first, date));
  const from = plusDays(first, since - (since % periodDays));
  return { from, to: plusDays(from, periodDays - 1) };
}

/** What is counted of a period that is not over. */
export interface Spent extends Counts {
  readonly period: Period;
  /** The last day that is counted. */
  readonly asOf: string;
  readonly daysOver: number;
  /** The day of the week of each day that is left. */
  readonly weekdaysLeft: readonly Weekday[];
}

/**
 * What is counted of the period that the day after the last counted one is in; nothing where a period begins on that day.
 *
 * @param first the campaign's first day. @default the first that is counted
 */
export function spentOf(
  counts: DailyCounts,
  regulation: RegulationName,
  first?: string,
): Spent | undefined {
  const dates = [...counts.keys()];
  const [firstCounted, asOf] = [dates[0], dates.at(-1)];
  if (firstCounted === undefined || asOf === undefined) return undefined;
  const next = plusDays(asOf, 1);
  const period = periodAt(regulation, first ?? firstCounted, next);
  const over = datesFrom(period.from, asOf);
  if (over.length === 0) return undefined;
  const ofDays = over.flatMap((date) => counts.get(date) ?? []);
  return {
    period,
    asOf,
    ...sumOfCalls(ofDays),
    daysOver: over.length,
    weekdaysLeft: datesFrom(next, period.to).map(weekdayOf),
  };
}

export function sumOfCalls(all: readonly Counts[]): Counts {
  let [answered, abandoned] = [0, 0];
  for (const each of all) {
    answered += each.answered;
    abandoned += each.abandoned;
  }
  return { answered, abandoned };
}

export function weekdayOf(date: string): Weekday {
  return weekdays[(new Date(date).getUTCDay() + 6) % 7] ?? "monday";
}

export function plusDays(date: string, days: number): string {
  return dateOf(Date.parse(date) + days * DAY);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** All from the one to the other; none where they are the other way round. */
export function datesFrom(from: string, to: string): readonly string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, i) =>
    plusDays(from, i),
  );
}
