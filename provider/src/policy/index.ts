/**
 * Rules about dialer configurations for policy packs of `@pulumi/policy`: all of them by {@link dialerPolicies}, or each by its
 * own function.
 *
 * @module pulumi-cxone-dialer/policy
 */

export { type DialerPoliciesConfig, dialerPolicies } from "./dialer-policies.ts";
export type { Rule, RuleOptions } from "./rule.ts";
export {
  type AbandonedCallMessageConfig,
  abandonedCallMessage,
} from "./rules/abandoned-call-message.ts";
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
export { type OccupancyBandConfig, occupancyBand } from "./rules/occupancy-band.ts";
export { type PacingCeilingConfig, pacingCeiling } from "./rules/pacing-ceiling.ts";
export { type PacingStepConfig, pacingStep } from "./rules/pacing-step.ts";
export {
  type ProtectedProductionConfig,
  protectedProduction,
} from "./rules/protected-production.ts";
export { type ReviewedAdoptionConfig, reviewedAdoption } from "./rules/reviewed-adoption.ts";
export { type RingTimeConfig, ringTime } from "./rules/ring-time.ts";
