import { randomUUID } from "node:crypto";
import { type AuditAction, type AuditEvent, auditEvent } from "../domain/audit.ts";
import type { JsonObject } from "../domain/json.ts";
import { CxoneError } from "../errors/index.ts";
import type { Session, Verdict } from "./session.ts";
import type { Audit, State } from "./state.ts";

/** A write that was just done. */
export interface Change {
  readonly action: AuditAction;
  readonly configId: string;
  readonly document: JsonObject;
  readonly latencyMs: number;
  readonly verdict: Verdict;
}

/** The part of the state that is the outbox: the last event, and those that are still to be exported. */
export type Trail = Pick<State, "audit" | "outbox">;

/**
 * Exports what is still to be exported and then the change, oldest first. The write has been done, so a failure here is no
 * failure of it: what could not be exported stays in the state, and the next `up` sends it under the same request id.
 */
export async function recordChange(
  session: Session,
  trail: Trail,
  change?: Change,
): Promise<Trail> {
  const events = eventsOf(trail, change);
  const last = events.at(-1);
  if (!last) return { audit: trail.audit };
  const { exportId, unsent, error } = await exportAll(session, events);
  if (error) {
    const requestIds = unsent.map(({ audit_trail }) => audit_trail.request_id);
    await session.warn(
      `Dialer configuration ${last.resource_id} is written, but its audit event ${requestIds.join(", ")} could not be exported. ` +
        `It is kept in the stack's state, and the next \`pulumi up\` sends it. ${error.message}`,
    );
  }
  return {
    audit: auditOf(last, unsent.length > 0 ? undefined : exportId),
    ...(unsent.length > 0 && { outbox: unsent }),
  };
}

/** Exports the last events of a resource that leaves the state, and warns of what could not be exported. */
export async function recordLastChange(
  session: Session,
  trail: Trail,
  change?: Change,
): Promise<void> {
  const { unsent, error } = await exportAll(session, eventsOf(trail, change));
  for (const event of error ? unsent : []) {
    await session.warn(
      `Dialer configuration ${event.resource_id} leaves the stack's state, and this audit event could not be exported and is not ` +
        `sent again. Keep it as the evidence: ${JSON.stringify(event)}. ${error?.message}`,
    );
  }
}

function eventsOf(trail: Trail, change: Change | undefined): AuditEvent[] {
  return [...(trail.outbox ?? []), ...(change ? [eventOf(change)] : [])];
}

function eventOf({ verdict, ...change }: Change): AuditEvent {
  return auditEvent({
    ...change,
    ...verdict,
    requestId: randomUUID(),
    timestamp: new Date(),
  });
}

interface Exported {
  /** Of the last event that was exported. */
  readonly exportId?: string;
  readonly unsent: readonly AuditEvent[];
  /** Why there are unsent ones. */
  readonly error?: CxoneError;
}

/** Stops at the first that fails: the order is kept, and the ones behind it would most likely fail as well. */
async function exportAll(session: Session, events: readonly AuditEvent[]): Promise<Exported> {
  let exportId: string | undefined;
  for (const [i, event] of events.entries()) {
    try {
      ({ id: exportId } = await session.client.exports.create(event, event.audit_trail.request_id));
    } catch (error) {
      if (!(error instanceof CxoneError)) throw error;
      return { unsent: events.slice(i), error };
    }
  }
  return { ...(exportId && { exportId }), unsent: [] };
}

function auditOf(event: AuditEvent, exportId: string | undefined): Audit {
  return {
    status: exportId === undefined ? "pending" : "exported",
    exportId,
    requestId: event.audit_trail.request_id,
    payloadHash: event.payload_hash,
    latencyMs: event.latency_ms,
    timestamp: event.timestamp,
  };
}
