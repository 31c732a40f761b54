import { z } from "zod";

/**
 * The fields of a dialer configuration that the tenant validates. The document is stored as it was sent, with whatever
 * other fields it has.
 */
export const dialerConfigSchema = z.looseObject({
  pacingType: z.enum(
    ["predictive", "progressive", "preview"],
    "must be predictive, progressive or preview",
  ),
  dialRate: numberFrom(0.1, 10),
  agentRatio: numberFrom(1, 5),
  maxAbandonmentRate: numberFrom(0, 0.05),
  maxQueueDepth: integerFrom(1, 500),
  answerRateThreshold: numberFrom(0, 1),
  complianceRules: z.record(z.string(), z.unknown(), "must be an object"),
});

function numberFrom(minimum: number, maximum: number) {
  const rule = `must be a number from ${minimum} to ${maximum}`;
  return z.number(rule).min(minimum, rule).max(maximum, rule);
}

function integerFrom(minimum: number, maximum: number) {
  const rule = `must be a whole number from ${minimum} to ${maximum}`;
  return z.int(rule).min(minimum, rule).max(maximum, rule);
}
