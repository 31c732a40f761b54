import type { Campaign } from "../domain/campaign.ts";
import { error, type Finding } from "../domain/finding.ts";
import { NotFoundError } from "../errors/index.ts";
import type { Connections } from "./connections.ts";
import type { Parsed } from "./parse.ts";
import type { Staffing } from "./state.ts";

/** A figure of the campaign. `pending`: known only once another resource is deployed; `missing`: nobody knows it. */
export type Figure = number | "pending" | "missing";

export type Figures = { readonly [Name in keyof Required<Staffing>]: Figure };

const LIVE: { readonly [Name in keyof Figures]: (campaign: Campaign) => number | undefined } = {
  agents: ({ agentCount }) => agentCount,
  answerRate: ({ answerRate }) => answerRate,
  averageHandleTimeSeconds: ({ averageHandleTimeSeconds }) => averageHandleTimeSeconds,
};

const figureNames = ["agents", "answerRate", "averageHandleTimeSeconds"] as const;

/**
 * The campaign's figures: what `staffing` plans, else what the telemetry file says, else the live campaign's. The tenant is
 * asked only where one is left.
 */
export async function figuresOf(
  connections: Connections,
  { known, isOpen }: Parsed,
): Promise<{ readonly figures: Figures; readonly findings: readonly Finding[] }> {
  const { campaignId, staffing } = known;
  const filed = campaignId === undefined ? {} : await connections.telemetry(campaignId);
  const given = (name: keyof Figures): Figure | undefined =>
    isOpen(`staffing.${name}`) ? "pending" : (staffing?.[name] ?? filed.figures?.[name]);
  const isFiled = figureNames.some(
    (name) => staffing?.[name] === undefined && filed.figures?.[name] !== undefined,
  );
  const isLeft = figureNames.some((name) => given(name) === undefined);

  const live: { readonly campaign?: Campaign; readonly findings?: readonly Finding[] } =
    isLeft && campaignId !== undefined ? await readCampaign(connections, campaignId) : {};
  const otherwise = campaignId === undefined ? "pending" : "missing";
  const figure = (name: keyof Figures): Figure =>
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
