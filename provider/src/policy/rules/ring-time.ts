import { z } from "zod";
import { regulations } from "../../domain/regulation.ts";
import { telemarketingSalesRule } from "../laws.ts";
import { between, isUnder, path, required } from "../limits.ts";
import { type Rule, type RuleOptions, rule } from "../rule.ts";
import { type SecondsBound, secondsProblems } from "./compliance-seconds.ts";

export interface RingTimeConfig extends RuleOptions {
  /**
   * The least time an unanswered call has to ring, in seconds, 0–120. Source of the default: 16 CFR 310.4(b)(4)(ii).
   * @default 15
   */
  readonly minSeconds?: number;
  /** Where the configuration says how long a call rings, in seconds. @default "complianceRules.ringSeconds" */
  readonly path?: string;
  /** Whether it is a violation that the program does not name the value: the tenant's own is kept then. @default true */
  readonly required?: boolean;
}

const config = z.strictObject({
  minSeconds: between(0, 120)
    .default(regulations.us.minRingSeconds)
    .describe("The least time an unanswered call has to ring, in seconds."),
  path: path
    .default("complianceRules.ringSeconds")
    .describe("Where the configuration says how long a call rings, in seconds."),
  required: required(true),
});

/** A call rings long enough before the dialer gives up. */
export const ringTime: Rule<RingTimeConfig> = rule({
  name: "ring-time",
  displayName: "Ring time",
  description: "A call rings long enough to be answered.",
  enforcementLevel: "mandatory",
  severity: "high",
  law: telemarketingSalesRule(
    "310.4(b)(4)(ii)",
    "The telephone rings for at least fifteen seconds or four rings before an unanswered call is disconnected.",
  ),
  config,
  judge: ({ read }, settings) => secondsProblems(read(settings.path), boundOf(settings)),
  mend({ read }, settings) {
    const problems = secondsProblems(read(settings.path), boundOf(settings));
    return problems.length > 0 ? { [settings.path]: settings.minSeconds } : {};
  },
});

function boundOf({ path, required, minSeconds }: z.output<typeof config>): SecondsBound {
  return {
    path,
    required,
    limit: minSeconds,
    isWrong: (seconds) => isUnder(seconds, minSeconds),
    demand: `an unanswered call has to ring at least ${minSeconds} s`,
    remedy: "Raise",
  };
}
