import { campaignPace } from "../domain/campaign-pace.ts";
import type { Demand } from "../domain/capacity.ts";
import { error, type Finding, warning } from "../domain/finding.ts";
import { decimal, percent, threeDigits } from "../domain/numbers.ts";
import { readingText } from "../domain/pacing/line-words.ts";
import type { LineReading } from "../domain/pacing/lines.ts";
import type { KindOfDay, MixedPeriodOptions } from "../domain/pacing/period-options.ts";
import { abandonmentLimit, regulations } from "../domain/regulation.ts";
import { type ScheduledDay, weekdays } from "../domain/schedule.ts";
import { answerRateFindings, type ForecastAssessment, rateText } from "./check-forecast.ts";
import type { PlannedSchedule } from "./figures.ts";
import { forecastSchedule, rounded } from "./forecast.ts";
import type { Arguments } from "./state.ts";

/** A chance of ending a period over the limit from which on a forecast warns. */
const HIGHEST_CHANCE = 0.05;
/** The API's, in dials a second. */
const LOWEST_DIAL_RATE = 0.1;

/**
 * What the configuration does over the period that the regulation counts, and whether that may be, together with the others of its
 * campaign that were checked before. As in {@link checkForecast}, the forecast is of the configuration by itself.
 */
export function checkPeriod(
  args: Partial<Arguments>,
  schedule: PlannedSchedule,
  demand: Demand,
  others: readonly Demand[],
  lineReading: LineReading,
): ForecastAssessment | undefined {
  const { maxQueueDepth, maxAbandonmentRate, answerRateThreshold, regulation } = args;
  if (maxQueueDepth === undefined || maxAbandonmentRate === undefined || !regulation) return;
  const { periodDays } = regulations[regulation];
  const dialedBy = (demands: readonly Demand[]): Dialer & LineReading => ({
    ...campaignPace(demands),
    ...lineReading,
    maxQueueDepth,
    limit: abandonmentLimit(regulation, maxAbandonmentRate),
    days: periodDays,
    answerRateVariation: schedule.answerRateVariation,
  });
  const alone = dialedBy([demand]);
  const judged = worstPeriod(alone, schedule.days);
  const joint = dialedBy([demand, ...others]);
  const together = others.length > 0 ? worstPeriod(joint, schedule.days) : judged;
  const { abandonmentRate, abandonmentMargin, periodLow, periodHigh, chanceOverLimit } = judged;
  const { occupancy, answeredPerDay, optimalDialRate } = judged;
  return {
    forecast: {
      ...rounded({
        covers: judged.covers,
        abandonmentRate,
        abandonmentMargin,
        periodLow,
        periodHigh,
        chanceOverLimit,
        worstInterval: judged.worst.name,
        worstAbandonmentRate: judged.worst.abandonmentRate,
        budgetUse: budgetUseOf(judged),
        occupancy,
        answeredPerDay,
        optimalDialRate,
      }),
      ...(alone.pacingType === "predictive" && lineReading),
    },
    findings: [
      ...periodFindings(joint, together, demand, others),
      ...answerRateFindings(schedule.answerRate, answerRateThreshold),
    ],
  };
}

const HIGHEST_BUDGET_USE = 1000;

function budgetUseOf({ budget: { expected, left } }: PeriodResult): number {
  if (expected === 0) return 0;
  return left > 0 ? Math.min(HIGHEST_BUDGET_USE, expected / left) : HIGHEST_BUDGET_USE;
}

type Dialer = Omit<MixedPeriodOptions, "kindsOfDay">;

type PeriodResult = ReturnType<typeof resultOf>;

/**
 * The period that the days of a schedule add up to.
 *
 * Of a period that is shorter than a week, as the UK's 24 hours, each day of the week is one: the one counts that is likeliest to end over the limit.
 */
export function worstPeriod(dialer: Dialer, days: readonly ScheduledDay[]): PeriodResult {
  const isOfWeeks = (dialer.days ?? 0) >= weekdays.length;
  const periods = isOfWeeks ? [days] : days.map((day) => [day]);
  const [first, ...more] = periods.map((each) => resultOf(dialer, each, isOfWeeks));
  if (!first) throw new RangeError("A schedule has a day at least.");
  return more.reduce(
    (worst, each) =>
      each.chanceOverLimit > worst.chanceOverLimit ||
      (each.chanceOverLimit === worst.chanceOverLimit &&
        each.abandonmentRate > worst.abandonmentRate)
        ? each
        : worst,
    first,
  );
}

function resultOf(dialer: Dialer, days: readonly ScheduledDay[], isOfWeeks: boolean) {
  const kindsOfDay = days.map(
    ({ weekdays: names, intervals }): KindOfDay => ({
      share: isOfWeeks ? names.length / weekdays.length : 1,
      // Without their times, so that equal days are forecast once.
      intervals: intervals.map(({ start: _, ...interval }) => interval),
    }),
  );
  const result = forecastSchedule({ ...dialer, kindsOfDay });
  return {
    ...result,
    covers: coversText(dialer.days ?? 0, days),
    worst: worstOf(days, result),
  };
}

function coversText(count: number, days: readonly ScheduledDay[]): string {
  if (count > 1) return `${count} days`;
  const [day] = days;
  return !day || day.weekdays.length === weekdays.length
    ? "24 hours"
    : `24 hours of ${namesOf(day)}`;
}

/** The interval in which most of those who answer are abandoned. */
interface WorstInterval {
  /** `13:00`, or `saturday 13:00` where days differ. */
  readonly name: string;
  readonly abandonmentRate: number;
  /** How many agents fewer than in the interval before it. */
  readonly left: number;
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

function periodFindings(
  dialer: Dialer & LineReading,
  result: PeriodResult,
  demand: Demand,
  others: readonly Demand[],
): readonly Finding[] {
  const { abandonmentRate, chanceOverLimit, covers, worst } = result;
  const { limit } = dialer;
  if (abandonmentRate <= limit && chanceOverLimit <= HIGHEST_CHANCE) return [];
  const whose =
    others.length > 0
      ? `With this program's ${others.length + 1} configurations of the campaign together, over`
      : "Over";
  const rate = `${whose} ${covers}, ${rateText(result, limit)} of answered calls would be abandoned: no agent within 2 s.`;
  const after = worst.left > 0 ? `, after ${agentsText(worst.left)}` : "";
  const where = `The worst interval is ${worst.name}${after}: ${percent(threeDigits(worst.abandonmentRate))}.`;
  const assumed =
    dialer.pacingType === "predictive" ? ` Assumed: lines ${readingText(dialer)}.` : "";
  const passing = `${remedy(dialer, result, demand, others)}${assumed}`;
  if (abandonmentRate > limit) {
    return [
      error("dialRate", `${rate} That is over the limit of ${percent(limit)}. ${where} ${passing}`),
    ];
  }
  return [
    warning(
      "dialRate",
      `${rate} The limit is ${percent(limit)}, and the chance that a period ends over it is ` +
        `${percent(threeDigits(chanceOverLimit))}, more than ${percent(HIGHEST_CHANCE)}. ${where} ${passing}`,
    ),
  ];
}

function agentsText(count: number): string {
  return count === 1 ? "an agent leaves" : `${count} agents leave`;
}

/** What would keep the chance under 5 %: the highest dial rate at this ratio, and the highest ratio at this dial rate. */
function remedy(
  dialer: Dialer,
  { optimalDialRate, highestAgentRatio }: PeriodResult,
  demand: Demand,
  others: readonly Demand[],
): string {
  const ofOthers = others.reduce((sum, { dialRate }) => sum + dialRate, 0);
  const highest = threeDigits(Math.max(0, optimalDialRate - ofOthers));
  const best =
    highest >= LOWEST_DIAL_RATE
      ? `the highest dialRate that passes is ${highest}`
      : "no dialRate passes";
  // Where another configuration of the campaign has the higher ratio, lowering this one's changes nothing.
  const ratio = demand.agentRatio === dialer.agentRatio ? highestAgentRatio() : 0;
  const lines = dialer.linesCounted === "perAgent" ? " (whole lines)" : "";
  const other =
    ratio > 0 && ratio < demand.agentRatio
      ? `; at a dialRate of ${decimal(demand.dialRate)} the highest agentRatio is ${decimal(ratio)}${lines}`
      : "";
  return (
    `With a chance under ${percent(HIGHEST_CHANCE)}, at an agentRatio of ${decimal(dialer.agentRatio)} ${best}${other}. ` +
    "Or plan more agents in the schedule."
  );
}
