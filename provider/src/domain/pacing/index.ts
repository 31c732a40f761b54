/**
 * The queueing formulas behind a forecast, and the forecast itself.
 *
 * @module pulumi-cxone-dialer/pacing
 */

export type { DialerSettings } from "./dialer-settings.ts";
export { type ErlangA, type ErlangAOptions, erlangA } from "./erlang-a.ts";
export { type ErlangB, type ErlangBOptions, erlangB } from "./erlang-b.ts";
export { type ErlangC, type ErlangCOptions, erlangC } from "./erlang-c.ts";
export {
  type EstimatePacingOptions,
  estimatePacing,
  type PacingEstimate,
} from "./estimate-pacing.ts";
export {
  forecastPacing,
  type PacingForecast,
  type PacingOptions,
  type PacingType,
} from "./forecast-pacing.ts";
export {
  type AbandonmentBudget,
  forecastPeriod,
  type IntervalForecast,
  type PeriodForecast,
} from "./forecast-period.ts";
export type { LineRounding, LinesCounted } from "./lines.ts";
export { type MmnD, type MmnDOptions, mmnD } from "./mmn-d.ts";
export type {
  KindOfDay,
  MixedPeriodOptions,
  PeriodOptions,
  ScheduleInterval,
  SpentPeriod,
} from "./period-options.ts";
