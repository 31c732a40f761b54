import { periodsOf } from "../../dialer-config/period-result.ts";
import { campaignPace } from "../../domain/campaign-pace.ts";
import type { Budget } from "../../domain/history/budget.ts";
import { datesFrom, plusDays, type Spent, weekdayOf } from "../../domain/history/days.ts";
import { defaultLineReading } from "../../domain/pacing/lines.ts";
import { type Dialer, dialerIn, type Member } from "../shared/preview/dialers.ts";
import type { Gap } from "../shared/preview/gaps.ts";
import type { TelemetrySource } from "../shared/preview/telemetry-source.ts";

/** How a period ends if configurations dial in the days that are left of it. */
export interface RestForecast {
  /** Abandoned ÷ answered of the whole period. */
  readonly expectedRate: number;
  readonly chanceOverLimit: number;
  /** The day on which nothing is left; undefined where that is not in the period. */
  readonly goneOn: string | undefined;
  /** Searches for what keeps the chance under 5 % in this period and in the next, for all configurations together; absent where none dials. */
  readonly highest?: () => HighestSettings;
}

export interface HighestSettings {
  readonly dialRate: number;
  readonly agentRatio: number;
}

/** Why there is no forecast: `figures` where there is no schedule, or what the inputs leave out. */
export type NoForecast = Exclude<Gap, "none"> | "figures";

/**
 * @param members the configurations of one campaign.
 * @param telemetry what knows the campaign's schedule where the program does not plan it.
 */
export function forecastRest(
  members: readonly Member[],
  telemetry: TelemetrySource,
  budget: Budget,
): RestForecast | NoForecast {
  const spent = spentIn(budget);
  if (members.length === 0) return nothingDialled(budget);
  const dialers: Dialer[] = [];
  for (const member of members) {
    const dialer = dialerIn(withoutSteadyHour(member), telemetry);
    if (dialer === "none") continue;
    if (typeof dialer === "string") return dialer;
    dialers.push(dialer);
  }
  const pace = campaignPace(dialers.map(({ demand }) => demand));
  const reading = dialers.find(({ lineReading }) => lineReading)?.lineReading ?? defaultLineReading;
  const results = dialers.flatMap(({ campaign }) => {
    if (!("schedule" in campaign)) return [];
    const { schedule, maxQueueDepth } = campaign;
    const { days, answerRateVariation } = schedule;
    const dialer = { ...pace, ...reading, maxQueueDepth, limit: budget.limit, answerRateVariation };
    // The budget's period, whatever the program's own regulation counts.
    const period = { ...dialer, days: spent.daysOver + spent.weekdaysLeft.length };
    return periodsOf(period, days, spent).rest ?? [];
  });
  const [worst] = results.toSorted((a, b) => b.chanceOverLimit - a.chanceOverLimit);
  if (!worst) return nothingDialled(budget);
  const { periodRate, chanceOverLimit, optimalDialRate } = worst;
  return {
    expectedRate: periodRate,
    chanceOverLimit,
    goneOn: dateAfter(budget, worst.budget.lastsDays),
    highest: () => ({ dialRate: optimalDialRate, agentRatio: worst.highestAgentRatio() }),
  };
}

/** A schedule says more of the days that are left than figures of a steady hour. */
function withoutSteadyHour({ urn, inputs }: Member): Member {
  const { staffing, ...others } = inputs;
  return Object.hasOwn(Object(staffing), "intervals") ? { urn, inputs } : { urn, inputs: others };
}

function nothingDialled({ answered, abandoned, limit, asOf }: Budget): RestForecast {
  const isOver = abandoned > limit * answered;
  return {
    expectedRate: answered > 0 ? abandoned / answered : 0,
    chanceOverLimit: Number(isOver),
    goneOn: isOver ? asOf : undefined,
  };
}

function spentIn({ period, asOf, answered, abandoned }: Budget): Spent {
  return {
    period,
    asOf,
    answered,
    abandoned,
    daysOver: datesFrom(period.from, asOf).length,
    weekdaysLeft: datesFrom(plusDays(asOf, 1), period.to).map(weekdayOf),
  };
}

function dateAfter({ asOf, daysLeft }: Budget, days: number): string | undefined {
  return days <= daysLeft ? plusDays(asOf, Math.ceil(days)) : undefined;
}
