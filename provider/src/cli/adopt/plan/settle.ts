import type { Demand } from "../../../domain/capacity.ts";
import type { Finding } from "../../../domain/finding.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { type Judgement, otherDemands } from "../judge.ts";
import type { FoundConfig } from "../tenant/snapshot.ts";
import type { Found } from "./campaign-of.ts";
import { isJudgedAgain, isPersonsExclusion, type PlanEntry } from "./plan.ts";
import type { Choice } from "./selection.ts";

/** A configuration that is wanted in the program, with its campaign known. */
export interface Member {
  readonly name: string;
  /** What the plan adds to its arguments. */
  readonly arguments: JsonObject;
  /** Whether the program has it already. */
  readonly isInProgram: boolean;
  /** Why it cannot be taken over, beside what the provider says. */
  readonly obstacle: string | undefined;
  readonly judgement: Judgement;
}

/** Whether it can be in the program: refused with the reason, or taken, with the arguments that this takes. */
export type Verdict = { readonly refused: string } | { readonly arguments?: JsonObject };

/**
 * Settles which configurations of one campaign the program can hold together. One that is refused whatever the others do is not in
 * the program, and takes nobody's agents there. Where the rest is too much together, the strictest go first: the others may pass
 * without them.
 */
export function settle(members: readonly Member[]): ReadonlyMap<Member, Verdict> {
  const verdicts = new Map<Member, Verdict>();
  const undecided = () => members.filter((member) => !verdicts.has(member));
  for (const member of members) {
    const refused = refusalByItself(member);
    if (refused !== undefined) verdicts.set(member, { refused });
  }
  for (;;) {
    const left = undecided();
    const together = refusals(left, left);
    // What passes together passes alone, so only what does not is judged again: a forecast takes its time.
    const alone = refusals([...together.keys()], []);
    for (const [member, refused] of alone) verdicts.set(member, { refused });
    if (alone.size > 0) continue;
    if (together.size === 0) break;
    const strictest = Math.min(...[...together.keys()].map(({ judgement }) => judgement.limit));
    for (const [member, reason] of together) {
      if (member.judgement.limit > strictest) continue;
      verdicts.set(member, { refused: `${reason} ${counted(left)}` });
    }
  }
  const taken = undecided();
  for (const member of taken) verdicts.set(member, acceptance(member, taken));
  return verdicts;
}

function refusalByItself({ obstacle, judgement }: Member): string | undefined {
  return judgement.arguments.length > 0 ? inWords(judgement.arguments) : obstacle;
}

/** Of some configurations, why the campaign does not carry them beside others. */
function refusals(
  members: readonly Member[],
  others: readonly Member[],
): ReadonlyMap<Member, string> {
  return new Map(
    members.flatMap((member): [Member, string][] => {
      const findings = findingsBeside(member, others);
      return findings.length === 0 ? [] : [[member, inWords(findings)]];
    }),
  );
}

/** What is in the program already is not judged by today's agents: at night it would go, and come back in the morning. */
function findingsBeside(member: Member, others: readonly Member[]): readonly Finding[] {
  const { judgement, isInProgram, arguments: given } = member;
  if (isInProgram) return [];
  const demands = demandsBeside(member, others);
  const forecast = judgement.forecast(demands);
  if (forecast.length > 0) return forecast;
  const { capacityCheck = "warn" } = given;
  return capacityCheck === "warn" ? [] : judgement.capacity(demands);
}

/** Where there are too few agents just now, perhaps none because it is night, the program warns of it. */
function acceptance(member: Member, members: readonly Member[]): Verdict {
  const { judgement, arguments: given, isInProgram } = member;
  if (isInProgram || given.capacityCheck !== undefined) return {};
  const capacity = judgement.capacity(demandsBeside(member, members));
  return capacity.length === 0 ? {} : { arguments: { ...given, capacityCheck: "warn" } };
}

function demandsBeside({ judgement }: Member, others: readonly Member[]): readonly Demand[] {
  const judgements = others.map((other) => other.judgement);
  return otherDemands(judgement, judgements);
}

/** Names that a reason has room for. */
const SHOWN = 5;

/** What was judged together, those first that dial most. */
function counted(members: readonly Member[]): string {
  const rate = ({ judgement }: Member) => judgement.demand?.dialRate ?? 0;
  const names = members
    .toSorted((a, b) => rate(b) - rate(a) || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  return `Counted together: ${names.slice(0, SHOWN).join(", ")}${more}.`;
}

function inWords(findings: readonly Finding[]): string {
  return findings.map(({ property, message }) => `${property}: ${message}`).join(" ");
}

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
