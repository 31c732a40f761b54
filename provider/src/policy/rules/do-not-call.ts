import * as z from "zod";
import { type Rule, type RuleOptions, rule } from "../rule.ts";
import { path, telemarketingSalesRule } from "../rule-parts.ts";
import { UNKNOWN } from "../subject.ts";

export interface DoNotCallConfig extends RuleOptions {
  /** Where the configuration names the do-not-call lists. @default "complianceRules.doNotCall" */
  readonly path?: string;
  /**
   * The lists that have to be among them. Empty: any list will do, and so will `true`.
   * @default []
   */
  readonly lists?: readonly string[];
}

const config = z.strictObject({
  path: path
    .default("complianceRules.doNotCall")
    .describe("Where the configuration names the do-not-call lists."),
  lists: z
    .array(z.string().min(1))
    .readonly()
    .default([])
    .describe("The lists that have to be among them; any list will do where this is empty."),
});

/** The configuration names the do-not-call lists that its calls keep to. */
export const doNotCall: Rule<DoNotCallConfig> = rule({
  name: "do-not-call",
  displayName: "Do-not-call lists",
  description: "Nobody is called who asked not to be.",
  enforcementLevel: "mandatory",
  severity: "critical",
  law: telemarketingSalesRule(
    "310.4(b)(1)(iii)",
    "No calls to a person who asked the seller not to call, or whose number is on the national registry.",
  ),
  config,
  judge({ read }, { path, lists }) {
    const named = read(path);
    if (named === UNKNOWN) return [];
    if (!isNamed(named)) {
      const fact =
        named === undefined
          ? `The program names no ${path}, so whatever the tenant holds there stays`
          : `${path} names no list`;
      return [
        `${fact}. Name ${lists.length > 0 ? quoted(lists) : "the lists that the calls keep to"}.`,
      ];
    }
    const missing = missingFrom(named, lists);
    return missing.length > 0 ? [`${path} does not name ${quoted(missing)}. Add it.`] : [];
  },
  mend({ read }, { path, lists }) {
    const named = read(path);
    if (named === UNKNOWN || lists.length === 0) return {};
    const kept: unknown[] = Array.isArray(named) ? [...named] : [];
    const missing = missingFrom(named, lists);
    return missing.length > 0 ? { [path]: [...kept, ...missing] } : {};
  },
});

/** An empty list, an empty text, `false` and 0 name nothing. */
function isNamed(value: unknown): boolean {
  return typeof value === "object" && value !== null
    ? Object.keys(value).length > 0
    : Boolean(value);
}

function missingFrom(named: unknown, lists: readonly string[]): readonly string[] {
  return lists.filter((list) => named !== list && !(Array.isArray(named) && named.includes(list)));
}

function quoted(lists: readonly string[]): string {
  return lists.map((list) => JSON.stringify(list)).join(" and ");
}
