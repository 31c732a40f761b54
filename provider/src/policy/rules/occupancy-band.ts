import { z } from "zod";
import { percent } from "../../domain/numbers.ts";
import { between, isOver, isUnder } from "../limits.ts";
import { type Rule, type RuleOptions, rule } from "../rule.ts";

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
