import { z } from "zod";
import { decimal } from "../../domain/numbers.ts";
import { between, isOver } from "../limits.ts";
import { type Rule, type RuleOptions, rule } from "../rule.ts";

export interface PacingCeilingConfig extends RuleOptions {
  /** The highest `dialRate`, in dials a second over the campaign, 0.1–10. Absent: no ceiling. No law names one. */
  readonly maxDialRate?: number;
  /**
   * The highest `agentRatio`, in lines for each free agent, 1–5. The default is the API's recommended safety limit; unlike
   * `agentRatioLimit`, a program cannot raise it.
   * @default 3
   */
  readonly maxAgentRatio?: number;
}

/** `dialRate` and `agentRatio` stay under what the team dials at most. */
export const pacingCeiling: Rule<PacingCeilingConfig> = rule({
  name: "pacing-ceiling",
  displayName: "Pacing ceiling",
  description: "The pace stays under the team's ceiling.",
  enforcementLevel: "mandatory",
  severity: "high",
  config: z.strictObject({
    maxDialRate: between(0.1, 10)
      .optional()
      .describe(
        "The highest dialRate, in dials a second over the campaign; none where it is left out.",
      ),
    maxAgentRatio: between(1, 5)
      .default(3)
      .describe("The highest agentRatio, in lines for each free agent."),
  }),
  judge({ read }, { maxDialRate = Number.POSITIVE_INFINITY, maxAgentRatio }) {
    const ceilings = [
      ["dialRate", maxDialRate, "dials a second"],
      ["agentRatio", maxAgentRatio, "lines for each free agent"],
    ] as const;
    return ceilings.flatMap(([name, ceiling, unit]) => {
      const pace = read(name);
      if (typeof pace !== "number" || !isOver(pace, ceiling)) return [];
      return [
        `${name} is ${decimal(pace)} ${unit}, over the ceiling of ${decimal(ceiling)}. Lower it to at most ${decimal(ceiling)}, or ` +
          "have the ceiling raised in the policy pack.",
      ];
    });
  },
});
