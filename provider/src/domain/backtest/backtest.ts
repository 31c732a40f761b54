import type { CampaignHistory } from "../history/history.ts";
import { dialerSettingDefaults } from "../pacing/dialer-settings.ts";
import { type LinesCounted, linesOfAnAgent } from "../pacing/lines.ts";
import { type ComparableDay, comparableDays, type LeftOutDay } from "./comparable-days.ts";
import { compareDays, someOf, timesFor } from "./compare-days.ts";
import { fitRingTimes, type RingTimesFit } from "./fit-ring-times.ts";
import { type Assumptions, type ForecastDays, forecastOneByOne } from "./forecast-rows.ts";
import { type HoldingBack, holdingBack } from "./holding-back.ts";
import type { SettingsSpan } from "./settings-in-force.ts";
import { type Summary, summaryOf } from "./summary.ts";

/** Forecasts beside what happened, and what would have made them right. */
export interface Backtest {
  /** Undefined where no day can be compared. */
  readonly summary: Summary | undefined;
  readonly leftOut: readonly LeftOutDay[];
  /** Undefined where too few intervals say it. */
  readonly holdingBack: HoldingBack | undefined;
  /** Undefined where the forecast is not known to err. */
  readonly ringTimes: RingTimesFit | undefined;
  /** The same if lines were counted the other way; undefined where that makes no difference, or the forecast is not known to err. */
  readonly otherwiseCounted:
    | { readonly linesCounted: LinesCounted; readonly summary: Summary }
    | undefined;
}

/** What the parts of a backtest cost, as shares of the whole; the last is the other reading of lines. */
const WORK = { forecasts: 0.25, ringTimes: 0.6 } as const;

/**
 * Holds forecasts against what happened. Each day is forecast from its own agents, answer rates and handle times, so that what is
 * tested is the model of the dialer, and not how well anybody foresaw the day.
 *
 * @param forecastDays forecasts days, which is what takes time.
 * @param onProgress is called with the share that is done, 0–1.
 */
export async function backtest(
  history: CampaignHistory,
  spans: readonly SettingsSpan[],
  assumptions: Assumptions,
  forecastDays: ForecastDays = forecastOneByOne,
  onProgress: (share: number) => void = () => undefined,
): Promise<Backtest> {
  const { days, leftOut } = comparableDays(history, spans);
  if (days.length === 0) {
    const nothing = { holdingBack: undefined, ringTimes: undefined, otherwiseCounted: undefined };
    return { summary: undefined, leftOut, ...nothing };
  }
  const compared = await compareDays(days, assumptions, timesFor(days), forecastDays, (done) =>
    onProgress((WORK.forecasts * done) / days.length),
  );
  const summary = summaryOf(compared);
  const held = holdingBack(compared);
  const errs = isWrong(summary);
  return {
    summary,
    leftOut,
    holdingBack: held,
    ringTimes: errs
      ? await fitRingTimes(compared, held, assumptions, forecastDays, (share) =>
          onProgress(WORK.forecasts + WORK.ringTimes * share),
        )
      : undefined,
    otherwiseCounted: errs ? await otherwiseCounted(days, assumptions, forecastDays) : undefined,
  };
}

/** Whether the forecast errs by more than chance does. */
export function isWrong({ overall: { bias, biasMargin } }: Summary): boolean {
  return biasMargin !== undefined && Math.abs(bias) > biasMargin;
}

async function otherwiseCounted(
  days: readonly ComparableDay[],
  assumptions: Assumptions,
  forecastDays: ForecastDays,
): Promise<Backtest["otherwiseCounted"]> {
  const {
    linesCounted = dialerSettingDefaults.linesCounted,
    lineRounding = dialerSettingDefaults.lineRounding,
  } = assumptions;
  const makesNoDifference = days.every(
    ({ settings: { pacingType, agentRatio } }) =>
      pacingType !== "predictive" || linesOfAnAgent(agentRatio, lineRounding) === 1,
  );
  if (makesNoDifference) return undefined;
  const other = linesCounted === "perAgent" ? "pooled" : "perAgent";
  const assumed = { ...assumptions, linesCounted: other } as const;
  const some = someOf(days);
  const again = await compareDays(some, assumed, timesFor(some), forecastDays);
  return { linesCounted: other, summary: summaryOf(again) };
}
