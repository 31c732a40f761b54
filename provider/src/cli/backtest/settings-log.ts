import * as z from "zod";
import { readLines } from "../../audit-log/lines.ts";
import { readRecord } from "../../domain/audit-record.ts";
import type { SettingsChange } from "../../domain/backtest/settings-in-force.ts";
import type { clockOf } from "../../domain/history/clock.ts";
import { messageOf } from "../../shared/caught-error.ts";
import { UsageError } from "../shared/exit-codes.ts";

/** As much of a write as says what the dialer was set to. */
const write = z.object({
  kind: z.literal("write"),
  event: z.object({
    resource_id: z.string(),
    timestamp: z.iso.datetime(),
    audit_trail: z.object({ action: z.string() }),
  }),
  changes: z.array(z.object({ path: z.string(), after: z.json().optional() })).optional(),
  basis: z.object({ capacity: z.object({ campaignId: z.string() }) }).optional(),
});

const known = z.object({
  pacingType: z.enum(["preview", "progressive", "predictive"]),
  dialRate: z.number().positive(),
  agentRatio: z.number().min(1),
  maxQueueDepth: z.int().min(0),
});

/** What an audit log says of each campaign's dialer. */
export type SettingsLog = ReadonlyMap<string, readonly SettingsChange[]>;

/**
 * Reads what was in force from when: a record says what its write changed, and of which campaign the configuration is.
 *
 * @throws UsageError where the log cannot be read, or was altered.
 */
export async function settingsFromLog(
  file: string,
  clock: ReturnType<typeof clockOf>,
): Promise<SettingsLog> {
  const campaigns = new Map<string, SettingsChange[]>();
  const campaignOf = new Map<string, string>();
  for await (const { configId, campaignId, change } of writesIn(file, clock)) {
    const campaign = campaignId ?? campaignOf.get(configId);
    // Before a check has said of which campaign it is, nobody knows.
    if (campaign === undefined) continue;
    campaignOf.set(configId, campaign);
    const changes = campaigns.get(campaign) ?? [];
    campaigns.set(campaign, changes);
    changes.push(change);
  }
  return campaigns;
}

async function* writesIn(file: string, clock: ReturnType<typeof clockOf>) {
  for await (const { number, bytes, isEnded } of linesOf(file)) {
    const { record, fault } = readRecord(bytes);
    // What broke off was never acknowledged.
    if (fault !== undefined && !isEnded) continue;
    if (fault !== undefined) {
      throw new UsageError([
        `--audit-log: line ${number} of ${file} is not as it was written: ${fault}. Run \`cxone-dialer audit verify ${file}\`.`,
      ]);
    }
    const { data } = write.safeParse(record);
    if (!data) continue;
    const { event, changes, basis } = data;
    const at = clock(event.timestamp);
    if (typeof at === "string") {
      throw new UsageError([
        "--audit-log: the log's times are in UTC. Name the call centre's time zone, such as --time-zone America/Chicago.",
      ]);
    }
    const configId = event.resource_id;
    const settings = event.audit_trail.action === "DELETE" ? "removed" : settingsIn(changes);
    const campaignId = basis?.capacity.campaignId;
    const change: SettingsChange = { at, configId, settings };
    yield { configId, campaignId, change };
  }
}

/** A value that no dialer can have is one that nobody knows. */
function settingsIn(changes: z.infer<typeof write>["changes"]): SettingsChange["settings"] {
  // The run that wrote was killed, and another one found the write.
  if (changes === undefined) return "unknown";
  const after = Object.fromEntries(changes.map((change) => [change.path, change.after]));
  return Object.fromEntries(
    Object.entries(known.shape).flatMap(([name, schema]) => {
      const { success, data } = schema.safeParse(after[name]);
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
