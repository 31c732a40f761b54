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

/** What becomes of an event that could not be exported. */
const KEPT = "It is kept in the stack's state, and the next `pulumi up` sends it.";
const LOST =
  "The resource leaves the stack's state, so nothing sends the event again: keep this message as the evidence.";

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
  const { exportId, unsent } = await exportAll(session, events, KEPT);
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
  await exportAll(session, eventsOf(trail, change), LOST);
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

/** Stops at the first that fails: the order is kept, and the ones behind it would most likely fail as well. */
async function exportAll(
  session: Session,
  events: readonly AuditEvent[],
  becomes: string,
): Promise<{ readonly exportId?: string; readonly unsent: readonly AuditEvent[] }> {
  let exportId: string | undefined;
  for (const [i, event] of events.entries()) {
    try {
      ({ id: exportId } = await session.client.exports.create(event, event.audit_trail.request_id));
    } catch (error) {
      if (!(error instanceof CxoneError)) throw error;
      const { resource_id, payload_hash, audit_trail } = event;
      await session.warn(
        `Dialer configuration ${resource_id} was changed (${audit_trail.action}, ${payload_hash}), but the audit event ` +
          `${audit_trail.request_id} could not be exported. ${becomes} ${error.message}`,
      );
      return { unsent: events.slice(i) };
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
