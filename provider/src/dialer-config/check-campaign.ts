import { assessCapacity, type Capacity, type Demand } from "../domain/capacity.ts";
import { error, type Finding, warning } from "../domain/finding.ts";
import type { DialerAssumptions } from "../domain/pacing/lines.ts";
import { CxoneError } from "../errors/index.ts";
import { checkForecast } from "./check-forecast.ts";
import { checkPeriod } from "./check-period.ts";
import type { CampaignPast } from "./connections.ts";
import { type CampaignFigures, figuresOf } from "./figures.ts";
import type { Forecast } from "./forecast.ts";
import { type Parsed, UNKNOWN } from "./parse.ts";
import type { Run } from "./run.ts";
import type { Arguments, CapacityPolicy } from "./state.ts";

export interface CampaignAssessment {
  readonly capacity: Capacity;
  /** Absent where there is nothing to forecast from; {@link UNKNOWN} where a preview cannot know it yet. */
  readonly forecast?: Forecast | typeof UNKNOWN | undefined;
  readonly findings: readonly Finding[];
}

/** Whether the campaign carries the configuration, and what that does to the people who are called. */
export async function checkCampaign(run: Run, parsed: Parsed): Promise<CampaignAssessment> {
  const { connections } = run;
  const { campaignId = "" } = parsed.known;
  const unchecked: Capacity = { status: "unchecked", campaignId };
  try {
    // Missing settings fail here, although the tenant may not have to be asked.
    void connections.client;
    void connections.lineReading;
    await connections.assertAuditLog();
    const past = await connections.history(campaignId);
    const found = await figuresOf(connections, parsed);
    const findings = [...found.findings, ...pastFindings(parsed, found, past)];
    const { ringTimes } = await connections.telemetry(campaignId);
    const assumptions = { ...connections.lineReading, ...ringTimes };
    const checked = checkFigures(run, parsed.known, found, assumptions, past);
    const { capacity = unchecked, forecast } = checked;
    return { capacity, forecast, findings: [...findings, ...checked.findings] };
  } catch (cause) {
    // The tenant could not be asked at all: a failure of the resource, and of none of its properties.
    if (!(cause instanceof CxoneError)) throw cause;
    return { capacity: unchecked, findings: [error("", cause.report)] };
  }
}

/** Of a campaign that is known, what its history lacks; only a forecast by a schedule is of a period, of which something may be spent. */
function pastFindings(
  { known: { campaignId } }: Parsed,
  { figures, schedule }: CampaignFigures,
  past: CampaignPast | undefined,
): readonly Finding[] {
  if (!past || campaignId === undefined || figures.agents === "pending") return [];
  if (schedule) return past.findings;
  return [
    warning(
      "forecast",
      `What campaign ${campaignId} has spent of its period is not looked at: it has no schedule. \`cxone-dialer history learn\` ` +
        "writes one into the telemetry file.",
    ),
  ];
}

function checkFigures(
  { program }: Run,
  known: Partial<Arguments>,
  { figures, schedule }: CampaignFigures,
  assumptions: DialerAssumptions,
  past: CampaignPast | undefined,
) {
  const { agents } = figures;
  const { configId, campaignId, dialRate, agentRatio, pacingType, capacityCheck } = known;
  if (configId === undefined || campaignId === undefined || dialRate === undefined) return notYet;
  if (agentRatio === undefined || agents === "pending") return notYet;
  if (agents === "missing") return { findings: [] };
  const demand: Demand = { configId, dialRate, agentRatio, agents, pacingType };
  const others = program.demand(campaignId, demand);
  const { capacity, findings: overload } = assessCapacity(campaignId, demand, others);
  const findings = capacityCheck ? applyCapacityPolicy[capacityCheck](overload) : [];
  const checked =
    pacingType &&
    (schedule
      ? checkPeriod(known, schedule, demand, others, assumptions, past)
      : checkForecast(known, figures, demand, others, assumptions));
  if (!checked) return { ...notYet, capacity, findings };
  return { capacity, forecast: checked.forecast, findings: [...findings, ...checked.findings] };
}

/** Nothing is said of what a preview does not know yet. */
const notYet: Partial<CampaignAssessment> & Pick<CampaignAssessment, "findings"> = {
  forecast: UNKNOWN,
  findings: [],
};

/** What becomes of the findings on capacity; what the law forbids no policy lets through. Where the policy is not known yet, neither is that. */
const applyCapacityPolicy: Record<
  CapacityPolicy,
  (findings: readonly Finding[]) => readonly Finding[]
> = {
  enforce: (findings) => findings,
  warn: (findings) => findings.map((finding) => ({ ...finding, severity: "warning" })),
};
