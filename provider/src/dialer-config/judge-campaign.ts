import { assessCapacity, type Capacity, type Demand } from "../domain/capacity.ts";
import { error, type Finding } from "../domain/finding.ts";
import { CxoneError } from "../errors/index.ts";
import { type Figures, figuresOf } from "./figures.ts";
import type { Forecast } from "./forecast.ts";
import { judgeForecast } from "./judge-forecast.ts";
import { type Parsed, UNKNOWN } from "./parse.ts";
import type { Run } from "./run.ts";
import type { Arguments, CapacityPolicy } from "./state.ts";

export interface CampaignJudgement {
  readonly capacity: Capacity;
  /** Absent where there is nothing to forecast from; {@link UNKNOWN} where a preview cannot know it yet. */
  readonly forecast?: Forecast | typeof UNKNOWN | undefined;
  readonly findings: readonly Finding[];
}

/** Whether the campaign carries the configuration, and what that does to the people who are called. */
export async function judgeCampaign(run: Run, parsed: Parsed): Promise<CampaignJudgement> {
  const { connections } = run;
  const { campaignId = "" } = parsed.known;
  const unchecked: Capacity = { status: "unchecked", campaignId };
  try {
    // Missing settings fail here, although the tenant may not have to be asked.
    void connections.client;
    void connections.lineReading;
    await connections.assertAuditLog();
    const { figures, findings } = await figuresOf(connections, parsed);
    const judged = judgeFigures(run, parsed.known, figures);
    const { capacity = unchecked, forecast } = judged;
    return { capacity, forecast, findings: [...findings, ...judged.findings] };
  } catch (cause) {
    // The tenant could not be asked at all: a failure of the resource, and of none of its properties.
    if (!(cause instanceof CxoneError)) throw cause;
    return { capacity: unchecked, findings: [error("", cause.report)] };
  }
}

function judgeFigures({ connections, program }: Run, known: Partial<Arguments>, figures: Figures) {
  const { agents } = figures;
  const { configId, campaignId, dialRate, agentRatio, pacingType, capacityCheck } = known;
  if (configId === undefined || campaignId === undefined || dialRate === undefined) return notYet;
  if (agentRatio === undefined || agents === "pending") return notYet;
  if (agents === "missing") return { findings: [] };
  const demand: Demand = { configId, dialRate, agentRatio, agents, pacingType };
  const others = program.demand(campaignId, demand);
  const { capacity, findings: overload } = assessCapacity(campaignId, demand, others);
  const findings = capacityCheck ? told[capacityCheck](overload) : [];
  const judged =
    pacingType && judgeForecast(known, figures, demand, others, connections.lineReading);
  if (!judged) return { ...notYet, capacity, findings };
  return { capacity, forecast: judged.forecast, findings: [...findings, ...judged.findings] };
}

/** Nothing is said of what a preview does not know yet. */
const notYet: Partial<CampaignJudgement> & Pick<CampaignJudgement, "findings"> = {
  forecast: UNKNOWN,
  findings: [],
};

/** What becomes of the findings on capacity; what the law forbids no policy lets through. Where the policy is not known yet, neither is that. */
const told: Record<CapacityPolicy, (findings: readonly Finding[]) => readonly Finding[]> = {
  enforce: (findings) => findings,
  warn: (findings) => findings.map((finding) => ({ ...finding, severity: "warning" })),
};
