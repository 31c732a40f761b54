import { campaignPace } from "../domain/campaign-pace.ts";
import type { Demand } from "../domain/capacity.ts";
import { error, type Finding, warning } from "../domain/finding.ts";
import { type DailyCounts, type Spent, spentOf } from "../domain/history/days.ts";
import { decimal, percent, threeDigits } from "../domain/numbers.ts";
import { readingText } from "../domain/pacing/line-words.ts";
import type { DialerAssumptions } from "../domain/pacing/lines.ts";
import { abandonmentLimit, regulations } from "../domain/regulation.ts";
import { answerRateFindings, type ForecastAssessment, rateText } from "./check-forecast.ts";
import type { PlannedSchedule } from "./figures.ts";
import { rounded } from "./forecast.ts";
import { type PeriodDialer, type PeriodResult, worstPeriod } from "./period-result.ts";
import type { Arguments } from "./state.ts";

/** A chance of ending a period over the limit from which on a forecast warns. */
const HIGHEST_CHANCE = 0.05;
/** The API's, in dials a second. */
const LOWEST_DIAL_RATE = 0.1;

/** What was counted of a campaign before, and from which day on its periods are counted. */
export interface PeriodsSoFar {
  readonly counts: DailyCounts;
  readonly firstDay?: string | undefined;
}

/**
 * What the configuration does over the period that the regulation counts, and whether that may be, together with the others of its
 * campaign that were checked before. As in {@link checkForecast}, the forecast is of the configuration by itself.
 */
export function checkPeriod(
  args: Partial<Arguments>,
  schedule: PlannedSchedule,
  demand: Demand,
  others: readonly Demand[],
  assumptions: DialerAssumptions,
  past?: PeriodsSoFar,
): ForecastAssessment | undefined {
  const { maxQueueDepth, maxAbandonmentRate, answerRateThreshold, regulation } = args;
  if (maxQueueDepth === undefined || maxAbandonmentRate === undefined || !regulation) return;
  const { periodDays } = regulations[regulation];
  const dialedBy = (demands: readonly Demand[]): Dialer => ({
    ...campaignPace(demands),
    ...assumptions,
    maxQueueDepth,
    limit: abandonmentLimit(regulation, maxAbandonmentRate),
    days: periodDays,
    answerRateVariation: schedule.answerRateVariation,
  });
  const spent = past && spentOf(past.counts, regulation, past.firstDay);
  const alone = dialedBy([demand]);
  const judged = worstPeriod(alone, schedule.days, spent);
  const joint = dialedBy([demand, ...others]);
  const together = others.length > 0 ? worstPeriod(joint, schedule.days, spent) : judged;
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
        ...(judged.spent && spentFigures(judged, judged.spent)),
        occupancy,
        answeredPerDay,
        optimalDialRate,
      }),
      ...(alone.pacingType === "predictive" && assumptions),
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

function spentFigures({ budget, periodRate }: PeriodResult, { asOf }: Spent) {
  return { periodRate, budgetSpent: share(budget.spent, budget.allowed), spentUntil: asOf };
}

/** Of a limit of 0, nothing may be spent. */
function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(HIGHEST_BUDGET_USE, part / whole) : part > 0 ? HIGHEST_BUDGET_USE : 0;
}

type Dialer = PeriodDialer & DialerAssumptions;

function periodFindings(
  dialer: Dialer,
  result: PeriodResult,
  demand: Demand,
  others: readonly Demand[],
): readonly Finding[] {
  const { chanceOverLimit, covers, worst, spent } = result;
  const { limit } = dialer;
  const ofPeriod = rateOf(result);
  const { abandonmentRate } = ofPeriod;
  if (abandonmentRate <= limit && chanceOverLimit <= HIGHEST_CHANCE) return [];
  const whose =
    others.length > 0
      ? `With this program's ${others.length + 1} configurations of the campaign together, over`
      : "Over";
  const rate = `${whose} ${covers}, ${rateText(ofPeriod, limit)} of answered calls would be abandoned: no agent within 2 s.`;
  const soFar = spent ? ` ${spentText(result, spent)}` : "";
  if (spent && result.abandonmentRate === 0) {
    const over =
      abandonmentRate > limit
        ? `over the limit of ${percent(limit)}`
        : `close to the limit of ${percent(limit)}`;
    return [
      warning(
        "dialRate",
        `${rate} That is ${over}, though this configuration abandons nobody.${soFar}`,
      ),
    ];
  }
  const after = worst.left > 0 ? `, after ${agentsText(worst.left)}` : "";
  const where = `The worst interval is ${worst.name}${after}: ${percent(threeDigits(worst.abandonmentRate))}.`;
  // Only a dialer that dials ahead abandons anybody, and that one has lines to count.
  const assumed = `Assumed: lines ${readingText(dialer)}.`;
  const passing = `${remedy(dialer, result, demand, others)} ${assumed}`;
  if (abandonmentRate > limit) {
    return [
      error(
        "dialRate",
        `${rate} That is over the limit of ${percent(limit)}.${soFar} ${where} ${passing}`,
      ),
    ];
  }
  return [
    warning(
      "dialRate",
      `${rate} The limit is ${percent(limit)}, and the chance that a period ends over it is ` +
        `${percent(threeDigits(chanceOverLimit))}, more than ${percent(HIGHEST_CHANCE)}.${soFar} ${where} ${passing}`,
    ),
  ];
}

/** Of the whole period, what is spent included. */
function rateOf({ spent, abandonmentRate, abandonmentMargin, ...result }: PeriodResult) {
  if (!spent) return { abandonmentRate, abandonmentMargin };
  const rest = spent.weekdaysLeft.length * result.answeredPerDay;
  return {
    abandonmentRate: result.periodRate,
    abandonmentMargin: (abandonmentMargin * rest) / (spent.answered + rest),
  };
}

function spentText({ budget }: PeriodResult, spent: Spent): string {
  const { asOf, answered, abandoned } = spent;
  const rate = answered > 0 ? ` (${percent(threeDigits(abandoned / answered))})` : "";
  return (
    `Up to ${asOf}, ${abandoned} of ${answered} answered calls were abandoned${rate}: ` +
    `${percent(threeDigits(share(budget.spent, budget.allowed)))} of what the limit allows in the period.`
  );
}

function agentsText(count: number): string {
  return count === 1 ? "an agent leaves" : `${count} agents leave`;
}

/** What would keep the chance under 5 %: the highest dial rate at this ratio, and the highest ratio at this dial rate. */
function remedy(
  dialer: Dialer,
  { optimalDialRate, highestAgentRatio, spent }: PeriodResult,
  demand: Demand,
  others: readonly Demand[],
): string {
  const ofOthers = others.reduce((sum, { dialRate }) => sum + dialRate, 0);
  const highest = threeDigits(Math.max(0, optimalDialRate - ofOthers));
  const best =
    highest >= LOWEST_DIAL_RATE
      ? `the highest dialRate that passes is ${highest}`
      : `no dialRate passes${spent ? ', and pacingType "progressive" abandons nobody' : ""}`;
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
