import type { AuditEvent } from "../../domain/audit.ts";
import type { Connections } from "../connections.ts";
import type { State } from "../state.ts";
import { giveEvidence, type Unsent, writeEntry } from "./give-evidence.ts";
import type { JournaledConfig } from "./journaled-config.ts";

/** The part of the state that is the outbox: the last event, and what is still to be exported and to be logged. */
export type Trail = Pick<State, "audit" | "outbox" | "unlogged">;

/**
 * Exports and logs what the state still owes and then the writes of this operation, oldest first. The writes have been done, so a
 * failure here is no failure of theirs: what could not be told stays in the state, and the next `up` makes up for it.
 */
export async function recordWrites(
  connections: Connections,
  trail: Trail,
  config: JournaledConfig,
): Promise<Trail> {
  const evidence = await giveEvidence(connections, trail, config);
  const { unsent, unlogged, logError } = evidence;
  const { configId } = config;
  await warnOfAnticipation(connections, config);
  for (const [reason, events] of byReason(unsent)) {
    await connections.warn(
      `Dialer configuration ${configId} is written, but its audit event ${requestIdsOf(events)} could not be exported. ` +
        `It is kept in the stack's state, and the next \`pulumi up\` sends it. ${reason}`,
    );
  }
  if (logError) {
    await connections.warn(
      `Dialer configuration ${configId} is written, but the audit log is not. What it lacks is kept in the stack's state, and the ` +
        `next \`pulumi up\` appends it. ${logError.message}`,
    );
  }
  return {
    audit: evidence.audit,
    ...(unsent.length > 0 && { outbox: unsent.map(({ event }) => event) }),
    ...(unlogged.length > 0 && { unlogged }),
  };
}

/** Gives the last evidence of a resource that leaves the state, and warns of what could not be given. */
export async function recordLastWrites(
  connections: Connections,
  trail: Trail,
  config: JournaledConfig,
): Promise<void> {
  const evidence = await giveEvidence(connections, trail, config);
  const { exportIds, unsent, unlogged, logError } = evidence;
  await warnOfAnticipation(connections, config);
  const leaves = `Dialer configuration ${config.configId} leaves the stack's state, and this`;
  for (const { event, error } of unsent) {
    await connections.warn(
      `${leaves} audit event could not be exported and is not sent again. Keep it as the evidence: ` +
        `${JSON.stringify(event)}. ${error.message}`,
    );
  }
  for (const entry of unlogged) {
    await connections.warn(
      `${leaves} entry could not be appended to the audit log. Keep it as the evidence: ${JSON.stringify(entry)}. ${logError?.message}`,
    );
  }
  await config.close(exportIds, "last");
}

/**
 * Gives the evidence of writes that an operation did, or may have done, before it failed. What cannot be given stays in the journal.
 */
export async function recordFailedWrites(
  connections: Connections,
  config: JournaledConfig,
): Promise<void> {
  if (config.done.length === 0) return config.leave();
  const { exportIds, unsent, logError } = await giveEvidence(connections, {}, config);
  const error = unsent[0]?.error ?? logError;
  if (error === undefined) return config.close(exportIds, "failed");
  await config.leave();
  await connections.warn(
    `Dialer configuration ${config.configId} was written, or may have been, before the operation failed, and its audit event could ` +
      `not be exported or logged. The next \`pulumi up\` on this machine does it. ${error.message}`,
  );
}

/**
 * The trail with the writes of an interrupted run in it, for a state that is only read: the next `up` exports and logs them.
 */
export function owing(trail: Trail, { done }: JournaledConfig): Trail {
  const writes = done.filter(({ exportId }) => exportId === undefined);
  if (writes.length === 0) return trail;
  return {
    ...trail,
    outbox: [...(trail.outbox ?? []), ...writes.map(({ event }) => event)],
    unlogged: [...(trail.unlogged ?? []), ...writes.map((write) => writeEntry(write, undefined))],
  };
}

/**
 * What was to be written was there already, and the tenant says that it was not written by this run. Without the journal of
 * another machine nobody can say more.
 */
async function warnOfAnticipation(
  connections: Connections,
  config: JournaledConfig,
): Promise<void> {
  if (!config.isAnticipated) return;
  await connections.warn(
    `The tenant refused a write to dialer configuration ${config.configId}, and already held just what was to be written. So this ` +
      "run wrote nothing there and exports no audit event for it. An administrator made the same change, or a run on another " +
      "machine was stopped after it had made it: look at who changed the configuration in the tenant.",
  );
}

function byReason(unsent: readonly Unsent[]): ReadonlyMap<string, readonly AuditEvent[]> {
  const grouped = Map.groupBy(unsent, ({ error }) => error.message);
  return new Map([...grouped].map(([reason, all]) => [reason, all.map(({ event }) => event)]));
}

function requestIdsOf(events: readonly AuditEvent[]): string {
  return events.map(({ audit_trail }) => audit_trail.request_id).join(", ");
}
