import { z } from "zod";
import { isJsonObject, type JsonObject } from "../../../domain/json.ts";
import { statuses } from "./status.ts";

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
export const planSchema = z
  .strictObject({
    version: z.literal(VERSION, must(`${VERSION}`)),
    /** The tenant's address: a plan is of one. */
    tenant: z.string(must("the tenant's address")),
    /** Where a document names its campaign, where that was said: keys with dots between them. */
    campaignField: z.string(must("keys with dots between them")).optional(),
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
