import * as z from "zod";
import { percent } from "../../domain/numbers.ts";
import { type Rule, type RuleOptions, rule } from "../rule.ts";
import { between, isOver, telemarketingSalesRule } from "../rule-parts.ts";
import { UNKNOWN } from "../subject.ts";

export interface AbandonmentBudgetConfig extends RuleOptions {
  /**
   * The highest share of the abandoned calls that the limit still leaves that one configuration may be expected to use, 0–1. Where
   * several dial for one campaign, give each its part.
   * @default 1
   */
  readonly maxUse?: number;
  /** The highest chance that the period ends over the limit, 0–1. @default 0.05 */
  readonly maxChance?: number;
  /**
   * Whether a configuration without a schedule is a violation: the forecast of one steady hour says nothing of a period.
   * @default false
   */
  readonly required?: boolean;
}

/** Over the period that the regulation counts, a configuration leaves enough of the calls that may be abandoned. */
export const abandonmentBudget: Rule<AbandonmentBudgetConfig> = rule({
  name: "abandonment-budget",
  displayName: "Abandonment budget",
  description: "The period that the regulation counts is forecast to end under the limit.",
  enforcementLevel: "mandatory",
  severity: "critical",
  law: telemarketingSalesRule(
    "310.4(b)(4)(i)",
    "Abandonment of no more than 3 percent of all calls answered by a person, over 30 days of a campaign.",
  ),
  config: z.strictObject({
    maxUse: between(0, 1)
      .default(1)
      .describe("The highest share of what the limit still leaves that may be used up."),
    maxChance: between(0, 1)
      .default(0.05)
      .describe("The highest chance that the period ends over the limit."),
    required: z
      .boolean()
      .default(false)
      .describe("Whether it is a violation that the configuration has no schedule."),
  }),
  judge({ read }, { maxUse, maxChance, required }) {
    const [use, chance, covers] = ["budgetUse", "chanceOverLimit", "covers"].map((name) =>
      read(`forecast.${name}`),
    );
    if ([use, chance, covers].includes(UNKNOWN)) return [];
    if (typeof use !== "number" || typeof chance !== "number") {
      return required
        ? [
            "The forecast is of no period: there is no schedule. Plan staffing.intervals, or name a telemetry file with intervals in " +
              "cxone:telemetry.",
          ]
        : [];
    }
    const remedy = "Lower dialRate or agentRatio, or plan more agents in the schedule.";
    return [
      ...(isOver(use, maxUse)
        ? [
            `${percent(use)} of the abandoned calls that the limit leaves in ${covers} are forecast to be used, over the ${percent(maxUse)} ` +
              `that the configuration may. ${remedy}`,
          ]
        : []),
      ...(isOver(chance, maxChance)
        ? [
            `The chance that ${covers} end over the limit is ${percent(chance)}, over ${percent(maxChance)}. ${remedy}`,
          ]
        : []),
    ];
  },
});
