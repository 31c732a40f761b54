import { isDeepStrictEqual } from "node:util";
import { Document, isMap, isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { UsageError } from "../../shared/usage-error.ts";
import { type Plan, planSchema, VERSION } from "./plan.ts";
import { upgrade } from "./version-1.ts";

const entryExplanation = ` include   false leaves the configuration alone
 reason    yours: an entry that has one stays out until you include it
 status    the tool's, where it leaves one out, with details. noCampaign, refused, unread and gone are judged again with
           every run; excluded (by a flag) stays so until you include it
`;

const explanation = ` What \`cxone-dialer adopt\` takes over, and under which names. It is yours to edit: a further run keeps what you
 wrote, adds what is new in the tenant, and marks what is gone. \`cxone-dialer adopt --offline\` writes the program from it.

 name      of the resource in the program, and of a campaign's file
 campaign  the campaign's id, or its name, here or in the tenant
${entryExplanation} arguments for the resource beside the tenant's settings: agentRatioLimit, staffing, regulation, capacityCheck …`;

/** A plan as it stands in its file. */
export interface WrittenPlan {
  readonly text: string;
  readonly plan: Plan;
}

/** @throws {UsageError} naming each place that cannot be read */
export function parsePlan(text: string, file: string): Plan {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const { errors } = document;
  if (errors.length > 0) {
    throw new UsageError(errors.map(({ message }) => `${file}: ${message.trim()}`));
  }
  const version = document.get("version");
  if (version !== 1 && version !== VERSION) {
    const found = version === undefined ? "no version" : `version ${JSON.stringify(version)}`;
    throw new UsageError([`${file}: it has ${found}; this release reads 1 and ${VERSION}.`]);
  }
  upgrade(document);
  const { data, error } = planSchema.safeParse(document.toJS());
  if (data) return data;
  throw new UsageError(
    error.issues.flatMap(problemsOf).map(({ path, message }) => {
      const line = lineOf(document, path, lines);
      return `${file}${line === undefined ? "" : `:${line}`}: ${path.join(".")}: ${message}`;
    }),
  );
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function problemsOf({ path, message, ...issue }: z.core.$ZodIssue): readonly Problem[] {
  if (issue.code !== "unrecognized_keys") return [{ path, message }];
  return issue.keys.map((key) => ({ path: [...path, key], message: "is nothing that a plan has" }));
}

/** The line of a place in a plan, or of what it would be in. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter) {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    // An entry begins where its keys do: the line after its id.
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}

/** The plan's text: a new one, or the old text with what differs changed in it, comments and all else as they were. */
export function formatPlan(plan: Plan, old: WrittenPlan | undefined): string {
  const document = old ? parseDocument(old.text) : newDocument(plan);
  if (old === undefined) return inFull(document);
  const isUpgraded = document.get("version") !== VERSION;
  if (isUpgraded) {
    upgrade(document);
    // Its explanation of a reason holds no more; what a person wrote beside it stays.
    const old = / include {3}.*\n reason {4}one that begins with .*\n/;
    document.commentBefore = document.commentBefore?.replace(old, entryExplanation) ?? null;
  }
  return update(document, old.plan, plan) || isUpgraded ? inFull(document) : old.text;
}

function inFull(document: Document): string {
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
