import { type DialerSettings, parseDialerSettings } from "./dialer-settings.ts";
import { between, notNegative, overZeroToOne, positive, requireRanges, whole } from "./range.ts";

/** A stretch of a day with the same staff and the same people at home. */
export interface ScheduleInterval {
  /** How long it is, in seconds, over 0; all intervals together at most 90,000, the longest day of a year (25 hours). */
  readonly seconds: number;
  /** Agents who take the calls, 0–10,000. With 0 nothing is dialled. */
  readonly agents: number;
  /** Answered ÷ dialled on a usual day, over 0 and at most 1. */
  readonly answerRate: number;
  /** Mean time (exponential) that an agent spends on an answered call, wrap-up included, in seconds, over 0. */
  readonly averageHandleTimeSeconds: number;
}

/** Days of a period that are alike, as its Saturdays may be. */
export interface KindOfDay {
  /** Their share of the days, over 0 and at most 1. Where the shares add up to less than 1, nobody works on the other days. */
  readonly share: number;
  /** Their intervals, one after the other, 1–1,440 of them. At least one has agents. */
  readonly intervals: readonly ScheduleInterval[];
}

/** What is counted of a period that has begun. */
export interface SpentPeriod {
  /** Calls answered by people so far, at least 0. Answering machines do not count. */
  readonly answered: number;
  /** Calls abandoned so far, at least 0 and at most `answered`. */
  readonly abandoned: number;
  /** Days that are over, from 0 to `days`. */
  readonly days: number;
}

export interface PeriodOptions extends DialerSettings {
  /** The intervals of a day, one after the other, 1–1,440 of them. At least one has agents. */
  readonly intervals: readonly ScheduleInterval[];
  /**
   * By how much answer rates differ from day to day: the standard deviation of the logarithm of the factor that all answer rates of
   * a day have in common, 0–1. At 0.2, two days of three are within 20 % of the usual. @default 0
   */
  readonly answerRateVariation?: number;
  /** Days of the whole period, over 0 and at most 366. Source: 16 CFR 310.4(b)(4)(i). @default 30 */
  readonly days?: number;
  /** The abandonment rate that the period must not exceed, a fraction of answered calls, 0–1. */
  readonly limit: number;
  /** What is counted of the period already. @default nothing: it begins now */
  readonly spent?: SpentPeriod;
}

/** The same where not all days are alike. */
export interface MixedPeriodOptions extends Omit<PeriodOptions, "intervals"> {
  /** The kinds of days that there are, 1–7 of them. */
  readonly kindsOfDay: readonly KindOfDay[];
}

/** A period that goes on, beside a whole one with the same kinds of days. */
export interface CurrentPeriod {
  /** Days of the whole period. */
  readonly days: number;
  readonly spent: SpentPeriod;
  /** Of each kind of day, its share of the days that are left; 0 where none of them is left. */
  readonly shares: readonly number[];
}

/** What a period comes to by its days. */
export interface PeriodTally {
  /** Of each kind of day, its share of the days that are left. */
  readonly shares: readonly number[];
  readonly limit: number;
  readonly spent: SpentPeriod;
  readonly daysLeft: number;
}

/** Options that were parsed. */
export interface PeriodPlan extends PeriodTally {
  readonly settings: Required<DialerSettings>;
  readonly kindsOfDay: readonly KindOfDay[];
  readonly answerRateVariation: number;
}

/** The period that goes on, with the limit of the plan. */
export function currentTally({ limit }: PeriodPlan, current: CurrentPeriod): PeriodTally {
  const { days, spent, shares } = current;
  return { limit, spent, shares, daysLeft: days - spent.days };
}

const MOST_KINDS = 7;
/** Room for the rounding of sevenths that are added up. */
const ROUNDING = 1e-9;
const MOST_INTERVALS = 1440;
const LONGEST_DAY = 90_000;
const ONE_YEAR = 366;

/** @throws RangeError naming the option that is out of its range, its value and the range. */
export function parsePeriodOptions(options: PeriodOptions | MixedPeriodOptions): PeriodPlan {
  const {
    answerRateVariation = 0,
    days = 30,
    limit,
    spent = { answered: 0, abandoned: 0, days: 0 },
  } = options;
  const settings = parseDialerSettings(options);
  requireRanges(
    { answerRateVariation, days, limit },
    {
      answerRateVariation: between(0, 1),
      days: {
        text: `over 0 and at most ${ONE_YEAR}`,
        holds: (value) => value > 0 && value <= ONE_YEAR,
      },
      limit: between(0, 1),
    },
  );
  requireRanges(
    spent,
    {
      answered: notNegative,
      abandoned: {
        text: `from 0 to spent.answered, ${spent.answered}`,
        holds: (value) => value >= 0 && value <= spent.answered,
      },
      days: { text: `from 0 to days, ${days}`, holds: (value) => value >= 0 && value <= days },
    },
    "spent.",
  );
  const kindsOfDay = kindsIn(options);
  const shares = kindsOfDay.map(({ share }) => share);
  const daysLeft = days - spent.days;
  return { settings, kindsOfDay, shares, answerRateVariation, limit, spent, daysLeft };
}

function kindsIn(options: PeriodOptions | MixedPeriodOptions): readonly KindOfDay[] {
  if (!("kindsOfDay" in options)) {
    requireDay(options.intervals);
    return [{ share: 1, intervals: options.intervals }];
  }
  const { kindsOfDay: kinds } = options;
  if (kinds.length < 1 || kinds.length > MOST_KINDS) {
    throw new RangeError(`kindsOfDay must be 1 to ${MOST_KINDS}, but are ${kinds.length}`);
  }
  for (const [i, { share, intervals }] of kinds.entries()) {
    requireRanges({ share }, { share: overZeroToOne }, `kindsOfDay[${i}].`);
    requireDay(intervals, `kindsOfDay[${i}].`);
  }
  const shares = kinds.reduce((sum, { share }) => sum + share, 0);
  if (shares > 1 + ROUNDING) {
    throw new RangeError(`the shares of kindsOfDay must be at most 1 together, but are ${shares}`);
  }
  return kinds;
}

function requireDay(intervals: readonly ScheduleInterval[], where = ""): void {
  if (intervals.length < 1 || intervals.length > MOST_INTERVALS) {
    throw new RangeError(`${where}intervals must be 1 to 1,440, but are ${intervals.length}`);
  }
  for (const [i, interval] of intervals.entries()) {
    requireRanges(
      interval,
      {
        seconds: positive,
        agents: whole(0, 10_000),
        answerRate: overZeroToOne,
        averageHandleTimeSeconds: positive,
      },
      `${where}intervals[${i}].`,
    );
  }
  const seconds = intervals.reduce((sum, each) => sum + each.seconds, 0);
  if (seconds > LONGEST_DAY) {
    throw new RangeError(
      `${where}intervals must last at most 90,000 seconds together, the longest day of a year, but last ${seconds}`,
    );
  }
  if (intervals.every(({ agents }) => agents === 0)) {
    throw new RangeError(
      `${where}intervals must have agents in at least one, but have 0 in all. Leave out a day without agents`,
    );
  }
}
