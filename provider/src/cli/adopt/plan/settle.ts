import type { Demand } from "../../../domain/capacity.ts";
import type { Finding } from "../../../domain/finding.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { type Judgement, otherDemands } from "../judge.ts";

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
