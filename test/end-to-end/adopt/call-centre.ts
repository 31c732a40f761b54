import type { JsonObject } from "pulumi-cxone-dialer";
import type { TenantCampaign, TenantData } from "pulumi-cxone-dialer/sandbox";

/** Settings that any campaign of {@link callCentre} carries however many configurations use it, and that abandon nobody. */
export const settings = {
  pacingType: "progressive",
  dialRate: 0.1,
  agentRatio: 1,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
  complianceRules: { ringSeconds: 20, callingHours: { start: "09:00", end: "18:00" } },
} as const satisfies JsonObject;

export const campaign: TenantCampaign = { agentCount: 200, answerRate: 0.3, averageHandleTime: 60 };

/** Configurations that name their campaign themselves, `perCampaign` in each. */
export function callCentre(campaigns: number, perCampaign: number): TenantData {
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  return {
    campaigns: Object.fromEntries(
      numbers(campaigns).map((c) => [`campaign-${c}`, { ...campaign, name: `Campaign ${c}` }]),
    ),
    dialerConfigs: Object.fromEntries(
      numbers(campaigns * perCampaign).map((i) => [
        `config-${i}`,
        { ...settings, name: `Configuration ${i}`, campaignId: `campaign-${i % campaigns}` },
      ]),
    ),
  };
}
