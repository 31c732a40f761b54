import { createHash } from "node:crypto";
import * as z from "zod";
import type { Versioned } from "../client/dialer-configs.ts";
import { type AuditEvent, auditEvent, measuredLatency } from "../domain/audit.ts";
import {
  type Basis,
  type FieldChange,
  type Origin,
  type WriteEntry,
  writePurposes,
} from "../domain/audit-entry.ts";
import { isJsonObject, type Json, type JsonObject, jsonEquals } from "../domain/json.ts";
import { managedChanges } from "../domain/merge.ts";

/**
 * What is known of a write.
 *
 * - `sent`: it has no reply yet, or the reply was lost.
 * - `refused`: the tenant refused it, so nothing was done. It is never in the journal.
 * - `acknowledged`: the tenant replied that it is done.
 * - `observed`: its reply was lost, and the tenant holds what was sent.
 * - `unconfirmed`: its reply was lost, and nothing shows whether it was done.
 */
const writeStatuses = ["sent", "refused", "acknowledged", "observed", "unconfirmed"] as const;

type WriteStatus = (typeof writeStatuses)[number];

const object = <T extends object>() => z.custom<T>(isJsonObject);

/** What release 0.1.0 noted in place of the status. */
const earlierFields = {
  event: object<AuditEvent>().optional(),
  confirmed: z.boolean().optional(),
};

const fields = z.object({
  /** Names the write, its audit event and its entry in the audit log, whichever run sends them. */
  requestId: z.string(),
  action: z.enum(["CREATE", "UPDATE", "DELETE"]),
  /** Absent in records of 0.1.0. */
  purpose: z.enum(writePurposes).optional(),
  status: z.enum(writeStatuses).optional(),
  /** When it was sent, ISO 8601 in UTC. */
  begunAt: z.iso.datetime(),
  /** When the tenant's reply came, ISO 8601 in UTC; absent where none did. */
  acknowledgedAt: z.iso.datetime().optional(),
  /** How long the reply took, retries included; absent where none came. */
  latencyMs: z.number().optional(),
  /** The ETag that it was sent under; absent of a creation. */
  etag: z.string().optional(),
  /** The document before the write; absent of a creation. */
  before: object<JsonObject>().optional(),
  /** The document that was sent; absent of a deletion. */
  sent: object<JsonObject>().optional(),
  /** The shape of what the program manages. */
  managed: object<JsonObject>(),
  validated: z.boolean(),
  complianceCheck: z.enum(["passed", "warned", "not_checked"]),
  basis: object<Basis>().optional(),
  origin: object<Origin>().optional(),
  /** The tenant's id of the export, where an operation delivered the event and left no state that says so. */
  exportId: z.string().optional(),
  /** The resource has left the state, unless the run was stopped just then. */
  isLast: z.literal(true).optional(),
  ...earlierFields,
});

type WriteRecordFields = z.infer<typeof fields>;

/** Reads a record as this release writes it, or as 0.1.0 did. */
export const writeRecordSchema = fields
  .transform(({ event, confirmed, ...record }) => ({
    ...record,
    ...(record.status === undefined ? earlierStatus(event, confirmed) : { status: record.status }),
  }))
  .readonly();

/** One write, from before it is sent until a saved state says what became of it. */
export type WriteRecord = z.infer<typeof writeRecordSchema>;

function earlierStatus(
  event: AuditEvent | undefined,
  confirmed: boolean | undefined,
): Pick<WriteRecordFields, "acknowledgedAt" | "latencyMs"> & { readonly status: WriteStatus } {
  if (!event) return { status: "sent" };
  const latencyMs = measuredLatency(event);
  if (latencyMs !== undefined) {
    return { status: "acknowledged", acknowledgedAt: event.timestamp, latencyMs };
  }
  return { status: confirmed ? "observed" : "unconfirmed" };
}

/** Whether the write was done, or may have been, so that it needs an audit event. */
export function needsEvidence({ status }: Pick<WriteRecord, "status">): boolean {
  return status !== "sent" && status !== "refused";
}

/**
 * What the records say once the tenant's document is known: of a write without a reply, whether it was done. One that shows not to
 * have been done is left out.
 */
export function resolve(
  records: readonly WriteRecord[],
  live: Versioned | undefined,
): readonly WriteRecord[] {
  return records.flatMap((record) => {
    if (record.status !== "sent") return [record];
    if (isUndone(record, live)) return [];
    return [{ ...record, status: isHeld(record, live) ? "observed" : "unconfirmed" } as const];
  });
}

/** The tenant holds the version that the write was to replace. */
function isUndone({ action, etag, before }: WriteRecord, live: Versioned | undefined): boolean {
  if (action === "CREATE") return !live;
  if (!live) return false;
  return live.etag === undefined ? jsonEquals(live.document, before) : live.etag === etag;
}

function isHeld({ managed, sent }: WriteRecord, live: Versioned | undefined): boolean {
  if (!sent || !live) return !sent && !live;
  return managedChanges(managed, sent, live.document).length === 0;
}

/** The audit event of the write and what an audit log keeps beside it: the same, whenever and however often it is asked for. */
export function writeEntry(configId: string, record: WriteRecord): WriteEntry {
  const { purpose, status, begunAt, acknowledgedAt, latencyMs, exportId, basis, origin } = record;
  const { before = {}, sent } = record;
  const event = auditEvent({
    ...record,
    configId,
    document: sent ?? before,
    // Where nobody saw when it was done, that it was sent is all there is.
    timestamp: new Date(acknowledgedAt ?? begunAt),
    latencyMs,
  });
  return {
    kind: "write",
    ...(purpose && { purpose }),
    event,
    ...(exportId !== undefined && { exportId }),
    confirmed: status !== "unconfirmed",
    changes: fieldChanges(record),
    ...(basis && { basis }),
    ...(origin && { origin }),
  };
}

/** What the write did to the managed fields. A text among the compliance rules may be a secret, and is a digest here. */
function fieldChanges({ managed, before = {}, sent = {} }: WriteRecord): readonly FieldChange[] {
  return managedChanges(managed, before, sent).map(({ path, from, to }) => {
    const logged = path.startsWith("complianceRules") ? digested : (value?: Json) => value;
    return { path, before: logged(from), after: logged(to) };
  });
}

function digested(value: Json | undefined): Json | undefined {
  if (typeof value === "string") {
    return { sha256: createHash("sha256").update(value).digest("hex") };
  }
  if (Array.isArray(value)) return value.map((each) => digested(each) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, digested(each) ?? null]),
  );
}
