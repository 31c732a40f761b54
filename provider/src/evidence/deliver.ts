import type { AuditEvent } from "../domain/audit.ts";
import type { AuditEntry } from "../domain/audit-entry.ts";
import {
  type PendingEvent,
  requestIdOf,
  stillPending,
  toExport,
  toLog,
  withExportId,
} from "../domain/audit-trail.ts";
import {
  AuthenticationError,
  ConnectionError,
  CxoneError,
  RateLimitedError,
} from "../errors/index.ts";
import { isRefusal } from "../errors/internal.ts";

/** A log of one's own of what was written. */
export interface AuditLog {
  /** @throws ConfigurationError where nothing could be appended. */
  assertUsable(): Promise<void>;
  append(entry: AuditEntry): Promise<void>;
  /** Whether the write of this request id has been logged, or its export. */
  holds(requestId: string, kind: AuditEntry["kind"]): Promise<boolean>;
}

/** Where evidence goes, and who is warned of what could not be delivered. */
export interface AuditSinks {
  readonly client: {
    readonly exports: {
      create(event: AuditEvent, idempotencyKey: string): Promise<{ readonly id: string }>;
    };
  };
  /** Nothing where no log is kept. */
  auditLog(): Promise<AuditLog | undefined>;
  warn(message: string): Promise<void>;
}

/** What became of pending events. */
export interface Delivery {
  /** What is left, oldest first. */
  readonly pending: readonly PendingEvent[];
  /** By request id, of what was exported now. */
  readonly exportIds: ReadonlyMap<string, string>;
  /** By request id, why an event is not exported. */
  readonly exportErrors: ReadonlyMap<string, CxoneError>;
  /** Why entries are not in the audit log. */
  readonly logError?: CxoneError | undefined;
}

/**
 * Exports and logs pending events, oldest first.
 *
 * @param isNew Whether this operation wrote it, so that the log cannot have it.
 */
export async function deliver(
  sinks: AuditSinks,
  pending: readonly PendingEvent[],
  isNew: (requestId: string) => boolean,
): Promise<Delivery> {
  const { exportIds, exportErrors } = await exportAll(sinks, pending.flatMap(toExport));
  const exported = pending.map((each) => withExportId(each, exportIds));
  const { logged, logError } = await logAll(sinks, exported, isNew);
  return {
    pending: [...exported.slice(0, logged).flatMap(stillPending), ...exported.slice(logged)],
    exportIds,
    exportErrors,
    logError,
  };
}

/** Goes on past an event that the tenant refuses. What keeps one from coming to the tenant keeps the rest from it too. */
async function exportAll(
  { client }: AuditSinks,
  events: readonly AuditEvent[],
): Promise<Pick<Delivery, "exportIds" | "exportErrors">> {
  const exportIds = new Map<string, string>();
  const exportErrors = new Map<string, CxoneError>();
  let obstacle: CxoneError | undefined;
  for (const event of events) {
    const requestId = event.audit_trail.request_id;
    if (obstacle) {
      exportErrors.set(requestId, obstacle);
      continue;
    }
    try {
      const { id } = await client.exports.create(event, requestId);
      exportIds.set(requestId, id);
    } catch (error) {
      if (!(error instanceof CxoneError)) throw error;
      exportErrors.set(requestId, error);
      if (!isAboutOneEvent(error)) obstacle = error;
    }
  }
  return { exportIds, exportErrors };
}

const aboutTheClient = [AuthenticationError, ConnectionError, RateLimitedError];

/** An answer that leaves open what it means does not come from a tenant that works. */
function isAboutOneEvent(error: CxoneError): boolean {
  return isRefusal(error) && !aboutTheClient.some((each) => error instanceof each);
}

/**
 * Appends to the log up to the first entry that cannot be appended. Where no log is kept, nothing is missing from it.
 *
 * @returns How many of the events the log has.
 */
async function logAll(
  sinks: AuditSinks,
  events: readonly PendingEvent[],
  isNew: (requestId: string) => boolean,
): Promise<{ readonly logged: number; readonly logError?: CxoneError }> {
  const log = await sinks.auditLog();
  if (!log) return { logged: events.length };
  for (const [i, event] of events.entries()) {
    try {
      for (const entry of toLog(event)) {
        const missing = isNew(requestIdOf(event)) ? entry : await missingIn(log, entry);
        if (missing) await log.append(missing);
      }
    } catch (error) {
      if (!(error instanceof CxoneError)) throw error;
      return { logged: i, logError: error };
    }
  }
  return { logged: events.length };
}

/** Of the entry, what the log does not have yet, as a run that was stopped may have appended it: all, its export, or nothing. */
async function missingIn(log: AuditLog, entry: AuditEntry): Promise<AuditEntry | undefined> {
  const requestId = requestIdOf(entry);
  const { exportId } = entry;
  if (entry.kind === "write" && !(await log.holds(requestId, "write"))) return entry;
  if (exportId === undefined || (await log.holds(requestId, "export"))) return undefined;
  return { kind: "export", requestId, exportId };
}
