import { highestExcess, type PeriodOdds, periodOdds, share } from "./period-odds.ts";
import {
  type CurrentPeriod,
  currentTally,
  type KindOfDay,
  type MixedPeriodOptions,
  type PeriodOptions,
  type PeriodPlan,
  type PeriodTally,
  parsePeriodOptions,
} from "./period-options.ts";
import {
  highestPeriodAgentRatio,
  highestPeriodDialRate,
  simulatePeriodDays,
} from "./period-search.ts";
import { type SimulatedDays, thorough } from "./simulate-days.ts";

export interface IntervalForecast {
  /** Calls that people answer in it on a day, abandoned ones included. */
  readonly answered: number;
  /** Abandoned ÷ answered, each counted when it happens: over 1 where calls of the interval before are abandoned in it. */
  readonly abandonmentRate: number;
  /** Share of the agents' time spent on calls, 0–1; the time counts that agents stay longer to finish a call. 0 without agents. */
  readonly occupancy: number;
}

/** Abandoned calls over the period. */
export interface AbandonmentBudget {
  /** What the limit allows, by the calls that are answered over the whole period. */
  readonly allowed: number;
  /** Abandoned so far. */
  readonly spent: number;
  /** Expected in the days that are left. */
  readonly expected: number;
  /** `allowed` − `spent`; less than 0 where more is spent than the whole period allows. */
  readonly left: number;
  /** Days until nothing is left at this pace: 0 where nothing is, Infinity where nobody is abandoned. */
  readonly lastsDays: number;
}

export interface PeriodForecast {
  /** Abandoned ÷ answered over the days that are left, 0–1. */
  readonly abandonmentRate: number;
  /** Half the width of the 95 % interval that the simulation leaves around `abandonmentRate`. */
  readonly abandonmentMargin: number;
  /** Abandoned ÷ answered over the whole period, what is spent included, 0–1. */
  readonly periodRate: number;
  /** The period ends at this rate or a higher one with a chance of 95 %. */
  readonly periodLow: number;
  /** The period ends at this rate or a lower one with a chance of 95 %. */
  readonly periodHigh: number;
  /** The chance that the period ends over the limit, 0–1. */
  readonly chanceOverLimit: number;
  /** Share of the agents' time spent on calls, 0–1. */
  readonly occupancy: number;
  /** Calls that people answer on a day of the period on average, abandoned ones included. */
  readonly answeredPerDay: number;
  /** One for each interval, in the same order; where there are several kinds of days, kind by kind. */
  readonly byInterval: readonly IntervalForecast[];
  /** Which of `byInterval` has the highest abandonment rate of those with agents, from 0; the first of equals. */
  readonly worstInterval: number;
  readonly budget: AbandonmentBudget;
  /**
   * The highest `dialRate` of the API's 0.1–10 that keeps the chance under 5 % with everything else as it is; forecast with it, the
   * chance is under 5 %. 10 where even that does, 0 where none was found. A higher one may pass as well: by about 5 %, by more where days are of several kinds.
   */
  readonly optimalDialRate: number;
  /**
   * The highest `agentRatio` of the API's 1–5 that keeps the chance under 5 % with everything else as it is; 0 where none does. A whole
   * number where lines are per agent, for every ratio is rounded to one; else in steps of 0.1.
   */
  readonly highestAgentRatio: number;
}

/**
 * What a setting of the dialer does over a period of days that the law counts, with staff that comes and goes and answer rates that
 * differ by the hour and from day to day.
 *
 * Whole days are simulated, each beginning with nobody on a call. Where agents become fewer, those who are free go at once, and
 * whoever ends a call goes until no more are there than the schedule says; lines that ring go on ringing. Where days of a large team
 * are long, their intervals are simulated in part, the beginning always. The same options give the same digits everywhere.
 *
 * `preview` and `progressive` abandon nobody. A day of 100 agents takes up to a tenth of a second, what would pass three more.
 *
 * @throws RangeError naming the option that is out of its range, its value and the range.
 */
export function forecastPeriod(options: PeriodOptions | MixedPeriodOptions): PeriodForecast {
  const { forecast, searchAgentRatio } = forecastPeriodInParts(options);
  return { ...forecast, highestAgentRatio: searchAgentRatio() };
}

/** What is searched for by itself: it takes as long as the rest. */
type Searched = "optimalDialRate" | "highestAgentRatio";

export interface PeriodForecastInParts {
  readonly forecast: Omit<PeriodForecast, "highestAgentRatio">;
  /** Of the period that goes on, where there is one. What would pass does so in both. */
  readonly current: Omit<PeriodForecast, Searched> | undefined;
  readonly searchAgentRatio: () => number;
}

/** The same where the highest agent ratio is not always asked for, and for the period that goes on beside a whole one. */
export function forecastPeriodInParts(
  options: PeriodOptions | MixedPeriodOptions,
  current?: CurrentPeriod,
): PeriodForecastInParts {
  const plan = parsePeriodOptions(options);
  const tallies = [plan, ...(current ? [currentTally(plan, current)] : [])];
  const simulated = simulatePeriodDays(plan, thorough);
  const [ofPlan, ofCurrent] = tallies.map((tally) => forecastOfTally(simulated, plan, tally));
  if (!ofPlan) throw new RangeError("a plan has a period");
  const excess = highestExcess(simulated, tallies);
  return {
    forecast: { ...ofPlan, optimalDialRate: highestPeriodDialRate(plan, excess, tallies) },
    current: ofCurrent,
    searchAgentRatio: () => highestPeriodAgentRatio(plan, excess, tallies),
  };
}

function forecastOfTally(
  simulated: readonly SimulatedDays[],
  { kindsOfDay }: PeriodPlan,
  tally: PeriodTally,
): Omit<PeriodForecast, Searched> {
  const odds = periodOdds(simulated, tally);
  const { answeredPerDay, abandonmentRate, abandonmentMargin } = odds;
  const { periodRate, periodLow, periodHigh, chanceOverLimit } = odds;
  const byInterval = kindsOfDay.flatMap(({ intervals }, k) => {
    const kind = simulated[k];
    return kind ? intervals.map((_, i) => forecastOfInterval(totalsOf(kind, i))) : [];
  });
  return {
    abandonmentRate,
    abandonmentMargin,
    periodRate,
    periodLow,
    periodHigh,
    chanceOverLimit,
    occupancy: occupancyOfAll(simulated, tally),
    answeredPerDay,
    byInterval,
    worstInterval: worstOf(byInterval, kindsOfDay, tally),
    budget: budgetOf(odds, tally),
  };
}

function budgetOf(
  { answeredPerDay, abandonedPerDay }: PeriodOdds,
  { limit, spent, daysLeft }: PeriodTally,
): AbandonmentBudget {
  const allowed = limit * (spent.answered + daysLeft * answeredPerDay);
  const left = allowed - spent.abandoned;
  return {
    allowed,
    spent: spent.abandoned,
    expected: daysLeft * abandonedPerDay,
    left,
    lastsDays: left <= 0 ? 0 : left / abandonedPerDay,
  };
}

/** After the last agents have left a few calls are abandoned, nearly all: such an interval is the worst of none. Nor is that of a day that is over. */
function worstOf(
  byInterval: readonly IntervalForecast[],
  kindsOfDay: readonly KindOfDay[],
  { shares }: PeriodTally,
): number {
  const rates = kindsOfDay
    .flatMap(({ intervals }, k) => intervals.map(({ agents }) => agents > 0 && shares[k] !== 0))
    .map((counts, i) => (counts ? (byInterval[i]?.abandonmentRate ?? 0) : -1));
  return rates.indexOf(Math.max(...rates));
}

function occupancyOfAll(simulated: readonly SimulatedDays[], { shares }: PeriodTally): number {
  let [busySeconds, agentSeconds] = [0, 0];
  simulated.forEach((kind, k) => {
    const share = shares[k] ?? 0;
    const totals = totalsOf(kind);
    busySeconds += share * totals.busySeconds;
    agentSeconds += share * totals.agentSeconds;
  });
  return occupancyOf({ busySeconds, agentSeconds });
}

/** What happens on a usual day, or in an interval of it. */
interface Totals {
  readonly answered: number;
  readonly abandoned: number;
  readonly busySeconds: number;
  readonly agentSeconds: number;
}

/** The sums over the parts of an interval, or of all. */
function totalsOf({ parts, days }: SimulatedDays, interval?: number): Totals {
  let [answered, abandoned, busySeconds, agentSeconds] = [0, 0, 0, 0];
  parts.forEach((part, k) => {
    if (interval !== undefined && part.interval !== interval) return;
    agentSeconds += part.weight * part.seconds * part.agents;
    for (const day of days) {
      const counts = day[k];
      if (!counts) continue;
      const weight = part.weight / days.length;
      answered += weight * counts.answered;
      abandoned += weight * counts.abandoned;
      busySeconds += weight * counts.busySeconds;
      agentSeconds += weight * counts.overtimeSeconds;
    }
  });
  return { answered, abandoned, busySeconds, agentSeconds };
}

function forecastOfInterval({ answered, abandoned, ...seconds }: Totals): IntervalForecast {
  return { answered, abandonmentRate: share(abandoned, answered), occupancy: occupancyOf(seconds) };
}

function occupancyOf({ busySeconds, agentSeconds }: Omit<Totals, "answered" | "abandoned">) {
  return share(busySeconds, agentSeconds);
}
