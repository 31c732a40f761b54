import { type AuditEvent, measuredLatency } from "./audit.ts";
import type { AuditEntry, ExportEntry, WriteEntry } from "./audit-entry.ts";

/** The audit event of the last write. */
export interface Audit {
  /** `pending`: the export failed; the next `up` sends it again under the same request id. */
  readonly status: "exported" | "pending";
  /** The tenant's id of the export, once there is one. */
  readonly exportId?: string | undefined;
  readonly requestId: string;
  /** `sha256:` and the hex SHA-256 of the RFC 8785 canonical JSON of the document that was written. */
  readonly payloadHash: string;
  /** How long the write took, retries included; absent where its reply was lost, so that nobody measured it. */
  readonly latencyMs?: number | undefined;
  /** When the write was done; where its reply was lost, when it was sent. ISO 8601 in UTC. */
  readonly timestamp: string;
}

/** The part of a state that evidences the writes: the last event, and what is still to be exported and to be logged. */
export interface AuditTrail {
  readonly audit?: Audit | undefined;
  /** Oldest first; absent where there are none. */
  readonly pendingEvents?: readonly PendingEvent[] | undefined;
}

/**
 * What is still to be delivered of a write: its event to the tenant, where there is no `exportId`, and its entry to the audit log,
 * unless `isLogged`. Of a write that was logged before it was exported, only the export is left to log.
 */
export type PendingEvent = (WriteEntry & { readonly isLogged?: true }) | ExportEntry;

export function requestIdOf(pending: PendingEvent): string {
  return pending.kind === "write" ? pending.event.audit_trail.request_id : pending.requestId;
}

/** The writes that the state says it holds: the last one, and those with something still to deliver. */
export function requestIdsIn({ audit, pendingEvents = [] }: AuditTrail): ReadonlySet<string> {
  return new Set([...(audit ? [audit.requestId] : []), ...pendingEvents.map(requestIdOf)]);
}

/** The event that the tenant does not have yet. */
export function toExport(pending: PendingEvent): readonly AuditEvent[] {
  return pending.kind === "write" && pending.exportId === undefined ? [pending.event] : [];
}

/** The entry that the audit log does not have yet. */
export function toLog(pending: PendingEvent): readonly AuditEntry[] {
  if (pending.kind === "export") return [pending];
  const { isLogged, ...entry } = pending;
  if (!isLogged) return [entry];
  const { exportId } = entry;
  return exportId === undefined
    ? []
    : [{ kind: "export", requestId: requestIdOf(pending), exportId }];
}

/** The same with the export that is known of it by now, by request id. */
export function withExportId(
  pending: PendingEvent,
  exportIds: ReadonlyMap<string, string>,
): PendingEvent {
  const exportId = exportIds.get(requestIdOf(pending));
  return pending.kind === "write" && exportId !== undefined ? { ...pending, exportId } : pending;
}

/** What is left of it once the log has been written. */
export function stillPending(pending: PendingEvent): readonly PendingEvent[] {
  if (toExport(pending).length === 0 || pending.kind === "export") return [];
  // What the log has of it need not be kept.
  const { kind, event, confirmed } = pending;
  return [{ kind, event, confirmed, isLogged: true }];
}

/** What a state says of the event of its last write. */
export function auditOf(event: AuditEvent, exportId: string | undefined): Audit {
  return {
    status: exportId === undefined ? "pending" : "exported",
    exportId,
    requestId: event.audit_trail.request_id,
    payloadHash: event.payload_hash,
    latencyMs: measuredLatency(event),
    timestamp: event.timestamp,
  };
}
