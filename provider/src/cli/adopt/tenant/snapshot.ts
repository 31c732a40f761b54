import * as z from "zod";
import type { Campaign } from "../../../domain/campaign.ts";
import { isJsonObject, type JsonObject, parseJson } from "../../../domain/json.ts";
import { UsageError } from "../../shared/exit-codes.ts";
import { readIfThere, writeAtomically } from "../atomic-file.ts";

export const campaignSchema = z.strictObject({
  id: z.string(),
  name: z.string().exactOptional(),
  agentCount: z.number(),
  answerRate: z.number().exactOptional(),
  averageHandleTimeSeconds: z.number().exactOptional(),
}) satisfies z.ZodType<Campaign>;

const dialerConfigSchema = z.strictObject({
  id: z.string(),
  name: z.string().exactOptional(),
  /** As read. Absent where it was left out, or could not be read. */
  document: z.custom<JsonObject>(isJsonObject, "must be an object").exactOptional(),
  /** The code of the error that kept it from being read. */
  failure: z.string().exactOptional(),
});

/** What the tenant said: the content of adopt.json. Without a date, so that what did not change makes no difference. */
const snapshotSchema = z.strictObject({
  version: z.literal(1),
  /** The tenant's address. */
  tenant: z.string(),
  /** Sorted by id, as is all here. */
  campaigns: z.array(campaignSchema),
  dialerConfigs: z.array(dialerConfigSchema),
  /** The files of the program as they were written: the SHA-256 of each, by which an edited one is known. */
  written: z.record(z.string(), z.string()),
});

export type FoundConfig = z.infer<typeof dialerConfigSchema>;
export type Snapshot = z.infer<typeof snapshotSchema>;

/** What was read of a tenant. */
export type TenantContent = Pick<Snapshot, "campaigns" | "dialerConfigs">;

/**
 * What an earlier run read; undefined where there was none.
 *
 * @throws {UsageError} where the file is something else
 */
export async function readSnapshot(file: string): Promise<Snapshot | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  const { data } = snapshotSchema.safeParse(parseJson(text));
  if (data) return data;
  throw new UsageError([
    `${file} is not what this release of cxone-dialer adopt writes. Move it away, and adopt again.`,
  ]);
}

/** For its owner alone: a document may hold what a program does not show. */
export async function writeSnapshot(file: string, snapshot: Snapshot): Promise<void> {
  await writeAtomically(file, `${JSON.stringify(snapshot, null, 2)}\n`, "owner");
}
