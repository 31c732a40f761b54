import {
  type Audit,
  type AuditTrail,
  auditOf,
  type PendingEvent,
  toExport,
  toLog,
} from "../domain/audit-trail.ts";
import type { ConfigWriter } from "./config-writer.ts";
import { type AuditSinks, type Delivery, deliver } from "./deliver.ts";
import { writeEntry } from "./write-record.ts";

/**
 * Delivers what the state has pending and then the writes of this operation, oldest first. The writes have been done, so a
 * failure here is no failure of theirs: what could not be delivered stays in the state, and the next `up` makes up for it.
 *
 * @returns The audit trail for the state.
 */
export async function flushAuditTrail(
  sinks: AuditSinks,
  trail: AuditTrail,
  writer: ConfigWriter,
): Promise<AuditTrail> {
  const delivery = await deliverAll(sinks, trail, writer);
  const { pending, exportErrors, logError } = delivery;
  await warnOfAnticipation(sinks, writer);
  const byReason = Map.groupBy(exportErrors, ([, { message }]) => message);
  for (const [reason, errors] of byReason) {
    const requestIds = errors.map(([requestId]) => requestId).join(", ");
    await sinks.warn(
      `Dialer configuration ${writer.configId} is written, but its audit event ${requestIds} could not be exported. ` +
        `It is kept in the stack's state, and the next \`pulumi up\` sends it. ${reason}`,
    );
  }
  if (logError) {
    await sinks.warn(
      `Dialer configuration ${writer.configId} is written, but the audit log is not. What it lacks is kept in the stack's state, and ` +
        `the next \`pulumi up\` appends it. ${logError.message}`,
    );
  }
  return {
    audit: lastAudit(trail, writer, delivery),
    ...(pending.length > 0 && { pendingEvents: pending }),
  };
}

/** Delivers the last evidence of a resource that leaves the state, and warns of what could not be delivered. */
export async function flushBeforeRemoval(
  sinks: AuditSinks,
  trail: AuditTrail,
  writer: ConfigWriter,
): Promise<void> {
  const { pending, exportIds, exportErrors, logError } = await deliverAll(sinks, trail, writer);
  await warnOfAnticipation(sinks, writer);
  const leaves = `Dialer configuration ${writer.configId} leaves the stack's state, and this`;
  for (const event of pending.flatMap(toExport)) {
    await sinks.warn(
      `${leaves} audit event could not be exported and is not sent again. Keep it as the evidence: ` +
        `${JSON.stringify(event)}. ${exportErrors.get(event.audit_trail.request_id)?.message}`,
    );
  }
  for (const entry of pending.flatMap(toLog)) {
    await sinks.warn(
      `${leaves} entry could not be appended to the audit log. Keep it as the evidence: ${JSON.stringify(entry)}. ${logError?.message}`,
    );
  }
  await writer.close(exportIds, "last");
}

/** Where the operation fails after a write, or where a write may have been done, its evidence is delivered all the same. */
export async function auditOnFailure<T>(
  sinks: AuditSinks,
  writer: ConfigWriter,
  operation: () => Promise<T>,
): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    await flushAfterFailure(sinks, writer);
    throw error;
  }
}

/** What cannot be delivered stays in the journal. */
async function flushAfterFailure(sinks: AuditSinks, writer: ConfigWriter): Promise<void> {
  if (writer.done.length === 0) return writer.leave();
  const { exportIds, exportErrors, logError } = await deliverAll(sinks, {}, writer);
  const [error = logError] = exportErrors.values();
  if (error === undefined) return writer.close(exportIds, "failed");
  await writer.leave();
  await sinks.warn(
    `Dialer configuration ${writer.configId} was written, or may have been, before the operation failed, and its audit event could ` +
      `not be exported or logged. The next \`pulumi up\` on this machine does it. ${error.message}`,
  );
}

/** The trail with the writes of an interrupted run in it, for a state that is only read: the next `up` exports and logs them. */
export function withPendingEvents(trail: AuditTrail, writer: ConfigWriter): AuditTrail {
  const pendingEvents = pendingOf(trail, writer);
  return pendingEvents.length > 0 ? { ...trail, pendingEvents } : trail;
}

function deliverAll(sinks: AuditSinks, trail: AuditTrail, writer: ConfigWriter): Promise<Delivery> {
  const writes = new Set(writer.done.map(({ requestId }) => requestId));
  return deliver(
    sinks,
    pendingOf(trail, writer),
    (requestId) => writes.has(requestId) && !writer.isFromEarlierRun(requestId),
  );
}

function pendingOf(
  { pendingEvents = [] }: AuditTrail,
  { configId, done }: ConfigWriter,
): readonly PendingEvent[] {
  const undelivered = done.filter(({ exportId }) => exportId === undefined);
  return [...pendingEvents, ...undelivered.map((record) => writeEntry(configId, record))];
}

function lastAudit(
  { audit, pendingEvents = [] }: AuditTrail,
  { configId, done }: ConfigWriter,
  { exportIds }: Delivery,
): Audit | undefined {
  const written = done.at(-1);
  if (written) {
    const { event, exportId } = writeEntry(configId, written);
    return auditOf(event, exportId ?? exportIds.get(written.requestId));
  }
  const event = pendingEvents.flatMap(toExport).at(-1);
  // It may be of a write after the one in `audit`, which a refresh found; or of one before it, which the tenant refuses.
  return event && (!audit || event.timestamp >= audit.timestamp)
    ? auditOf(event, exportIds.get(event.audit_trail.request_id))
    : audit;
}

/**
 * What was to be written was there already, and the tenant says that it was not written by this run. Without the journal of
 * another machine nobody can say more.
 */
async function warnOfAnticipation(sinks: AuditSinks, writer: ConfigWriter): Promise<void> {
  if (!writer.isAnticipated) return;
  await sinks.warn(
    `The tenant refused a write to dialer configuration ${writer.configId}, and already held just what was to be written. So this ` +
      "run wrote nothing there and exports no audit event for it. An administrator made the same change, or a run on another " +
      "machine was stopped after it had made it: look at who changed the configuration in the tenant.",
  );
}
