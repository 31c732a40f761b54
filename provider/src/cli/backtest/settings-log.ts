import * as z from "zod";
import { readLines } from "../../audit-log/lines.ts";
import { readRecord } from "../../domain/audit-record.ts";
import type { SettingsWrite, SomeSettings } from "../../domain/backtest/logged-settings.ts";
import type { clockOf } from "../../domain/history/clock.ts";
import { messageOf } from "../../shared/caught-error.ts";
import { UsageError } from "../shared/exit-codes.ts";

/** As much of a write as says what the dialer was set to. */
const writeSchema = z.object({
  kind: z.literal("write"),
  event: z.object({
    resource_id: z.string(),
    timestamp: z.iso.datetime(),
    audit_trail: z.object({ action: z.enum(["CREATE", "UPDATE", "DELETE"]) }),
  }),
  confirmed: z.boolean(),
  changes: z
    .array(z.object({ path: z.string(), before: z.json().optional(), after: z.json().optional() }))
    .optional(),
  basis: z.object({ capacity: z.object({ campaignId: z.string() }) }).optional(),
});

const actions = { CREATE: "create", UPDATE: "change", DELETE: "remove" } as const;

const known = z.object({
  pacingType: z.enum(["preview", "progressive", "predictive"]),
  dialRate: z.number().positive(),
  agentRatio: z.number().min(1),
  maxQueueDepth: z.int().min(0),
});

/** The writes of each campaign's dialer. */
export type SettingsLog = ReadonlyMap<string, readonly SettingsWrite[]>;

/**
 * Reads what an audit log says of settings.
 *
 * @throws UsageError where the log cannot be read, or was altered.
 */
export async function settingsFromLog(
  file: string,
  clock: ReturnType<typeof clockOf>,
): Promise<SettingsLog> {
  const campaigns = new Map<string, SettingsWrite[]>();
  const campaignOf = new Map<string, string>();
  for await (const { campaignId, write } of writesIn(file, clock)) {
    const campaign = campaignId ?? campaignOf.get(write.configId);
    // Before a check has said of which campaign it is, nobody knows.
    if (campaign === undefined) continue;
    campaignOf.set(write.configId, campaign);
    const writes = campaigns.get(campaign) ?? [];
    campaigns.set(campaign, writes);
    writes.push(write);
  }
  return campaigns;
}

interface CampaignWrite {
  readonly campaignId: string | undefined;
  readonly write: SettingsWrite;
}

async function* writesIn(
  file: string,
  clock: ReturnType<typeof clockOf>,
): AsyncGenerator<CampaignWrite> {
  for await (const { number, bytes, isEnded } of linesOf(file)) {
    const { record, fault } = readRecord(bytes);
    // What broke off was never acknowledged.
    if (fault !== undefined && !isEnded) continue;
    if (fault !== undefined) {
      throw new UsageError([
        `--audit-log: line ${number} of ${file} is not as it was written: ${fault}. Run \`cxone-dialer audit verify ${file}\`.`,
      ]);
    }
    const { data } = writeSchema.safeParse(record);
    if (!data) continue;
    const { event, changes, basis, confirmed } = data;
    const at = clock(event.timestamp);
    if (typeof at === "string") {
      throw new UsageError([
        "--audit-log: the log's times are in UTC. Name the call centre's time zone, such as --time-zone America/Chicago.",
      ]);
    }
    yield {
      campaignId: basis?.capacity.campaignId,
      write: {
        at,
        configId: event.resource_id,
        action: actions[event.audit_trail.action],
        // Absent where the run that wrote was killed, and another one found the write.
        changes: changes && {
          before: settingsIn(changes.map(({ path, before }) => [path, before])),
          after: settingsIn(changes.map(({ path, after }) => [path, after])),
        },
        isConfirmed: confirmed,
      },
    };
  }
}

/** A value that no dialer can have is one that nobody knows. */
function settingsIn(values: readonly (readonly [string, unknown])[]): SomeSettings {
  const given = Object.fromEntries(values);
  return Object.fromEntries(
    Object.entries(known.shape).flatMap(([name, schema]) => {
      const { success, data } = schema.safeParse(given[name]);
      return success ? [[name, data]] : [];
    }),
  );
}

async function* linesOf(file: string) {
  try {
    yield* readLines(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError([`--audit-log: ${file} cannot be read: ${messageOf(error)}`]);
  }
}
