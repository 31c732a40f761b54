import { isDeepStrictEqual } from "node:util";
import { Document, isMap, isNode, isScalar, LineCounter, Pair, parseDocument, Scalar } from "yaml";
import * as z from "zod";
import { isJsonObject, type JsonObject } from "../../../domain/json.ts";
import { UsageError } from "../../shared/exit-codes.ts";

/** Why the tool leaves a configuration out, with the words that a report begins the reason with. */
const words = {
  noCampaign: "no campaign",
  refused: "refused",
  unread: "unread",
  gone: "gone",
  excluded: "left out",
} as const;

type Status = keyof typeof words;

const statuses = ["noCampaign", "refused", "unread", "gone", "excluded"] as const;

/** Whether a plan has a configuration in the program, and why not. */
interface Standing {
  readonly include: boolean;
  readonly status?: Status | undefined;
  readonly details?: string | undefined;
  readonly reason?: string | undefined;
}

/** Whether a person wrote that it stays out: with a reason of theirs, or without a status of the tool's. */
export function isPersonsExclusion({ include, status, reason }: Standing): boolean {
  return !include && (reason !== undefined || status === undefined);
}

/** Whether the next run judges it again: the tool left it out, and neither a person nor a flag decided that it stays out. */
export function isJudgedAgain(entry: Standing): boolean {
  return !entry.include && !isPersonsExclusion(entry) && entry.status !== "excluded";
}

/** Whether a person can settle it; what is gone is no question. */
export function isOpenQuestion(entry: Standing): boolean {
  return isJudgedAgain(entry) && entry.status !== "gone";
}

/** Why it is left out, in words: a person's own, or the tool's. Undefined where nobody says. */
export function reasonOf({ reason, status, details }: Standing): string | undefined {
  if (reason !== undefined || status === undefined) return reason;
  return details === undefined ? words[status] : `${words[status]}: ${details}`;
}

/** One sentence for whatever is wrong with a value: what it has to be. What it is stands in the file. */
function must(expected: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) =>
      input === undefined ? `is missing; it must be ${expected}` : `must be ${expected}`,
  };
}

/** An id in YAML, which reads one that is all digits as a number. */
function idOr(expected: string) {
  return z.union([z.string(), z.int().transform(String)], must(expected));
}

const others = [
  "regulation",
  "agentRatioLimit",
  "staffing",
  "capacityCheck",
  "onConflict",
  "onDelete",
];

const entrySchema = z.strictObject(
  {
    /** The resource's name in the program. */
    name: z
      .string(must("a text"))
      .max(200, must("1 to 200 characters"))
      .regex(
        /^(?!.*::)[^\p{Cc}\p{Cf}\p{Cs}]+$/u,
        "must be 1 to 200 characters, without control characters and ::",
      ),
    /** A campaign's id, or its name in this plan or in the tenant; null where nobody knows it yet. */
    campaign: idOr("a campaign's id or name, or null").nullable(),
    include: z.boolean(must("true or false")),
    /** Why the tool leaves it out; absent where it is in the program, or where a person decided. */
    status: z.enum(statuses, must(`one of ${statuses.join(", ")}`)).optional(),
    /** The tool's words for the status. */
    details: z.string(must("a text")).optional(),
    /** Why a person leaves it out. */
    reason: z.string(must("a text")).optional(),
    /** Arguments of the resource beside what the tenant's document holds. */
    arguments: z
      .custom<JsonObject>(isJsonObject, "must be a map")
      .refine(
        (given) => Object.keys(given).every((name) => others.includes(name)),
        `may hold ${others.join(", ")}; the rest is the tenant's own, and is changed in the program`,
      )
      .optional(),
  },
  must("a map with name, campaign and include"),
);

const campaignSchema = z.strictObject(
  {
    /** The name of its file, without the extension. */
    name: z
      .string(must("a text"))
      .max(100, must("at most 100 characters"))
      .regex(
        /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}._-]*$/u,
        "must be letters, digits, dots, hyphens and underscores",
      ),
    /** The tenant has it no more. */
    gone: z.literal(true, must("true, or left away")).optional(),
  },
  must("a map with a name"),
);

export const VERSION = 2;

/** What the program is to hold, and under which names: the tool's proposal, and a person's to change. */
const planSchema = z
  .strictObject({
    version: z.literal(VERSION, must(`${VERSION}`)),
    /** The tenant's address: a plan is of one. */
    tenant: z.string(must("the tenant's address")),
    /** Where a document names its campaign, where that was said: keys with dots between them. */
    campaignField: z.string(must("keys with dots between them")).optional(),
    /** Whether the program's resources are of the native provider. */
    native: z.boolean(must("true or false")).optional(),
    /** By id. */
    campaigns: z.record(z.string(), campaignSchema, must("a map of campaigns by id")),
    /** By id. */
    dialerConfigs: z.record(z.string(), entrySchema, must("a map of configurations by id")),
  })
  .superRefine(({ campaigns, dialerConfigs }, { addIssue }) => {
    // Case decides about resources, but not about files on every system.
    const repeated = [
      ...repetitions("campaigns", campaigns, (name) => name.toLowerCase()),
      ...repetitions("dialerConfigs", dialerConfigs, (name) => name),
    ];
    for (const { path, message } of repeated) addIssue({ code: "custom", path, message });
  });

function repetitions(
  section: string,
  entries: Readonly<Record<string, { readonly name: string }>>,
  keyOf: (name: string) => string,
): readonly { readonly path: string[]; readonly message: string }[] {
  const first = new Map<string, string>();
  return Object.entries(entries).flatMap(([id, { name }]) => {
    const holder = first.get(keyOf(name));
    if (holder === undefined) first.set(keyOf(name), id);
    return holder === undefined
      ? []
      : [{ path: [section, id, "name"], message: `"${name}" is ${holder}'s name already` }];
  });
}

export type PlanEntry = z.infer<typeof entrySchema>;
export type PlanCampaign = z.infer<typeof campaignSchema>;
export type Plan = z.infer<typeof planSchema>;

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

/** Returns whether there was anything to change. */
function update(document: Document, before: Plan, after: Plan): boolean {
  let isChanged = false;
  for (const key of ["campaignField", "native"] as const) {
    if (before[key] === after[key]) continue;
    isChanged = true;
    document.set(key, after[key]);
  }
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

/**
 * Release 0.1.0 wrote its status into the reason, as the words that it began with. A person may have begun theirs with the same
 * ones, so the rest has to be as the release wrote it, too.
 */
const toolsReasons: readonly (readonly [Status, RegExp])[] = [
  [
    "noCampaign",
    /^no campaign: (?<details>the document (names none|has no .+); set campaign to .+|the tenant has no campaign ".*"\.|".*" is several campaigns \(.*)$/s,
  ],
  [
    "refused",
    /^refused: (?<details>(configId|campaignId|pacingType|dialRate|agentRatio|maxAbandonmentRate|maxQueueDepth|answerRateThreshold|complianceRules|regulation|agentRatioLimit|staffing|capacityCheck|onConflict|onDelete)\b[^\s:]*: .+)$/s,
  ],
  [
    "unread",
    /^unread: (?<details>it was (gone between|left out when) .+|the client may not read it \(403\)\.|the tenant.+|its id cannot be asked for\.|the connection failed; .+|CXONE_\w+)$/s,
  ],
  ["gone", /^gone: (?<details>the tenant has it no more\.)$/],
  ["excluded", /^left out: (?<details>--exclude .+|not among --include)$/s],
];

/** Brings a plan of release 0.1.0 into today's form, its comments and its order as they were. */
function upgrade(document: Document): void {
  if (document.get("version") !== 1) return;
  document.set("version", VERSION);
  const entries = document.get("dialerConfigs");
  if (!isMap(entries)) return;
  for (const { value: entry } of entries.items) {
    if (!isMap(entry) || entry.get("include") !== false) continue;
    const at = entry.items.findIndex(({ key }) => isScalar(key) && key.value === "reason");
    const reason = entry.get("reason");
    if (at < 0 || typeof reason !== "string") continue;
    for (const [status, form] of toolsReasons) {
      const details = form.exec(reason)?.groups?.details;
      if (details === undefined) continue;
      entry.items.splice(at, 1, pair("status", status), pair("details", details));
    }
  }
}

function pair(key: string, value: string): Pair {
  return new Pair(new Scalar(key), new Scalar(value));
}
