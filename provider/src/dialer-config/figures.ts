import type { Campaign } from "../domain/campaign.ts";
import { error, type Finding } from "../domain/finding.ts";
import { parseWeek, type ScheduledDay } from "../domain/schedule.ts";
import { NotFoundError } from "../errors/index.ts";
import type { Connections } from "./connections.ts";
import type { Parsed } from "./parse.ts";
import type { Staffing } from "./state.ts";

/** A figure of the campaign. `pending`: known only once another resource is deployed; `missing`: nobody knows it. */
export type Figure = number | "pending" | "missing";

export type Figures = { readonly [Name in FigureName]: Figure };

/** The days that a configuration is forecast for, in place of one steady hour. */
export interface PlannedSchedule {
  readonly days: readonly ScheduledDay[];
  readonly answerRateVariation: number;
  /** The mean of an agent's hour. */
  readonly answerRate: number;
}

/** What is known of a campaign: with a schedule the figures sum it up. */
export interface CampaignFigures {
  readonly figures: Figures;
  readonly schedule?: PlannedSchedule;
  readonly findings: readonly Finding[];
}

const LIVE: { readonly [Name in FigureName]: (campaign: Campaign) => number | undefined } = {
  agents: ({ agentCount }) => agentCount,
  answerRate: ({ answerRate }) => answerRate,
  averageHandleTimeSeconds: ({ averageHandleTimeSeconds }) => averageHandleTimeSeconds,
};

const figureNames = ["agents", "answerRate", "averageHandleTimeSeconds"] as const;
type FigureName = (typeof figureNames)[number];

/**
 * The campaign's figures: what `staffing` plans, else what the telemetry file says, else the live campaign's. The tenant is
 * asked only where one is left.
 *
 * A schedule comes before figures in the same place, and the program's figures before a schedule of the telemetry file.
 */
export async function figuresOf(
  connections: Connections,
  parsed: Parsed,
): Promise<CampaignFigures> {
  const { known, isOpen } = parsed;
  const { campaignId, staffing } = known;
  const filed = campaignId === undefined ? {} : await connections.telemetry(campaignId);
  if (isOpen("staffing.intervals") || isOpen("staffing.answerRateVariation")) {
    return { figures: pending, findings: [] };
  }
  const planned = scheduleFigures(staffing);
  if (planned) return { ...planned, findings: [] };
  const plansFigures = figureNames.some(
    (name) => staffing?.[name] !== undefined || isOpen(`staffing.${name}`),
  );
  const inFile = plansFigures ? undefined : scheduleFigures(filed.figures);
  if (inFile) return { ...inFile, findings: filed.findings ?? [] };
  const given = (name: FigureName): Figure | undefined =>
    isOpen(`staffing.${name}`) ? "pending" : (staffing?.[name] ?? filed.figures?.[name]);
  const isFiled = figureNames.some(
    (name) => staffing?.[name] === undefined && filed.figures?.[name] !== undefined,
  );
  const isLeft = figureNames.some((name) => given(name) === undefined);

  const live: { readonly campaign?: Campaign; readonly findings?: readonly Finding[] } =
    isLeft && campaignId !== undefined ? await readCampaign(connections, campaignId) : {};
  const otherwise = campaignId === undefined ? "pending" : "missing";
  const figure = (name: FigureName): Figure =>
    given(name) ?? (live.campaign && LIVE[name](live.campaign)) ?? otherwise;
  return {
    figures: {
      agents: figure("agents"),
      answerRate: figure("answerRate"),
      averageHandleTimeSeconds: figure("averageHandleTimeSeconds"),
    },
    findings: [...(isFiled ? (filed.findings ?? []) : []), ...(live.findings ?? [])],
  };
}

const pending: Figures = {
  agents: "pending",
  answerRate: "pending",
  averageHandleTimeSeconds: "pending",
};

/** Most agents, for what the campaign carries when it is busiest; of an agent's hour the mean answer rate, of an answered call the mean time. */
export function scheduleFigures(
  staffing: Staffing | undefined,
): Required<Omit<CampaignFigures, "findings">> | undefined {
  if (staffing?.intervals === undefined) return undefined;
  const parsed = parseWeek("staffing.intervals", staffing.intervals);
  // Its schema has refused what has findings.
  if ("findings" in parsed) return undefined;
  const { days } = parsed;
  let [agents, hours, answers, handleTime] = [0, 0, 0, 0];
  for (const { weekdays, intervals } of days) {
    for (const each of intervals) {
      const weight = weekdays.length * each.seconds * each.agents;
      agents = Math.max(agents, each.agents);
      hours += weight;
      answers += weight * each.answerRate;
      handleTime += weight * each.answerRate * each.averageHandleTimeSeconds;
    }
  }
  const answerRate = answers / hours;
  return {
    figures: { agents, answerRate, averageHandleTimeSeconds: handleTime / answers },
    schedule: { days, answerRateVariation: staffing.answerRateVariation ?? 0, answerRate },
  };
}

async function readCampaign(connections: Connections, id: string) {
  try {
    return { campaign: await connections.campaign(id) };
  } catch (cause) {
    if (!(cause instanceof NotFoundError)) throw cause;
    const message =
      `The tenant has no campaign ${id}. Check the id, or plan agents, answerRate and averageHandleTimeSeconds in staffing ` +
      "where the campaign is made later.";
    return { findings: [error("campaignId", message)] };
  }
}
