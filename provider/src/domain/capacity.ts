import { error, type Finding } from "./finding.ts";
import { decimal } from "./numbers.ts";
import type { PacingType } from "./pacing/forecast-pacing.ts";

/** What one configuration asks of its campaign. */
export interface Demand {
  readonly configId: string;
  /** Dials started a second. */
  readonly dialRate: number;
  /** Lines dialled for each agent. */
  readonly agentRatio: number;
  /** Agents that the configuration counts on: the live ones, or the planned ones of `staffing`. */
  readonly agents: number;
  /** How the dials are started; absent where it is not known yet. */
  readonly pacingType?: PacingType | undefined;
}

export type CapacityStatus = "ok" | "exceeded" | "noAgents" | "unchecked";

/** How a campaign carries a configuration, as it was found when the configuration was checked. */
export interface Capacity {
  readonly status: CapacityStatus;
  readonly campaignId: string;
  /** Agents counted on. Absent where the campaign was not looked at. */
  readonly activeAgents?: number;
  /** Agents × ratio: the dials a second that they carry. Absent where the campaign was not looked at. */
  readonly maxAllowedDials?: number;
}

/** Room for the rounding of sums, so that ten times 0.1 fits where 1 does. */
const ROUNDING = 1e-9;

/**
 * Whether the campaign carries the configuration together with the others that use it.
 *
 * Each takes `dialRate ÷ (agents × agentRatio)` of the campaign, and the shares may not exceed one. For configurations of
 * one ratio that is the plain rule, the sum of dial rates at most agents × ratio.
 */
export function assessCapacity(
  campaignId: string,
  demand: Demand,
  others: readonly Demand[],
): { readonly capacity: Capacity; readonly findings: readonly Finding[] } {
  const { agents, agentRatio } = demand;
  const maxAllowedDials = carried(demand);
  const assessed = (status: CapacityStatus, findings: readonly Finding[]) => ({
    capacity: { status, campaignId, activeAgents: agents, maxAllowedDials },
    findings,
  });

  if (agents === 0) {
    return assessed("noAgents", [
      error(
        "campaignId",
        `Campaign ${campaignId} has no agents, so nobody can take the calls. Wait until agents are logged in, or give the ` +
          "number that is planned in staffing.agents.",
      ),
    ]);
  }
  const asked = [demand, ...others].reduce((sum, each) => sum + share(each), 0) * maxAllowedDials;
  if (asked <= maxAllowedDials * (1 + ROUNDING)) return assessed("ok", []);
  return assessed("exceeded", [
    error(
      "dialRate",
      `Campaign ${campaignId} has ${agents} agents, which carry ${decimal(maxAllowedDials)} dials a second at a ratio of ` +
        `${decimal(agentRatio)}; ${askers(demand, others)} ${decimal(asked)}. Lower dialRate or raise staffing.agents.`,
    ),
  ]);
}

/** Whether the lines for each agent are at most what the program accepts. `remedy` is the sentence that says what to do. */
export function ratioFindings(
  {
    agentRatio,
    agentRatioLimit,
  }: { readonly agentRatio?: number; readonly agentRatioLimit?: number },
  remedy = "Lower agentRatio, or raise agentRatioLimit knowingly, up to the API's 5.",
): readonly Finding[] {
  if (agentRatio === undefined || agentRatioLimit === undefined || agentRatio <= agentRatioLimit) {
    return [];
  }
  return [
    error(
      "agentRatio",
      `${decimal(agentRatio)} lines for each free agent are over agentRatioLimit, ${decimal(agentRatioLimit)}. ${remedy}`,
    ),
  ];
}

/** Dials a second that the agents carry, without the last digits that binary fractions get wrong: 12 × 1.6 is 19.2. */
function carried({ agents, agentRatio }: Demand): number {
  return Number((agents * agentRatio).toPrecision(12));
}

function share(demand: Demand): number {
  return demand.agents === 0 ? 0 : demand.dialRate / carried(demand);
}

function askers(demand: Demand, others: readonly Demand[]): string {
  if (others.length === 0) return "this configuration asks for";
  const each = [demand, ...others].map(({ configId, dialRate }) => `${configId} ${dialRate}`);
  const asOne = others.every((other) => carried(other) === carried(demand));
  return `its ${each.length} configurations (${each.join(", ")}) ask for${asOne ? "" : " the equivalent of"}`;
}
