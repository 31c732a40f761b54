import type { dynamic } from "@pulumi/pulumi";
import type { Basis } from "../domain/audit-entry.ts";
import { ratioFindings } from "../domain/capacity.ts";
import { error, type Finding } from "../domain/finding.ts";
import { abandonmentLimit, regulationFindings } from "../domain/regulation.ts";
import { previewAdoption } from "./adoption.ts";
import { type CampaignAssessment, checkCampaign } from "./check-campaign.ts";
import type { Claimant } from "./checked-program.ts";
import { plain } from "./document.ts";
import { parseArguments, UNKNOWN } from "./parse.ts";
import { deployedPace, programChanges } from "./program-changes.ts";
import type { Run } from "./run.ts";
import type { Arguments } from "./state.ts";

/**
 * Judges what the program asks for: each argument, the regulation, and whether the campaign carries it. Every failure comes
 * back at once, each with its property; what is not known yet is not judged.
 *
 * @param claimant The resource that the check is for, as far as the caller knows it.
 */
export async function check(
  run: Run,
  olds: Readonly<Record<string, unknown>>,
  news: Record<string, unknown>,
  claimant?: Claimant,
): Promise<dynamic.CheckResult> {
  const { connections, program } = run;
  const parsed = parseArguments(news);
  const { known } = parsed;
  const ownership = ownershipFindings(run, known, claimant);
  const campaign = await checkCampaign(run, parsed);
  const findings = [
    ...parsed.findings,
    ...ownership,
    ...ratioFindings(known),
    ...(known.regulation ? regulationFindings(known.regulation, known) : []),
    ...campaign.findings,
  ];
  const refused = findings.filter(({ severity }) => severity === "error");
  // What is refused anyway is not asked for.
  const created =
    refused.length === 0 && isCreation(olds, known)
      ? await previewAdoption(run, known)
      : { findings: [] };
  const errors = [...refused, ...created.findings];
  const warnings = findings.filter(({ severity }) => severity === "warning");

  for (const { property, message } of warnings) {
    await connections.warn(
      `Dialer configuration ${known.configId ?? "(id not known yet)"}, ${property}: ${message}`,
    );
  }
  if (created.message !== undefined) await connections.inform(created.message);
  if (known.configId !== undefined && errors.length === 0) {
    program.assess(known.configId, {
      capacity: campaign.capacity,
      validated: campaign.capacity.status === "ok",
      complianceCheck: warnings.length > 0 ? "warned" : "passed",
      basis: basisOf(known, campaign),
    });
  }
  const failures = errors.map(({ property, message }, i) => ({
    property,
    reason: i === 0 && property !== "" ? message + programChanges(olds, news) : message,
  }));
  // An engine that deploys takes no unknown value, and would report that instead of the failures.
  const isHidden = failures.length > 0 && campaign.forecast === UNKNOWN;
  return {
    inputs: plain({
      ...parsed.inputs,
      forecast: isHidden ? undefined : campaign.forecast,
      deployed: deployedPace(olds, parsed.inputs),
      adoption: created.adoption,
    }),
    failures,
  };
}

/** Whether the resource is new, or gets another id. The engine forces a replacement by a check without the old inputs. */
function isCreation(
  olds: Readonly<Record<string, unknown>>,
  known: Partial<Arguments>,
): known is Partial<Arguments> & Pick<Arguments, "configId"> {
  return known.configId !== undefined && known.configId !== olds.configId;
}

function ownershipFindings(
  { program }: Run,
  { configId }: Partial<Arguments>,
  claimant: Claimant | undefined,
): Finding[] {
  const other = claimant && program.claim(configId, claimant);
  if (!other) return [];
  return [
    error(
      "configId",
      `Dialer configuration ${configId} is managed by another resource of the program, "${other.resourceName}", and the two would ` +
        "overwrite each other. Give each resource a configId of its own, or take one of the two out.",
    ),
  ];
}

/** Why the write passes, for the audit log. */
function basisOf(
  { regulation, maxAbandonmentRate, agentRatioLimit }: Partial<Arguments>,
  { capacity, forecast }: CampaignAssessment,
): Basis | undefined {
  if (!regulation || maxAbandonmentRate === undefined || agentRatioLimit === undefined) return;
  return {
    limits: {
      regulation,
      maxAbandonmentRate: abandonmentLimit(regulation, maxAbandonmentRate),
      agentRatioLimit,
    },
    capacity,
    ...(typeof forecast === "object" && { forecast: { ...forecast } }),
  };
}
