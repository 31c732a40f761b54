import { isDeepStrictEqual } from "node:util";
import { Document, isMap, parseDocument } from "yaml";
import type { z } from "zod";
import { UsageError } from "../../forecast/usage-error.ts";
import { type Plan, planSchema } from "./plan.ts";

const explanation = ` What \`cxone-dialer adopt\` takes over, and under which names. It is yours to edit: a further run keeps what you
 wrote, adds what is new in the tenant, and marks what is gone. \`cxone-dialer adopt --offline\` writes the program from it.

 name      of the resource in the program, and of a campaign's file
 campaign  the campaign's id, or its name, here or in the tenant
 include   false leaves the configuration alone; give a reason of your own, and it stays so
 reason    one that begins with "no campaign:", "refused:", "unread:" or "gone:" is the tool's, and is judged anew with every run
 arguments for the resource beside the tenant's settings: agentRatioLimit, staffing, regulation, capacityCheck …`;

/** A plan as it stands in its file. */
export interface WrittenPlan {
  readonly text: string;
  readonly plan: Plan;
}

/** @throws {UsageError} naming each place that cannot be read */
export function parsePlan(text: string, file: string): Plan {
  const document = parseDocument(text);
  const problems =
    document.errors.length > 0
      ? document.errors.map(({ message }) => message.trim())
      : problemsOf(planSchema.safeParse(document.toJS()));
  if (problems.length > 0) {
    throw new UsageError(problems.map((problem) => `${file}: ${problem}`));
  }
  return planSchema.parse(document.toJS());
}

function problemsOf({ error }: z.ZodSafeParseResult<Plan>): readonly string[] {
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
}

/** The plan's text: a new one, or the old text with what differs changed in it, comments and all else as they were. */
export function formatPlan(plan: Plan, old: WrittenPlan | undefined): string {
  const document = old ? parseDocument(old.text) : newDocument(plan);
  if (old !== undefined && !update(document, old.plan, plan)) return old.text;
  return document.toString({ lineWidth: 0 });
}

/** Tells whether there was anything to change. */
function update(document: Document, before: Plan, after: Plan): boolean {
  let isChanged = before.campaignField !== after.campaignField;
  if (isChanged) document.set("campaignField", after.campaignField);
  for (const section of ["campaigns", "dialerConfigs"] as const) {
    const entries = document.get(section);
    // An empty one is written in braces, and would hold whatever is added on one line.
    if (isMap(entries)) entries.flow = false;
    for (const [id, entry] of Object.entries<object>(after[section])) {
      const known: object = before[section][id] ?? {};
      for (const key of new Set([...Object.keys(known), ...Object.keys(entry)])) {
        const value: unknown = Reflect.get(entry, key);
        if (isDeepStrictEqual(value, Reflect.get(known, key))) continue;
        isChanged = true;
        if (value === undefined) document.deleteIn([section, id, key]);
        else document.setIn([section, id, key], value);
      }
    }
  }
  return isChanged;
}

function newDocument(plan: Plan): Document {
  const document = new Document(plan);
  document.commentBefore = explanation;
  return document;
}
