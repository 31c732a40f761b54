import { normalProbability } from "./normal.ts";
import type { PeriodTally } from "./period-options.ts";
import type { PartCounts, SimulatedDays } from "./simulate-days.ts";

/** The middle 90 % of a normal distribution lie so many standard deviations around its mean; 95 % lie under the upper end. */
const NINETY_PERCENT = 1.6448536269514722;
const NINETY_FIVE_PERCENT = 1.959963984540054;

export interface PeriodOdds {
  /** Both a day, of those that are left. */
  readonly answeredPerDay: number;
  readonly abandonedPerDay: number;
  readonly abandonmentRate: number;
  /** Half the width of the 95 % interval that the simulation leaves around `abandonmentRate`. */
  readonly abandonmentMargin: number;
  /** Of the whole period. */
  readonly periodRate: number;
  readonly periodLow: number;
  readonly periodHigh: number;
  readonly chanceOverLimit: number;
  /** How far the rate that the period stays under with a chance of 95 % is over the limit. */
  readonly excess: number;
}

/**
 * What may come of a period: abandoned ÷ answered, those that are counted and those of the days that are left.
 *
 * Whether it ends over a rate r depends on the sum of (abandoned − r × answered) over the days, which is nearly normal, for days are
 * independent. It is as uncertain as days differ, and as what is known of days by a simulation is.
 */
export function periodOdds(
  simulated: readonly SimulatedDays[],
  { shares, limit, spent: { answered, abandoned }, daysLeft }: PeriodTally,
): PeriodOdds {
  const ofAll = (count: Count) => dailyOf(simulated, shares, count);
  const answeredPerDay = ofAll((counts) => counts.answered).mean;
  const abandonedPerDay = ofAll((counts) => counts.abandoned).mean;
  const beyond = (rate: number) => {
    const each = ofAll((counts) => counts.abandoned - rate * counts.answered);
    return {
      mean: abandoned - rate * answered + daysLeft * each.mean,
      deviation: Math.sqrt(daysLeft * each.variance + daysLeft ** 2 * each.meanVariance),
      meanDeviation: Math.sqrt(each.meanVariance),
    };
  };

  const abandonmentRate = share(abandonedPerDay, answeredPerDay);
  const answeredInAll = answered + daysLeft * answeredPerDay;
  const periodRate = share(abandoned + daysLeft * abandonedPerDay, answeredInAll);
  const reach = share(NINETY_PERCENT * beyond(periodRate).deviation, answeredInAll);
  const { mean, deviation } = beyond(limit);
  return {
    answeredPerDay,
    abandonedPerDay,
    abandonmentRate,
    abandonmentMargin: Math.max(
      NINETY_FIVE_PERCENT * share(beyond(abandonmentRate).meanDeviation, answeredPerDay),
      finestMargin(simulated),
    ),
    periodRate,
    periodLow: Math.max(0, periodRate - reach),
    periodHigh: Math.min(1, periodRate + reach),
    chanceOverLimit: deviation > 0 ? normalProbability(mean / deviation) : Number(mean > 0),
    excess: share(mean + NINETY_PERCENT * deviation, answeredInAll),
  };
}

/** How far the worst of some periods with the same limit is over it, as `excess` of each says. */
export function highestExcess(
  simulated: readonly SimulatedDays[],
  tallies: readonly PeriodTally[],
): number {
  return Math.max(...tallies.map((tally) => periodOdds(simulated, tally).excess));
}

/** 3 ÷ calls: what so many without one that is abandoned leave possible; 0 where nothing was left to chance. */
function finestMargin(simulated: readonly SimulatedDays[]): number {
  if (simulated.every(({ events }) => events === 0)) return 0;
  const calls = simulated
    .flatMap(({ days }) => days.flat())
    .reduce((sum, { answered }) => sum + answered, 0);
  return calls < 3 ? 1 : 3 / calls;
}

/** A part of a whole; 0 of nothing. */
export function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

type Count = (counts: PartCounts) => number;

interface Daily {
  readonly mean: number;
  readonly variance: number;
  readonly meanVariance: number;
}

/** A count of a day of the period, where days are of several kinds: each kind comes as often as it does, which is not left to chance. */
function dailyOf(
  simulated: readonly SimulatedDays[],
  shares: readonly number[],
  count: Count,
): Daily {
  let [mean, variance, meanVariance] = [0, 0, 0];
  simulated.forEach((kind, i) => {
    const share = shares[i] ?? 0;
    const each = daily(kind, count);
    mean += share * each.mean;
    variance += share * each.variance;
    meanVariance += share ** 2 * each.meanVariance;
  });
  return { mean, variance, meanVariance };
}

/**
 * A count of a day: its mean, its variance from day to day, and the variance of the mean, which is the simulation's error.
 *
 * The simulated days stand for all answer rates, so that what they differ by is what days do, and the mean has no error but chance.
 * Chance is what is left beside the trend along the answer rates. Where a part of a day stands for a longer one, it has the part's
 * weight in the variance of a day, and its square in that of what was simulated.
 */
function daily({ parts, days, varies }: SimulatedDays, count: Count): Daily {
  const totals = days.map(() => 0);
  let chance = 0;
  let simulatedChance = 0;
  parts.forEach(({ weight }, k) => {
    const counts = days.map((day) => {
      const part = day[k];
      return part ? count(part) : 0;
    });
    counts.forEach((each, day) => {
      totals[day] = (totals[day] ?? 0) + weight * each;
    });
    const variance = varies ? varianceAroundTrend(counts) : varianceOf(counts);
    chance += weight * variance;
    simulatedChance += weight ** 2 * variance;
  });
  const trend = varies ? Math.max(0, varianceOf(totals) - simulatedChance) : 0;
  return {
    mean: meanOf(totals),
    variance: (trend * (days.length - 1)) / days.length + chance,
    meanVariance: simulatedChance / days.length,
  };
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

function varianceOf(numbers: readonly number[]): number {
  const mean = meanOf(numbers);
  return numbers.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (numbers.length - 1);
}

/** Of numbers in a row, around a curve that is nearly straight from each to the one after the next. */
function varianceAroundTrend(numbers: readonly number[]): number {
  let squares = 0;
  for (let i = 2; i < numbers.length; i++) {
    const [first = 0, second = 0, third = 0] = numbers.slice(i - 2, i + 1);
    squares += (first - 2 * second + third) ** 2;
  }
  return squares / 6 / (numbers.length - 2);
}
