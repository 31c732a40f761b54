import type { WriteRecord } from "../../../provider/src/evidence/write-record.ts";

/** An update of `dialRate` from 1 to 2 that has no reply yet, and what differs from it. */
export function sentRecord(changes: Partial<WriteRecord> = {}): WriteRecord {
  return {
    requestId: "r-1",
    action: "UPDATE",
    purpose: "update",
    status: "sent",
    begunAt: "2026-03-01T12:00:00.000Z",
    etag: '"e1"',
    before: { dialRate: 1, name: "Spring" },
    sent: { dialRate: 2, name: "Spring" },
    managed: { dialRate: 2 },
    validated: true,
    complianceCheck: "passed",
    ...changes,
  };
}
