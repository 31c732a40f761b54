import fc from "fast-check";
import type { AuditEntry, WriteEntry } from "../../../provider/src/domain/audit-entry.ts";
import { documents } from "../domain/documents.ts";

/** A write as it is logged, found by its request id. */
export function writeEntry(requestId: string, more: Partial<WriteEntry> = {}): WriteEntry {
  return {
    kind: "write",
    event: {
      event_type: "DIALER_CONFIG_UPDATE",
      resource_id: "4f1c9e52-7a3d-4086-b5e1-c8d26f90a743",
      payload_hash: `sha256:${"5e".repeat(32)}`,
      timestamp: "2026-03-02T09:30:00.000Z",
      latency_ms: 41,
      audit_trail: {
        action: "UPDATE",
        validated: true,
        compliance_check: "passed",
        request_id: requestId,
      },
    },
    exportId: `export-of-${requestId}`,
    confirmed: true,
    changes: [
      { path: "dialRate", before: 1.2, after: 1.5 },
      { path: "complianceRules.ringSeconds", after: 18 },
    ],
    basis: {
      limits: { regulation: "us", maxAbandonmentRate: 0.03, agentRatioLimit: 3 },
      capacity: { status: "ok", campaignId: "91ab4c70", activeAgents: 12, maxAllowedDials: 19.2 },
      forecast: { abandonmentRate: 0.0163, occupancy: 0.847 },
    },
    origin: { project: "call-centre", stack: "production", commit: "7f8253f", actor: "jo" },
    ...more,
  };
}

/** Entries of both kinds, with whatever a document can hold in their fields. */
export const entries: fc.Arbitrary<AuditEntry> = fc.oneof(
  fc
    .record({
      requestId: fc.uuid(),
      before: fc.option(documents, { nil: undefined }),
      after: documents,
      actor: fc.string({ unit: "grapheme" }),
      confirmed: fc.boolean(),
    })
    .map(({ requestId, before, after, actor, confirmed }) =>
      writeEntry(requestId, {
        changes: [{ path: "complianceRules", before, after }],
        origin: { actor },
        confirmed,
      }),
    ),
  fc.record({
    kind: fc.constant("export" as const),
    requestId: fc.uuid(),
    exportId: fc.string({ unit: "grapheme" }),
  }),
);
