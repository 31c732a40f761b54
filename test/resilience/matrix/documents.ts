import type { JsonObject } from "pulumi-cxone-dialer";

/** The settings of a program, as it is first deployed. */
export const first = {
  pacingType: "progressive",
  dialRate: 1,
  agentRatio: 1.5,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
  complianceRules: { ringSeconds: 15 },
} as const satisfies JsonObject;

/** The same, once somebody has changed three of them. */
export const second = {
  ...first,
  dialRate: 0.9,
  maxQueueDepth: 45,
  complianceRules: { ringSeconds: 18 },
} as const satisfies JsonObject;

/** Figures of a campaign that need no other: no request comes before the write. */
export const staffing = {
  agents: 100,
  answerRate: 0.4,
  averageHandleTimeSeconds: 60,
} as const satisfies JsonObject;

/** As an administrator might have made it: other values, and fields that the product knows nothing of. */
export const found = {
  id: "as the tenant numbers it",
  name: "Spring sales",
  division: { id: 7, tags: ["outbound", null] },
  pacingType: "preview",
  dialRate: 0.5,
  agentRatio: 1,
  maxAbandonmentRate: 0.01,
  maxQueueDepth: 10,
  answerRateThreshold: 0.1,
  complianceRules: { doNotCall: ["national"] },
} as const satisfies JsonObject;

/** What is found, with the program's settings in it. */
export const adopted = {
  ...found,
  ...first,
  complianceRules: { ...found.complianceRules, ...first.complianceRules },
} as const satisfies JsonObject;

/** An administrator's edit of what no program manages. */
export const edit = { name: "Easter" } as const satisfies JsonObject;

/** One of what the program manages as well. */
export const drift = { ...edit, dialRate: 0.7 } as const satisfies JsonObject;
