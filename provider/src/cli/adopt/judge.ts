import { checkForecast } from "../../dialer-config/check-forecast.ts";
import { checkPeriod } from "../../dialer-config/check-period.ts";
import { type Figures, scheduleFigures } from "../../dialer-config/figures.ts";
import { parseArguments } from "../../dialer-config/parse.ts";
import type { Arguments } from "../../dialer-config/state.ts";
import type { Campaign } from "../../domain/campaign.ts";
import { assessCapacity, type Demand, ratioFindings } from "../../domain/capacity.ts";
import type { Finding } from "../../domain/finding.ts";
import type { LineReading } from "../../domain/pacing/lines.ts";
import { abandonmentLimit, regulationFindings } from "../../domain/regulation.ts";

/** What a resource would be given, and the campaign that it names, where the tenant has it. */
export interface Candidate {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly campaign: Campaign | undefined;
}

/** Why a deployment would be refused, each reason with the argument that it is about. */
export interface Judgement {
  /** By the arguments alone, whatever the tenant's campaigns do. */
  readonly arguments: readonly Finding[];
  /** What it asks of its campaign. Absent where that cannot be said. */
  readonly demand: Demand | undefined;
  /** The highest abandonment rate that passes, a fraction of answered calls. */
  readonly limit: number;
  /** By the campaign's agents as they are now, together with others that use it: `capacityCheck: "warn"` lets it through. */
  readonly capacity: (others: readonly Demand[]) => readonly Finding[];
  /** By the forecast of what it does together with others of its campaign: nothing lets it through. It takes some 20 ms, by a schedule some 100. */
  readonly forecast: (others: readonly Demand[]) => readonly Finding[];
}

/** Judges what a program would hold as the provider's check does. */
export function judge(
  { arguments: given, campaign }: Candidate,
  lineReading: LineReading,
): Judgement {
  const { known, findings } = parseArguments({ ...given });
  const { regulation, maxAbandonmentRate = 0 } = known;
  const planned = scheduleFigures(known.staffing);
  const demand = demandOf(known, campaign, planned?.figures.agents);
  const forecastOf = (campaign: Campaign, demand: Demand, others: readonly Demand[]) =>
    planned
      ? checkPeriod(known, planned.schedule, demand, others, lineReading)
      : checkForecast(known, figuresOf(known, campaign, demand), demand, others, lineReading);
  return {
    arguments: errors([
      ...findings,
      ...ratioFindings(
        known,
        `To take it over as it is, give the argument agentRatioLimit: ${known.agentRatio}.`,
      ),
      ...(regulation ? regulationFindings(regulation, known) : []),
    ]),
    demand,
    limit: regulation ? abandonmentLimit(regulation, maxAbandonmentRate) : maxAbandonmentRate,
    capacity: (others) =>
      campaign && demand ? errors(assessCapacity(campaign.id, demand, others).findings) : [],
    forecast: (others) =>
      campaign && demand ? errors(forecastOf(campaign, demand, others)?.findings) : [],
  };
}

/** What others ask of the campaign that one of them asks, too. */
export function otherDemands(
  of: Judgement,
  campaignMembers: readonly Judgement[],
): readonly Demand[] {
  return campaignMembers.flatMap((each) =>
    each === of || each.demand === undefined ? [] : [each.demand],
  );
}

function figuresOf(
  { staffing }: Partial<Arguments>,
  campaign: Campaign,
  { agents }: Demand,
): Figures {
  return {
    agents,
    answerRate: staffing?.answerRate ?? campaign.answerRate ?? "missing",
    averageHandleTimeSeconds:
      staffing?.averageHandleTimeSeconds ?? campaign.averageHandleTimeSeconds ?? "missing",
  };
}

/** @param scheduled the most agents of a schedule, where one is planned. */
function demandOf(
  known: Partial<Arguments>,
  campaign: Campaign | undefined,
  scheduled: Figures["agents"] | undefined,
): Demand | undefined {
  const { configId, dialRate, agentRatio, pacingType, staffing } = known;
  const agents =
    typeof scheduled === "number" ? scheduled : (staffing?.agents ?? campaign?.agentCount);
  if (configId === undefined || dialRate === undefined) return undefined;
  if (agentRatio === undefined || agents === undefined) return undefined;
  return { configId, dialRate, agentRatio, agents, pacingType };
}

function errors(findings: readonly Finding[] = []): readonly Finding[] {
  return findings.filter(({ severity }) => severity === "error");
}
