/**
 * Rules about dialer configurations for policy packs of `@pulumi/policy`: all of them by {@link dialerPolicies}, or each by its
 * own function.
 *
 * @module pulumi-cxone-dialer/policy
 */

export { type DialerPoliciesConfig, dialerPolicies } from "./dialer-policies.ts";
export type { Rule, RuleOptions } from "./rule.ts";
export {
  type AbandonmentBudgetConfig,
  abandonmentBudget,
} from "./rules/abandonment-budget.ts";
export {
  type AbandonedCallMessageConfig,
  abandonedCallMessage,
  type RingTimeConfig,
  ringTime,
} from "./rules/call-timing.ts";
export { type CallingHoursConfig, callingHours } from "./rules/calling-hours.ts";
export { type DoNotCallConfig, doNotCall } from "./rules/do-not-call.ts";
export {
  type ForecastAbandonmentConfig,
  forecastAbandonment,
} from "./rules/forecast-abandonment.ts";
export {
  type Justification,
  type JustifiedLimitsConfig,
  justifiedLimits,
} from "./rules/justified-limits.ts";
export { type KnownValuesConfig, knownValues } from "./rules/known-values.ts";
export {
  type OccupancyBandConfig,
  occupancyBand,
  type PacingCeilingConfig,
  type PacingStepConfig,
  pacingCeiling,
  pacingStep,
} from "./rules/pacing.ts";
export {
  type ProtectedProductionConfig,
  protectedProduction,
} from "./rules/protected-production.ts";
export { type ReviewedAdoptionConfig, reviewedAdoption } from "./rules/reviewed-adoption.ts";
