import type { dynamic } from "@pulumi/pulumi";
import { assessCapacity, type Capacity } from "../domain/capacity.ts";
import { error, type Finding } from "../domain/finding.ts";
import { decimal } from "../domain/numbers.ts";
import { regulationFindings } from "../domain/regulation.ts";
import { CxoneError } from "../errors/index.ts";
import { plain } from "./document.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { type Parsed, parseArguments } from "./parse.ts";
import type { Session } from "./session.ts";
import type { Arguments } from "./state.ts";

/**
 * Judges what the program asks for: each argument, the regulation, and whether the campaign carries it. Every failure comes
 * back at once, each with its property; what is not known yet is not judged.
 */
export async function check(
  session: Session,
  news: Record<string, unknown>,
): Promise<dynamic.CheckResult> {
  const parsed = parseArguments(news);
  const { known } = parsed;
  const compliance = known.regulation ? regulationFindings(known.regulation, known) : [];
  const campaign = await judgeCampaign(session, parsed);
  const findings = [
    ...parsed.findings,
    ...ratioFindings(known),
    ...compliance,
    ...campaign.findings,
  ];
  const errors = findings.filter(({ severity }) => severity === "error");
  const warnings = findings.filter(({ severity }) => severity === "warning");

  for (const { property, message } of warnings) {
    await session.warn(
      `Dialer configuration ${known.configId ?? "(id not known yet)"}, ${property}: ${message}`,
    );
  }
  if (known.configId !== undefined && errors.length === 0) {
    session.assess(known.configId, {
      capacity: campaign.capacity,
      validated: campaign.capacity.status === "ok",
      complianceCheck: compliance.length > 0 ? "warned" : "passed",
    });
  }
  return {
    inputs: plain(parsed.inputs),
    failures: errors.map(({ property, message }) => ({ property, reason: message })),
  };
}

function ratioFindings({ agentRatio, agentRatioLimit }: Partial<Arguments>): Finding[] {
  if (agentRatio === undefined || agentRatioLimit === undefined || agentRatio <= agentRatioLimit) {
    return [];
  }
  return [
    error(
      "agentRatio",
      `${decimal(agentRatio)} lines for each free agent are over agentRatioLimit, ${decimal(agentRatioLimit)}. Lower agentRatio, ` +
        "or raise agentRatioLimit knowingly, up to the API's 5.",
    ),
  ];
}

interface CampaignJudgement {
  readonly capacity: Capacity;
  readonly findings: readonly Finding[];
}

/** Whether the campaign carries the configuration. With `capacityCheck: "warn"` what stands against it is only reported. */
async function judgeCampaign(session: Session, parsed: Parsed): Promise<CampaignJudgement> {
  const unchecked: Capacity = { status: "unchecked", campaignId: parsed.known.campaignId ?? "" };
  try {
    session.requireSettings();
    const { figures, findings } = await figuresOf(session, parsed);
    const { capacity, findings: overload } = judgeCapacity(session, parsed.known, figures) ?? {
      capacity: unchecked,
      findings: [],
    };
    const severity = parsed.known.capacityCheck === "warn" ? "warning" : "error";
    return {
      capacity,
      findings: [...findings, ...overload].map((finding) => ({ ...finding, severity })),
    };
  } catch (cause) {
    // The tenant could not be asked at all: a failure of the resource, and of none of its properties.
    if (!(cause instanceof CxoneError)) throw cause;
    return { capacity: unchecked, findings: [error("", cause.message)] };
  }
}

function judgeCapacity(
  session: Session,
  { configId, campaignId, dialRate, agentRatio, capacityCheck }: Partial<Arguments>,
  { agents }: Figures,
): CampaignJudgement | undefined {
  if (configId === undefined || campaignId === undefined || capacityCheck === undefined) return;
  if (dialRate === undefined || agentRatio === undefined || typeof agents !== "number") return;
  const demand = { configId, dialRate, agentRatio, agents };
  return assessCapacity(campaignId, demand, session.demand(campaignId, demand));
}
