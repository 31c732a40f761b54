import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { JsonObject } from "./json.ts";

export type AuditAction = "CREATE" | "UPDATE" | "DELETE";

/** What the check found, as the event states it. `not_checked`: no check ran, as for a deletion. */
export type ComplianceCheck = "passed" | "warned" | "not_checked";

/** The event of the audit export, in the API's own terms. */
export interface AuditEvent {
  readonly event_type: `DIALER_CONFIG_${AuditAction}`;
  readonly resource_id: string;
  /** `sha256:` and the hex SHA-256 of the RFC 8785 canonical JSON of the document that was written. */
  readonly payload_hash: string;
  /** When the write was done; where its reply was lost, when it was sent. ISO 8601 in UTC. */
  readonly timestamp: string;
  /** How long the write took, retries included, and 1 at least; `NOT_MEASURED` where its reply was lost. */
  readonly latency_ms: number;
  readonly audit_trail: {
    readonly action: AuditAction;
    /** The settings were valid and the campaign carries them. */
    readonly validated: boolean;
    readonly compliance_check: ComplianceCheck;
    /** Names this event: an export repeated with it is the same export. */
    readonly request_id: string;
  };
}

/** The export has no event without a latency, and none that was measured is under 1 ms. */
const NOT_MEASURED = 0;

/** A write that was done, and what is known of it. */
export interface WrittenChange {
  readonly action: AuditAction;
  readonly configId: string;
  /** The document that was written; of a deletion, the one that was deleted. */
  readonly document: JsonObject;
  readonly validated: boolean;
  readonly complianceCheck: ComplianceCheck;
  readonly requestId: string;
  readonly timestamp: Date;
  /** Absent where nobody could measure it: the reply was lost, or the run was stopped before it came. */
  readonly latencyMs?: number | undefined;
}

export function auditEvent(change: WrittenChange): AuditEvent {
  return {
    event_type: `DIALER_CONFIG_${change.action}`,
    resource_id: change.configId,
    payload_hash: payloadHash(change.document),
    timestamp: change.timestamp.toISOString(),
    latency_ms:
      change.latencyMs === undefined ? NOT_MEASURED : Math.max(1, Math.round(change.latencyMs)),
    audit_trail: {
      action: change.action,
      validated: change.validated,
      compliance_check: change.complianceCheck,
      request_id: change.requestId,
    },
  };
}

/** How long the write took, in milliseconds; undefined where that was not measured. */
export function measuredLatency({ latency_ms }: AuditEvent): number | undefined {
  return latency_ms === NOT_MEASURED ? undefined : latency_ms;
}

/** `sha256:` and the hex SHA-256 of the RFC 8785 canonical JSON. */
export function payloadHash(document: JsonObject): string {
  const canonical = canonicalize(document) ?? "";
  return `sha256:${createHash("sha256").update(canonical).digest("hex")}`;
}
