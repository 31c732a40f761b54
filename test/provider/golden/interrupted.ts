import type { Attempt } from "../../../provider/src/dialer-config/evidence/attempt.ts";
import { Journal } from "../../../provider/src/dialer-config/evidence/journal.ts";
import { auditEvent } from "../../../provider/src/domain/audit.ts";
import { CONFIG } from "./scenes.ts";

/** A journal whose files any machine can open, as far as it knows the secret. */
export function journalIn(folder: string): Journal {
  return new Journal({
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
} as const satisfies Partial<Attempt>;

/** What a run leaves that was stopped in its second write. */
export const interrupted: readonly Attempt[] = [
  {
    ...begun,
    requestId: "first",
    confirmed: true,
    event: auditEvent({
      ...begun,
      configId: CONFIG,
      document: begun.sent,
      requestId: "first",
      timestamp: new Date(begun.begunAt),
      latencyMs: 12,
    }),
  },
  { ...begun, requestId: "second" },
];
