import { threeDigits } from "../domain/numbers.ts";
import {
  forecastPacing,
  type PacingForecast,
  type PacingOptions,
} from "../domain/pacing/forecast-pacing.ts";
import { forecastPeriodInParts, type PeriodForecast } from "../domain/pacing/forecast-period.ts";
import type { DialerAssumptions } from "../domain/pacing/lines.ts";
import type { CurrentPeriod, MixedPeriodOptions } from "../domain/pacing/period-options.ts";

/** Of one steady hour, for a configuration without a schedule. */
interface SteadyForecast extends PacingForecast {
  readonly covers: "one steady hour";
}

/** Of the period that the regulation counts, for a configuration with a schedule. */
interface ScheduleForecast
  extends Pick<
    PeriodForecast,
    | "abandonmentRate"
    | "abandonmentMargin"
    | "periodLow"
    | "periodHigh"
    | "chanceOverLimit"
    | "occupancy"
    | "answeredPerDay"
    | "optimalDialRate"
  > {
  /** `30 days` */
  readonly covers: string;
  /** `13:00`, or `saturday 13:00` where days differ. */
  readonly worstInterval: string;
  /** Of that interval alone. */
  readonly worstAbandonmentRate: number;
  /**
   * Calls that are expected to be abandoned in the days that are left, as a share of those that the limit still leaves: over 1 is over
   * the limit. At most 1,000.
   */
  readonly budgetUse: number;
  /** Of the whole period, what is spent included; with a history, and where the period that goes on is the one that `covers` names. */
  readonly periodRate?: number;
  /** Abandoned so far, as a share of what the limit allows in the period; at most 1,000. With `periodRate`. */
  readonly budgetSpent?: number;
  /** The last day that is counted, `2026-03-22`. With `periodRate`. */
  readonly spentUntil?: string;
}

/**
 * What a configuration by itself does to the people who are called and to the agents, each figure to three significant digits,
 * and how lines were counted for it. One that dials one line for each idle agent has no lines to count.
 */
export type Forecast = (SteadyForecast | ScheduleForecast) & Partial<DialerAssumptions>;

/** Equal dialers are forecast once a process: a simulation takes its time. */
export const forecast = once((options: PacingOptions): PacingForecast => forecastPacing(options));

/** Equal schedules likewise. */
export const forecastSchedule = once((options: MixedPeriodOptions, current?: CurrentPeriod) => {
  const { forecast, searchAgentRatio, ...ofCurrent } = forecastPeriodInParts(options, current);
  let ratio: number | undefined;
  const highestAgentRatio = () => {
    ratio ??= searchAgentRatio();
    return ratio;
  };
  return { ...forecast, highestAgentRatio, ...ofCurrent };
});

function once<Options extends readonly unknown[], Result>(
  compute: (...options: Options) => Result,
) {
  const made = new Map<string, Result>();
  return (...options: Options): Result => {
    const key = JSON.stringify(options);
    const result = made.get(key) ?? compute(...options);
    made.set(key, result);
    return result;
  };
}

/** To three digits: what a forecast is worth, and what a reviewer can read. */
export function rounded<Figures extends object>(figures: Figures): Figures {
  const digits = Object.entries(figures).map(([name, figure]) => [
    name,
    typeof figure === "number" ? threeDigits(figure) : figure,
  ]);
  return Object.fromEntries(digits);
}
