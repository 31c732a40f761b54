import type { Demand } from "./capacity.ts";
import type { PacingType } from "./pacing/forecast-pacing.ts";

/** How a campaign is dialled by all of its configurations together. */
export interface CampaignPace {
  readonly pacingType: PacingType;
  /** Dials started a second, of all configurations. */
  readonly dialRate: number;
  /** Lines for each free agent, the mean over the dials. */
  readonly agentRatio: number;
}

/**
 * Puts the configurations of a campaign together: they dial for the same agents, so whether a call finds one free depends on
 * all of them. A progressive or preview configuration dials one line for each free agent, whatever its ratio says.
 */
export function campaignPace(demands: readonly Demand[]): CampaignPace {
  const dialRate = sum(demands, (demand) => demand.dialRate);
  const lines = sum(demands, (demand) => demand.dialRate * linesPerAgent(demand));
  const predictive = demands.find((demand) => dialsAhead(demand));
  return {
    pacingType: predictive ? "predictive" : (demands[0]?.pacingType ?? "predictive"),
    dialRate,
    agentRatio: lines / dialRate,
  };
}

function linesPerAgent(demand: Demand): number {
  return dialsAhead(demand) ? demand.agentRatio : 1;
}

function dialsAhead({ pacingType }: Demand): boolean {
  return pacingType === undefined || pacingType === "predictive";
}

function sum(demands: readonly Demand[], of: (demand: Demand) => number): number {
  return demands.reduce((total, demand) => total + of(demand), 0);
}
