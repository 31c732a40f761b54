import { z } from "zod";
import { regulations } from "../../domain/regulation.ts";
import { telemarketingSalesRule } from "../laws.ts";
import { between, isOver, path, required } from "../limits.ts";
import { type Rule, type RuleOptions, rule } from "../rule.ts";
import { type SecondsBound, secondsProblems } from "./compliance-seconds.ts";

export interface AbandonedCallMessageConfig extends RuleOptions {
  /**
   * How soon a call that finds no agent has to get its message, in seconds after the greeting, 0–60. Source of the default: 16
   * CFR 310.4(b)(4)(iii).
   * @default 2
   */
  readonly maxSeconds?: number;
  /** Where the configuration says how soon that is, in seconds. @default "complianceRules.messageSeconds" */
  readonly path?: string;
  /** Whether it is a violation that the program does not name the value: the tenant's own is kept then. @default true */
  readonly required?: boolean;
}

const config = z.strictObject({
  maxSeconds: between(0, 60)
    .default(regulations.us.maxMessageSeconds)
    .describe("How soon a call that finds no agent has to get its message, in seconds."),
  path: path
    .default("complianceRules.messageSeconds")
    .describe("Where the configuration says how soon that is, in seconds."),
  required: required(true),
});

/** Somebody who answers and finds no agent hears at once who called. */
export const abandonedCallMessage: Rule<AbandonedCallMessageConfig> = rule({
  name: "abandoned-call-message",
  displayName: "Message of an abandoned call",
  description: "A call that finds no agent gets its message at once.",
  enforcementLevel: "mandatory",
  severity: "high",
  law: telemarketingSalesRule(
    "310.4(b)(4)(iii)",
    "A recorded message where no representative is there within two seconds after the completed greeting.",
  ),
  config,
  judge: ({ read }, settings) => secondsProblems(read(settings.path), boundOf(settings)),
  mend({ read }, settings) {
    const problems = secondsProblems(read(settings.path), boundOf(settings));
    return problems.length > 0 ? { [settings.path]: settings.maxSeconds } : {};
  },
});

function boundOf({ path, required, maxSeconds }: z.output<typeof config>): SecondsBound {
  return {
    path,
    required,
    limit: maxSeconds,
    isWrong: (seconds) => isOver(seconds, maxSeconds),
    demand: `a call that finds no agent has to get its message within ${maxSeconds} s`,
    remedy: "Lower",
  };
}
