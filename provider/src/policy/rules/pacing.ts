import * as z from "zod";
import { decimal, percent } from "../../domain/numbers.ts";
import { type Rule, type RuleOptions, rule } from "../rule.ts";
import { between, isOver, isUnder } from "../rule-parts.ts";

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

export interface OccupancyBandConfig extends RuleOptions {
  /** The least share of their time that agents are forecast to spend on calls, 0–1. The product's own default. @default 0.6 */
  readonly min?: number;
  /** The highest share, 0–1. The product's own default: agents who never rest leave. @default 0.9 */
  readonly max?: number;
}

const share = between(0, 1);

/** Agents are forecast to be neither idle nor worn out. Nothing is said where there is no forecast. */
export const occupancyBand: Rule<OccupancyBandConfig> = rule({
  name: "occupancy-band",
  displayName: "Occupancy band",
  description: "Agents are neither idle nor worn out.",
  enforcementLevel: "advisory",
  severity: "low",
  config: z
    .strictObject({
      min: share
        .default(0.6)
        .describe("The least share of their time that agents are forecast to spend on calls."),
      max: share.default(0.9).describe("The highest share."),
    })
    .refine(({ min, max }) => min <= max, { path: ["min"], message: "must be at most max" }),
  judge({ read }, { min, max }) {
    const occupancy = read("forecast.occupancy");
    if (typeof occupancy !== "number") return [];
    const busy = `Agents are forecast to be on calls ${percent(occupancy)} of their time`;
    if (isOver(occupancy, max)) {
      return [
        `${busy}, over ${percent(max)}. Lower dialRate or agentRatio, or plan more agents in staffing.agents.`,
      ];
    }
    if (isUnder(occupancy, min)) {
      return [`${busy}, under ${percent(min)}. Raise dialRate, or plan fewer agents.`];
    }
    return [];
  },
});
