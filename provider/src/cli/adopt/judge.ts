import type { Figures } from "../../dialer-config/figures.ts";
import { judgeForecast } from "../../dialer-config/judge-forecast.ts";
import { parseArguments } from "../../dialer-config/parse.ts";
import type { Arguments } from "../../dialer-config/state.ts";
import type { Campaign } from "../../domain/campaign.ts";
import { assessCapacity, type Demand } from "../../domain/capacity.ts";
import type { Finding } from "../../domain/finding.ts";
import type { LineReading } from "../../domain/pacing/lines.ts";
import { regulationFindings } from "../../domain/regulation.ts";

/** What a resource would be given, and the campaign that it names, where the tenant has it. */
export interface Candidate {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly campaign: Campaign | undefined;
}

/** Why a deployment would be refused, each reason with the argument that it is about. */
export interface Judgement {
  /** By the arguments alone, whatever the tenant's campaigns do. */
  readonly arguments: readonly Finding[];
  /** By the campaign as it is now. A forecast takes its time, and not everybody asks. */
  readonly live: () => LiveJudgement;
}

interface LiveJudgement {
  /** By the campaign's agents: `capacityCheck: "warn"` lets it through. */
  readonly capacity: readonly Finding[];
  /** By the forecast of what the campaign's configurations do together: nothing lets it through. */
  readonly forecast: readonly Finding[];
}

/**
 * Judges what a program would hold as the provider's check does, each configuration together with all the others of its
 * campaign: a deployment checks them in no certain order, and the last one meets them all.
 */
export function judge(
  candidates: readonly Candidate[],
  lineReading: LineReading,
): readonly Judgement[] {
  const parsed = candidates.map(({ arguments: given, campaign }) => {
    const { known, findings } = parseArguments({ ...given });
    return { known, campaign, findings, demand: demandOf(known, campaign) };
  });
  const demands = Map.groupBy(
    parsed.filter(({ demand }) => demand !== undefined),
    ({ known }) => known.campaignId,
  );
  return parsed.map(({ known, campaign, findings, demand }) => {
    const others = () =>
      (demands.get(known.campaignId) ?? []).flatMap((each) =>
        each.demand === undefined || each.demand === demand ? [] : [each.demand],
      );
    return {
      arguments: errors([
        ...findings,
        ...ratioFindings(known),
        ...(known.regulation ? regulationFindings(known.regulation, known) : []),
      ]),
      live: () =>
        campaign && demand
          ? judgeLive(known, campaign, demand, others(), lineReading)
          : { capacity: [], forecast: [] },
    };
  });
}

function judgeLive(
  known: Partial<Arguments>,
  campaign: Campaign,
  demand: Demand,
  others: readonly Demand[],
  lineReading: LineReading,
): LiveJudgement {
  const { staffing } = known;
  const figures: Figures = {
    agents: demand.agents,
    answerRate: staffing?.answerRate ?? campaign.answerRate ?? "missing",
    averageHandleTimeSeconds:
      staffing?.averageHandleTimeSeconds ?? campaign.averageHandleTimeSeconds ?? "missing",
  };
  return {
    capacity: errors(assessCapacity(campaign.id, demand, others).findings),
    forecast: errors(judgeForecast(known, figures, demand, others, lineReading)?.findings ?? []),
  };
}

function demandOf(known: Partial<Arguments>, campaign: Campaign | undefined): Demand | undefined {
  const { configId, dialRate, agentRatio, pacingType, staffing } = known;
  const agents = staffing?.agents ?? campaign?.agentCount;
  if (configId === undefined || dialRate === undefined) return undefined;
  if (agentRatio === undefined || agents === undefined) return undefined;
  return { configId, dialRate, agentRatio, agents, pacingType };
}

function ratioFindings({ agentRatio, agentRatioLimit }: Partial<Arguments>): Finding[] {
  if (agentRatio === undefined || agentRatioLimit === undefined || agentRatio <= agentRatioLimit) {
    return [];
  }
  return [
    {
      severity: "error",
      property: "agentRatio",
      message: `${agentRatio} lines for each free agent are over agentRatioLimit, ${agentRatioLimit}. To take it over as it is, give the argument agentRatioLimit: ${agentRatio}.`,
    },
  ];
}

function errors(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => severity === "error");
}
