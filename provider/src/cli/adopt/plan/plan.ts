import { z } from "zod";
import { isJsonObject, type JsonObject } from "../../../domain/json.ts";

/** An id in YAML, which reads one that is all digits as a number. */
const id = z.union([z.string(), z.int().transform(String)]);

const others = [
  "regulation",
  "agentRatioLimit",
  "staffing",
  "capacityCheck",
  "onConflict",
  "onDelete",
];

const entrySchema = z.strictObject({
  /** The resource's name in the program. */
  name: z
    .string()
    .max(200)
    .regex(
      /^(?!.*::)[^\p{Cc}\p{Cf}\p{Cs}]+$/u,
      "must be 1 to 200 characters, without control characters and ::",
    ),
  /** A campaign's id, or its name in this plan or in the tenant; null where nobody knows it yet. */
  campaign: id.nullable(),
  include: z.boolean(),
  /** Why it is left out. */
  reason: z.string().optional(),
  /** Arguments of the resource beside what the tenant's document holds. */
  arguments: z
    .custom<JsonObject>(isJsonObject, "must be a map")
    .refine(
      (given) => Object.keys(given).every((name) => others.includes(name)),
      `may hold ${others.join(", ")}; the rest is the tenant's own, and is changed in the program`,
    )
    .optional(),
});

const campaignSchema = z.strictObject({
  /** The name of its file, without the extension. */
  name: z
    .string()
    .max(100)
    .regex(
      /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}._-]*$/u,
      "must be letters, digits, dots, hyphens and underscores",
    ),
  /** The tenant has it no more. */
  gone: z.literal(true).optional(),
});

/** What the program is to hold, and under which names: the tool's proposal, and a person's to change. */
export const planSchema = z.strictObject({
  version: z.literal(1),
  /** The tenant's address: a plan is of one. */
  tenant: z.string(),
  /** Where a document names its campaign, where that was said: keys with dots between them. */
  campaignField: z.string().optional(),
  /** By id. */
  campaigns: z.record(z.string(), campaignSchema),
  /** By id. */
  dialerConfigs: z.record(z.string(), entrySchema),
});

export type PlanEntry = z.infer<typeof entrySchema>;
export type PlanCampaign = z.infer<typeof campaignSchema>;
export type Plan = z.infer<typeof planSchema>;
