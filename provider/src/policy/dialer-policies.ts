import type { EnforcementLevel, ResourceValidationPolicy } from "@pulumi/policy";
import leven from "leven";
import { userError } from "../errors/internal.ts";
import type { RuleOptions } from "./rule.ts";
import { type AbandonmentBudgetConfig, abandonmentBudget } from "./rules/abandonment-budget.ts";
import {
  type AbandonedCallMessageConfig,
  abandonedCallMessage,
  type RingTimeConfig,
  ringTime,
} from "./rules/call-timing.ts";
import { type CallingHoursConfig, callingHours } from "./rules/calling-hours.ts";
import { type DoNotCallConfig, doNotCall } from "./rules/do-not-call.ts";
import {
  type ForecastAbandonmentConfig,
  forecastAbandonment,
} from "./rules/forecast-abandonment.ts";
import { type JustifiedLimitsConfig, justifiedLimits } from "./rules/justified-limits.ts";
import { type KnownValuesConfig, knownValues } from "./rules/known-values.ts";
import {
  type OccupancyBandConfig,
  occupancyBand,
  type PacingCeilingConfig,
  type PacingStepConfig,
  pacingCeiling,
  pacingStep,
} from "./rules/pacing.ts";
import {
  type ProtectedProductionConfig,
  protectedProduction,
} from "./rules/protected-production.ts";
import { type ReviewedAdoptionConfig, reviewedAdoption } from "./rules/reviewed-adoption.ts";

/** Each rule's configuration by its name, or only its level. A rule that is not named has its defaults. */
export interface DialerPoliciesConfig {
  readonly "forecast-abandonment"?: ForecastAbandonmentConfig | EnforcementLevel;
  readonly "abandonment-budget"?: AbandonmentBudgetConfig | EnforcementLevel;
  readonly "pacing-ceiling"?: PacingCeilingConfig | EnforcementLevel;
  readonly "pacing-step"?: PacingStepConfig | EnforcementLevel;
  readonly "calling-hours"?: CallingHoursConfig | EnforcementLevel;
  readonly "do-not-call"?: DoNotCallConfig | EnforcementLevel;
  readonly "abandoned-call-message"?: AbandonedCallMessageConfig | EnforcementLevel;
  readonly "ring-time"?: RingTimeConfig | EnforcementLevel;
  readonly "occupancy-band"?: OccupancyBandConfig | EnforcementLevel;
  readonly "protected-production"?: ProtectedProductionConfig | EnforcementLevel;
  readonly "reviewed-adoption"?: ReviewedAdoptionConfig | EnforcementLevel;
  readonly "justified-limits"?: JustifiedLimitsConfig | EnforcementLevel;
  readonly "known-values"?: KnownValuesConfig | EnforcementLevel;
}

/**
 * Every rule of this package, for the `policies` of a policy pack. A rule to leave out is set to `"disabled"`. Throws
 * `ConfigurationError` where a rule's configuration is wrong, or no rule has that name.
 */
export function dialerPolicies(config: DialerPoliciesConfig = {}): ResourceValidationPolicy[] {
  const policies = [
    forecastAbandonment(optionsOf(config["forecast-abandonment"])),
    abandonmentBudget(optionsOf(config["abandonment-budget"])),
    pacingCeiling(optionsOf(config["pacing-ceiling"])),
    pacingStep(optionsOf(config["pacing-step"])),
    callingHours(optionsOf(config["calling-hours"])),
    doNotCall(optionsOf(config["do-not-call"])),
    abandonedCallMessage(optionsOf(config["abandoned-call-message"])),
    ringTime(optionsOf(config["ring-time"])),
    occupancyBand(optionsOf(config["occupancy-band"])),
    protectedProduction(optionsOf(config["protected-production"])),
    reviewedAdoption(optionsOf(config["reviewed-adoption"])),
    justifiedLimits(optionsOf(config["justified-limits"])),
    knownValues(optionsOf(config["known-values"])),
  ];
  refuseUnknownNames(
    Object.keys(config),
    policies.map(({ name }) => name),
  );
  return policies;
}

function optionsOf<Config extends RuleOptions>(
  given: Config | EnforcementLevel | undefined,
): Config | RuleOptions | undefined {
  return typeof given === "string" ? { enforcementLevel: given } : given;
}

function refuseUnknownNames(given: readonly string[], names: readonly string[]): void {
  for (const name of given) {
    if (names.includes(name)) continue;
    const [nearest] = names.toSorted((a, b) => leven(name, a) - leven(name, b));
    throw userError(
      `"${name}" is no rule; did you mean "${nearest}"? The rules are ${names.join(", ")}.`,
    );
  }
}
