import type { FoundConfig } from "../tenant/snapshot.ts";
import type { Found } from "./campaign-of.ts";
import type { PlanEntry } from "./plan.ts";
import type { Choice } from "./selection.ts";
import type { Verdict } from "./settle.ts";
import { isJudgedAgain, isPersonsExclusion } from "./status.ts";

/** Whether flags and plan want it in the program, if it can be. The flags win; what only the tool left out is wanted still. */
export function isWanted(before: PlanEntry | undefined, choice: Choice): boolean {
  if (choice !== "unsaid") return choice === "taken";
  return before === undefined || before.include || isJudgedAgain(before);
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

/** @param verdict absent where there was nothing to judge */
export function decide(draft: Draft, verdict: Verdict | undefined): PlanEntry {
  const { name, campaign, before } = draft;
  const { arguments: given = before?.arguments, ...standing } = standingOf(draft, verdict);
  const { include, ...why } = standing;
  return { name, campaign, include, ...why, ...(given && { arguments: given }) };
}

type Decision = Omit<PlanEntry, "name" | "campaign">;

function standingOf(draft: Draft, verdict: Verdict | undefined): Decision {
  const { before, choice } = draft;
  if (!isWanted(before, choice)) return exclusion(before, choice);
  if (verdict === undefined) return { include: false, ...hindrance(draft) };
  if ("refused" in verdict) return { include: false, status: "refused", details: verdict.refused };
  // A remark on what is included stays; a reason that a flag overrules goes.
  const reason = before?.include ? before.reason : undefined;
  return { include: true, ...(reason !== undefined && { reason }), ...verdict };
}

/** What a person or a flag leaves out. A person's word stays; of flags the latest counts. */
function exclusion(before: PlanEntry | undefined, choice: Choice): Decision {
  if (before && isPersonsExclusion(before)) {
    return { include: false, ...(before.reason !== undefined && { reason: before.reason }) };
  }
  const details = typeof choice === "object" ? choice.leftOut : before?.details;
  return { include: false, status: "excluded", ...(details !== undefined && { details }) };
}

/** Why there was nothing to judge. */
function hindrance({ config, found }: Draft): Pick<PlanEntry, "status" | "details"> {
  if (config.failure !== undefined) {
    return { status: "unread", details: failures[config.failure] ?? config.failure };
  }
  if (config.document === undefined) {
    return {
      status: "unread",
      details: "it was left out when the tenant was read; run adopt without --offline.",
    };
  }
  return { status: "noCampaign", details: "problem" in found ? found.problem : "" };
}

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
