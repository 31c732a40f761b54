import { WriteJournal } from "../../../provider/src/evidence/write-journal.ts";
import type { WriteRecord } from "../../../provider/src/evidence/write-record.ts";

/** A journal whose files any machine can open, as far as it knows the secret. */
export function journalIn(folder: string): WriteJournal {
  return new WriteJournal({
    folder,
    environmentUrl: "https://golden.example",
    clientSecret: "golden secret",
    warn: (message) => Promise.reject(new Error(message)),
  });
}

const begun = {
  action: "UPDATE",
  begunAt: "2026-11-23T07:00:00.000Z",
  etag: '"golden"',
  before: { dialRate: 1, name: "Spring sales" },
  sent: { dialRate: 1.5, name: "Spring sales" },
  managed: { dialRate: 1.5 },
  validated: true,
  complianceCheck: "passed",
  basis: {
    limits: { regulation: "us", maxAbandonmentRate: 0.03, agentRatioLimit: 3 },
    capacity: { status: "ok", campaignId: "golden-campaign" },
  },
  origin: { project: "golden", stack: "production", commit: "0123abc" },
} as const satisfies Partial<WriteRecord>;

/** What a run leaves that was stopped in its second write. */
export const interrupted: readonly WriteRecord[] = [
  {
    ...begun,
    requestId: "first",
    status: "acknowledged",
    acknowledgedAt: begun.begunAt,
    latencyMs: 12,
  },
  { ...begun, requestId: "second", status: "sent" },
];
