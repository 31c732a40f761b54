import * as z from "zod";
import { regulations } from "../../domain/regulation.ts";
import { type Rule, type RuleOptions, rule } from "../rule.ts";
import { between, isOver, isUnder, path, required, telemarketingSalesRule } from "../rule-parts.ts";
import { UNKNOWN } from "../subject.ts";

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

const ringTimeConfig = z.strictObject({
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
  config: ringTimeConfig,
  judge: ({ read }, settings) => secondsProblems(read(settings.path), ringTimeBound(settings)),
  mend({ read }, settings) {
    const problems = secondsProblems(read(settings.path), ringTimeBound(settings));
    return problems.length > 0 ? { [settings.path]: settings.minSeconds } : {};
  },
});

function ringTimeBound({
  path,
  required,
  minSeconds,
}: z.output<typeof ringTimeConfig>): SecondsBound {
  return {
    path,
    required,
    limit: minSeconds,
    isWrong: (seconds) => isUnder(seconds, minSeconds),
    demand: `an unanswered call has to ring at least ${minSeconds} s`,
    remedy: "Raise",
  };
}

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

const messageConfig = z.strictObject({
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
  config: messageConfig,
  judge: ({ read }, settings) => secondsProblems(read(settings.path), messageBound(settings)),
  mend({ read }, settings) {
    const problems = secondsProblems(read(settings.path), messageBound(settings));
    return problems.length > 0 ? { [settings.path]: settings.maxSeconds } : {};
  },
});

function messageBound({
  path,
  required,
  maxSeconds,
}: z.output<typeof messageConfig>): SecondsBound {
  return {
    path,
    required,
    limit: maxSeconds,
    isWrong: (seconds) => isOver(seconds, maxSeconds),
    demand: `a call that finds no agent has to get its message within ${maxSeconds} s`,
    remedy: "Lower",
  };
}

/** The bound of a compliance rule in seconds. */
interface SecondsBound {
  readonly path: string;
  readonly required: boolean;
  readonly limit: number;
  readonly isWrong: (seconds: number) => boolean;
  /** What the law asks: "an unanswered call has to ring at least 15 s". */
  readonly demand: string;
  /** What to do about a value on the wrong side: "Raise". */
  readonly remedy: string;
}

function secondsProblems(value: unknown, bound: SecondsBound): readonly string[] {
  const { path, required, limit, isWrong, demand, remedy } = bound;
  if (value === UNKNOWN) return [];
  if (value === undefined) {
    if (!required) return [];
    return [
      `The program names no ${path}, so whatever the tenant holds there stays; ${demand}. Set it to ${limit}.`,
    ];
  }
  if (typeof value !== "number") {
    return [`${path} is no number of seconds; ${demand}. Set it to ${limit}.`];
  }
  if (!isWrong(value)) return [];
  return [`${path} is ${value} s; ${demand}. ${remedy} it to ${limit}.`];
}
