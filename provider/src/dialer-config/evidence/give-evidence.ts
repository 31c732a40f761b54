import { type AuditEvent, measuredLatency } from "../../domain/audit.ts";
import type { AuditEntry, WriteEntry } from "../../domain/audit-entry.ts";
import {
  AuthenticationError,
  ConnectionError,
  CxoneError,
  RateLimitedError,
} from "../../errors/index.ts";
import { isRefusal } from "../../errors/internal.ts";
import type { AuditLog, Connections } from "../connections.ts";
import type { Audit, State } from "../state.ts";
import type { DoneWrite } from "./attempt.ts";
import { fieldChanges } from "./field-changes.ts";
import type { JournaledConfig } from "./journaled-config.ts";

/** An event that the tenant does not have. */
export interface Unsent {
  readonly event: AuditEvent;
  readonly error: CxoneError;
}

export interface Evidence {
  /** By request id, of what was exported now. */
  readonly exportIds: ReadonlyMap<string, string>;
  /** Oldest first. */
  readonly unsent: readonly Unsent[];
  readonly unlogged: readonly AuditEntry[];
  /** Why there are unlogged ones. */
  readonly logError?: CxoneError | undefined;
  /** Of the last write; absent where there is none. */
  readonly audit?: Audit | undefined;
}

/** Exports and logs what the state owes and then the writes that the operation found done, oldest first. */
export async function giveEvidence(
  connections: Connections,
  { audit, outbox = [], unlogged = [] }: Pick<State, "audit" | "outbox" | "unlogged">,
  config: JournaledConfig,
): Promise<Evidence> {
  const { done } = config;
  const fresh = done.filter(({ exportId }) => exportId === undefined);
  const exported = await exportAll(connections, [...outbox, ...fresh.map(({ event }) => event)]);
  const { exportIds } = exported;
  const logged = await logAll(connections, [
    ...unlogged.map((entry) => ({ entry, mayBeThere: true })),
    ...outbox.flatMap((event) => exportEntries(event, exportIds)),
    ...fresh.map((write) => ({
      entry: writeEntry(write, exportIds.get(write.requestId)),
      mayBeThere: config.isFromEarlierRun(write),
    })),
  ]);
  const last = done.at(-1) ?? lastOwed(outbox, audit);
  const exportId = last && (last.exportId ?? exportIds.get(requestIdOf(last.event)));
  return { ...exported, ...logged, audit: last ? auditOf(last.event, exportId) : audit };
}

/** What is owed may be of a write after the one that the state tells of, which a refresh found; or of one before it, which the tenant refuses. */
function lastOwed(
  outbox: readonly AuditEvent[],
  audit: Audit | undefined,
): Pick<DoneWrite, "event" | "exportId"> | undefined {
  const event = outbox.at(-1);
  return event && (!audit || event.timestamp >= audit.timestamp) ? { event } : undefined;
}

/** Goes on past an event that the tenant refuses. What keeps one from coming to the tenant keeps the rest from it too. */
async function exportAll(
  connections: Connections,
  events: readonly AuditEvent[],
): Promise<Pick<Evidence, "exportIds" | "unsent">> {
  const exportIds = new Map<string, string>();
  const unsent: Unsent[] = [];
  let obstacle: CxoneError | undefined;
  for (const event of events) {
    if (obstacle) {
      unsent.push({ event, error: obstacle });
      continue;
    }
    try {
      const { id } = await connections.client.exports.create(event, requestIdOf(event));
      exportIds.set(requestIdOf(event), id);
    } catch (error) {
      if (!(error instanceof CxoneError)) throw error;
      unsent.push({ event, error });
      if (!isAboutOneEvent(error)) obstacle = error;
    }
  }
  return { exportIds, unsent };
}

const aboutTheClient = [AuthenticationError, ConnectionError, RateLimitedError];

/** An answer that leaves open what it means does not come from a tenant that works. */
function isAboutOneEvent(error: CxoneError): boolean {
  return isRefusal(error) && !aboutTheClient.some((each) => error instanceof each);
}

interface Loggable {
  readonly entry: AuditEntry;
  /** A run that was stopped may have appended it. */
  readonly mayBeThere: boolean;
}

/** Where no log is set, there is nothing to append to. */
async function logAll(
  connections: Connections,
  entries: readonly Loggable[],
): Promise<Pick<Evidence, "unlogged" | "logError">> {
  const log = await connections.auditLog();
  if (!log) return { unlogged: [] };
  for (const [i, { entry, mayBeThere }] of entries.entries()) {
    try {
      const lacking = mayBeThere ? await whatLacks(log, entry) : entry;
      if (lacking) await log.append(lacking);
    } catch (error) {
      if (!(error instanceof CxoneError)) throw error;
      return { unlogged: entries.slice(i).map((each) => each.entry), logError: error };
    }
  }
  return { unlogged: [] };
}

/** Of the entry, what the log does not tell yet: all, that it was exported, or nothing. */
async function whatLacks(log: AuditLog, entry: AuditEntry): Promise<AuditEntry | undefined> {
  const { exportId } = entry;
  const requestId = entry.kind === "write" ? requestIdOf(entry.event) : entry.requestId;
  if (entry.kind === "write" && !(await log.holds(requestId, "write"))) return entry;
  if (exportId === undefined || (await log.holds(requestId, "export"))) return undefined;
  return { kind: "export", requestId, exportId };
}

export function writeEntry(write: DoneWrite, exportId: string | undefined): WriteEntry {
  const { event, confirmed, basis, origin, purpose } = write;
  return {
    kind: "write",
    ...(purpose && { purpose }),
    event,
    ...(exportId !== undefined && { exportId }),
    confirmed,
    changes: fieldChanges(write),
    ...(basis && { basis }),
    ...(origin && { origin }),
  };
}

/** Of an event that was logged as pending, and is exported now. */
function exportEntries(event: AuditEvent, exportIds: ReadonlyMap<string, string>): Loggable[] {
  const requestId = requestIdOf(event);
  const exportId = exportIds.get(requestId);
  if (exportId === undefined) return [];
  return [{ entry: { kind: "export", requestId, exportId }, mayBeThere: true }];
}

function requestIdOf(event: AuditEvent): string {
  return event.audit_trail.request_id;
}

function auditOf(event: AuditEvent, exportId: string | undefined): Audit {
  return {
    status: exportId === undefined ? "pending" : "exported",
    exportId,
    requestId: requestIdOf(event),
    payloadHash: event.payload_hash,
    latencyMs: measuredLatency(event),
    timestamp: event.timestamp,
  };
}
