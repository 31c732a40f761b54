import { z } from "zod";
import { decimal, percent } from "../../domain/numbers.ts";
import { between, isOver } from "../limits.ts";
import { type Rule, type RuleOptions, rule } from "../rule.ts";

export interface PacingStepConfig extends RuleOptions {
  /**
   * The highest rise of `dialRate` and of `agentRatio` in one deployment, as a fraction of what was deployed, 0–10. The default
   * is the product's own: no law names one.
   * @default 0.25
   */
  readonly maxIncrease?: number;
}

/**
 * The pace rises step by step, so that a campaign is watched before it goes faster. What was deployed is the provider's own
 * word, `deployed` among the checked inputs. A first deployment has nothing to be compared with.
 */
export const pacingStep: Rule<PacingStepConfig> = rule({
  name: "pacing-step",
  displayName: "Pacing step",
  description: "The pace rises step by step from one deployment to the next.",
  enforcementLevel: "advisory",
  severity: "medium",
  config: z.strictObject({
    maxIncrease: between(0, 10)
      .default(0.25)
      .describe("The highest rise in one deployment, as a fraction of what was deployed."),
  }),
  judge({ read }, { maxIncrease }) {
    return ["dialRate", "agentRatio"].flatMap((name) => {
      const [pace, deployed] = [read(name), read(`deployed.${name}`)];
      if (typeof pace !== "number" || typeof deployed !== "number" || deployed <= 0) return [];
      const highest = deployed * (1 + maxIncrease);
      if (!isOver(pace, highest)) return [];
      return [
        `${name} rises from ${decimal(deployed)} to ${decimal(pace)}, by ${percent(pace / deployed - 1)}, over the step of ` +
          `${percent(maxIncrease)} for one deployment. Deploy at most ${decimal(highest)} first, and watch the campaign before the next step.`,
      ];
    });
  },
});
