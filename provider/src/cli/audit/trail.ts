import * as z from "zod";
import type { FileLine } from "../../audit-log/lines.ts";
import { type AuditRecord, readRecord } from "../../domain/audit-record.ts";
import { readableLines } from "./log-file.ts";

const json = z.json();

/** A write, as the file has it: it may have been edited, so that nothing of it is taken on trust. */
const writeSchema = z.object({
  kind: z.literal("write"),
  purpose: z.string().optional(),
  event: z.object({
    resource_id: z.string(),
    payload_hash: z.string(),
    timestamp: z.iso.datetime(),
    audit_trail: z.object({
      action: z.string(),
      validated: z.boolean(),
      compliance_check: z.string(),
      request_id: z.string(),
    }),
  }),
  exportId: z.string().optional(),
  confirmed: z.boolean(),
  changes: z
    .array(z.object({ path: z.string(), before: json.optional(), after: json.optional() }))
    .optional(),
  basis: z
    .object({
      limits: z.object({
        regulation: z.string(),
        maxAbandonmentRate: z.number(),
        agentRatioLimit: z.number(),
      }),
      capacity: z.object({
        status: z.string(),
        campaignId: z.string(),
        activeAgents: z.number().optional(),
        maxAllowedDials: z.number().optional(),
      }),
      forecast: z.record(z.string(), json).optional(),
    })
    .optional(),
  origin: z
    .object({
      project: z.string(),
      stack: z.string(),
      commit: z.string(),
      actor: z.string(),
      run: z.string(),
    })
    .partial()
    .optional(),
});

const exportSchema = z.object({
  kind: z.literal("export"),
  requestId: z.string(),
  exportId: z.string(),
});

export type Write = z.infer<typeof writeSchema>;

/** One record of the trail. An event that was exported later is part of its write, and no item by itself. */
export interface TrailItem {
  readonly line: number;
  readonly record: AuditRecord;
  /** Why the record cannot be as it was written. */
  readonly fault?: string | undefined;
  /** Absent where this release does not know that kind of record. */
  readonly write?: Write | undefined;
  /** The tenant's id of the export; absent where it is pending. */
  readonly exportId?: string | undefined;
}

export interface TrailFilter {
  readonly configId?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

/** Gets each line that is no record. */
export type OnUnreadable = (line: FileLine) => void;

/**
 * The log's records in their order, one at a time: the file is read twice, and what is kept of it are the events that were
 * exported later than their write.
 */
export async function* readTrail(
  file: string,
  filter: TrailFilter,
  onUnreadable: OnUnreadable,
): AsyncGenerator<TrailItem> {
  const exported = await laterExports(file);
  for await (const line of readableLines(file)) {
    const { record, fault } = readRecord(line.bytes);
    if (!record) onUnreadable(line);
    else if (!exportSchema.safeParse(record).success) {
      const write = writeSchema.safeParse(record).data;
      const exportId = write && (write.exportId ?? exported.get(requestIdOf(write)));
      const item = { line: line.number, record, fault, write, exportId };
      if (fits(item, filter)) yield item;
    }
  }
}

export function requestIdOf({ event }: Write): string {
  return event.audit_trail.request_id;
}

/** When it was written; of a record that this release does not know, when it was recorded. */
export function timeOf({ record, write }: TrailItem): string {
  return write?.event.timestamp ?? record.recordedAt;
}

async function laterExports(file: string): Promise<ReadonlyMap<string, string>> {
  const exported = new Map<string, string>();
  for await (const { bytes } of readableLines(file)) {
    // As canonical JSON has it, so that most lines are not parsed.
    if (!bytes.includes('"kind":"export"')) continue;
    const { data } = exportSchema.safeParse(readRecord(bytes).record);
    if (data) exported.set(data.requestId, data.exportId);
  }
  return exported;
}

function fits(item: TrailItem, { configId, since, until }: TrailFilter): boolean {
  const time = Date.parse(timeOf(item));
  return (
    (configId === undefined || item.write?.event.resource_id === configId) &&
    (since === undefined || time >= since.getTime()) &&
    (until === undefined || time <= until.getTime())
  );
}
