import type { Finding } from "../../../domain/finding.ts";
import type { JsonObject } from "../../../domain/json.ts";
import type { Judgement } from "../judge.ts";
import type { FoundConfig } from "../tenant/snapshot.ts";
import type { Found } from "./campaign-of.ts";
import type { PlanEntry } from "./plan.ts";
import { isToolsReason, reasons } from "./reasons.ts";
import type { Choice } from "./selection.ts";

/** Whether flags and plan want it in the program, if it can be. The flags win; what only the tool left out is wanted still. */
export function isWanted(before: PlanEntry | undefined, choice: Choice): boolean {
  if (choice !== "unsaid") return choice === "taken";
  return before === undefined || before.include || isToolsReason(before.reason);
}

/** A configuration that the tenant has, on its way into the plan. */
export interface Draft {
  readonly config: FoundConfig;
  /** What the plan said of it so far. */
  readonly before: PlanEntry | undefined;
  readonly name: string;
  /** What the plan is to say of its campaign. */
  readonly campaign: string | null;
  /** The campaign of the tenant that this is, or why there is none. */
  readonly found: Found;
  readonly choice: Choice;
}

/** @param judgement absent where there was nothing to judge */
export function decide(draft: Draft, judgement: Judgement | undefined): PlanEntry {
  const { name, campaign, before, choice } = draft;
  const given = before?.arguments;
  const entry = (verdict: Verdict): PlanEntry => ({
    name,
    campaign,
    include: verdict.reason === undefined && !verdict.isLeftOut,
    ...(verdict.reason === undefined ? {} : { reason: verdict.reason }),
    ...withArguments(verdict.arguments ?? given),
  });
  if (!isWanted(before, choice)) {
    const why = typeof choice === "object" ? `left out: ${choice.leftOut}` : before?.reason;
    return entry({ isLeftOut: true, reason: why });
  }
  if (!judgement) return entry({ reason: hindrance(draft) });
  return entry(lacksRules(draft) ? { reason: NO_RULES } : verdictOf(judgement, before));
}

interface Verdict {
  readonly reason?: string | undefined;
  readonly isLeftOut?: true;
  readonly arguments?: JsonObject;
}

/** Why there was nothing to judge. */
function hindrance({ config, found }: Draft): string {
  if (config.failure !== undefined)
    return reasons.unread(failures[config.failure] ?? config.failure);
  if (config.document === undefined) {
    return reasons.unread("it was left out when the tenant was read; run adopt without --offline.");
  }
  return reasons.noCampaign("problem" in found ? found.problem : "");
}

/** The one setting that a program can leave out: the provider then manages an empty one, and would write it. */
function lacksRules({ config: { document = {} } }: Draft): boolean {
  return !Object.hasOwn(document, "complianceRules");
}

const NO_RULES = reasons.refused(
  "complianceRules: the document has none, and a deployment would write an empty one. Give it one in the tenant first.",
);

/** Without the tenant's own words, which hold a request's id and would differ with every run. */
const failures: Readonly<Record<string, string>> = {
  CXONE_NOT_FOUND: "it was gone between the listing and the reading.",
  CXONE_PERMISSION: "the client may not read it (403).",
  CXONE_RESPONSE: "the tenant's answer is no document that can be used.",
  CXONE_INVALID_REQUEST: "the tenant refuses the request (400).",
  CXONE_CONFIGURATION: "its id cannot be asked for.",
  CXONE_UNAVAILABLE: "the tenant failed to answer; run adopt again.",
  CXONE_CONNECTION: "the connection failed; run adopt again.",
};

/** What is in the program already is not judged by today's agents: at night it would go, and come back in the morning. */
function verdictOf(judgement: Judgement, before: PlanEntry | undefined): Verdict {
  if (judgement.arguments.length > 0) return { reason: refusal(judgement.arguments) };
  if (before?.include) return {};
  const { capacity, forecast } = judgement.live();
  if (forecast.length > 0) return { reason: refusal(forecast) };
  if (capacity.length === 0) return {};
  const { capacityCheck } = before?.arguments ?? {};
  if (capacityCheck === "warn") return {};
  if (capacityCheck !== undefined) return { reason: refusal(capacity) };
  return { arguments: { ...before?.arguments, capacityCheck: "warn" } };
}

function refusal(findings: readonly Finding[]): string {
  return reasons.refused(
    findings.map(({ property, message }) => `${property}: ${message}`).join(" "),
  );
}

function withArguments(given: JsonObject | undefined): Pick<PlanEntry, "arguments"> {
  return given === undefined ? {} : { arguments: given };
}
