import type { Demand } from "./capacity.ts";
import type { PacingType } from "./pacing/forecast-pacing.ts";

/** How a campaign is dialled by all of its configurations together. */
export interface CampaignPace {
  readonly pacingType: PacingType;
  /** Dials started a second, of all configurations. */
  readonly dialRate: number;
  /** Lines for each free agent, the highest of all configurations. */
  readonly agentRatio: number;
}

/**
 * Puts the configurations of a campaign together: they dial for the same agents, so whether a call finds one free depends on
 * all of them. Their dials add up, and lines ring up to the highest ratio. A progressive or preview configuration dials one line
 * for each free agent, whatever its ratio says.
 */
export function campaignPace(demands: readonly Demand[]): CampaignPace {
  return {
    pacingType: (demands.find(dialsAhead) ?? demands[0])?.pacingType ?? "predictive",
    dialRate: demands.reduce((sum, { dialRate }) => sum + dialRate, 0),
    agentRatio: Math.max(...demands.map(linesPerAgent)),
  };
}

function linesPerAgent(demand: Demand): number {
  return dialsAhead(demand) ? demand.agentRatio : 1;
}

function dialsAhead({ pacingType }: Demand): boolean {
  return pacingType === undefined || pacingType === "predictive";
}
