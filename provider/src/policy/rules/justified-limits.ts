import * as z from "zod";
import { decimal, percent } from "../../domain/numbers.ts";
import { regulations } from "../../domain/regulation.ts";
import { type Rule, type RuleOptions, rule } from "../rule.ts";
import { between, isOver } from "../rule-parts.ts";
import { type Subject, UNKNOWN } from "../subject.ts";

/** Why one configuration may go over a limit, until when, and who answers for it. */
export interface Justification {
  readonly configId: string;
  /** How far: the values themselves are allowed, and what is lower. */
  readonly allows: {
    /** 1–5. */
    readonly agentRatioLimit?: number;
    /** 0–0.05. */
    readonly maxAbandonmentRate?: number;
    readonly capacityCheck?: "warn";
  };
  readonly reason: string;
  readonly approvedBy: string;
  /** The last day on which it holds, `YYYY-MM-DD` in UTC. */
  readonly until: string;
}

export interface JustifiedLimitsConfig extends RuleOptions {
  /** The highest `agentRatioLimit` that needs no reason. The API's recommended safety limit. @default 3 */
  readonly agentRatioLimit?: number;
  /** The highest `maxAbandonmentRate` that needs no reason. Source of the default: 16 CFR 310.4(b)(4)(i). @default 0.03 */
  readonly maxAbandonmentRate?: number;
  /**
   * The reasons that were accepted. They stand in the policy pack and not in the program, so that whoever raises a limit is not who
   * allows it.
   * @default []
   */
  readonly justifications?: readonly Justification[];
}

const config = z.strictObject({
  agentRatioLimit: between(1, 5)
    .default(3)
    .describe("The highest agentRatioLimit that needs no reason."),
  maxAbandonmentRate: between(0, 0.05)
    .default(regulations.us.maxAbandonmentRate)
    .describe("The highest maxAbandonmentRate that needs no reason."),
  justifications: z
    .array(
      z.strictObject({
        configId: z.string().min(1),
        allows: z.strictObject({
          agentRatioLimit: between(1, 5).optional(),
          maxAbandonmentRate: between(0, 0.05).optional(),
          capacityCheck: z.literal("warn").optional(),
        }),
        reason: z.string().regex(/\S/, "must say why"),
        approvedBy: z.string().regex(/\S/, "must name who answers for it"),
        until: z.iso.date().describe("The last day on which it holds, YYYY-MM-DD in UTC."),
      }),
    )
    .readonly()
    .default([])
    .describe("Why a configuration may go over a limit, until when, and who answers for it."),
});

type Settings = z.output<typeof config>;
type Accepted = Settings["justifications"][number];

/** A limit that the program sets aside, and whether a justification goes as far. */
interface Raised {
  readonly what: string;
  readonly isAllowedBy: (allows: Accepted["allows"]) => boolean;
}

/** A program that raises a limit has a reason that somebody accepted, and that still holds. */
export const justifiedLimits: Rule<JustifiedLimitsConfig> = rule({
  name: "justified-limits",
  displayName: "Justified limits",
  description: "Who raises a limit has a reason that was accepted.",
  enforcementLevel: "mandatory",
  severity: "high",
  config,
  judge(subject, settings) {
    const configId = subject.read("configId");
    if (configId === UNKNOWN) return [];
    const named = settings.justifications.filter((each) => each.configId === configId);
    const today = new Date().toISOString().slice(0, 10);
    return raisedBy(subject, settings).flatMap(({ what, isAllowedBy }) => {
      const sufficient = named.filter(({ allows }) => isAllowedBy(allows));
      if (sufficient.some(({ until }) => until >= today)) return [];
      const [last] = sufficient
        .map(({ until }) => until)
        .sort()
        .reverse();
      const why = last
        ? `the reason that was accepted held until ${last}`
        : "no accepted reason goes as far";
      return [
        `${what}, and ${why}. Lower it, or have it added to the rule's justifications in the policy pack, with a reason and a last day.`,
      ];
    });
  },
});

function raisedBy({ read }: Subject, settings: Settings): readonly Raised[] {
  const ratio = read("agentRatioLimit");
  const rate = read("maxAbandonmentRate");
  const { agentRatioLimit, maxAbandonmentRate } = settings;
  return [
    ...(typeof ratio === "number" && isOver(ratio, agentRatioLimit)
      ? [
          {
            what: `agentRatioLimit is raised to ${decimal(ratio)}, over ${decimal(agentRatioLimit)}`,
            isAllowedBy: (allows: Accepted["allows"]) =>
              !isOver(ratio, allows.agentRatioLimit ?? 0),
          },
        ]
      : []),
    ...(typeof rate === "number" && isOver(rate, maxAbandonmentRate)
      ? [
          {
            what: `maxAbandonmentRate is ${percent(rate)}, over ${percent(maxAbandonmentRate)}`,
            isAllowedBy: (allows: Accepted["allows"]) =>
              !isOver(rate, allows.maxAbandonmentRate ?? 0),
          },
        ]
      : []),
    ...(read("capacityCheck") === "warn"
      ? [
          {
            what: 'capacityCheck is "warn", so a campaign with too few agents is dialled all the same',
            isAllowedBy: (allows: Accepted["allows"]) => allows.capacityCheck === "warn",
          },
        ]
      : []),
  ];
}
