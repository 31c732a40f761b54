import { startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";

const settings = {
  pacingType: "progressive",
  dialRate: 0.1,
  agentRatio: 1,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
  complianceRules: {},
};

/** The campaigns that `programs/many` spreads so many configurations over. */
export function campaignsOf(count: number): number {
  return Math.max(1, Math.round(count / 10));
}

/** A tenant without limits that holds what `programs/many` manages. */
export function startTenantOf(count: number): Promise<Tenant> {
  return startTenant({
    requestsPerMinute: Number.POSITIVE_INFINITY,
    requestsPerSecond: Number.POSITIVE_INFINITY,
    data: {
      campaigns: numbered(campaignsOf(count), "campaign", {
        agentCount: 100,
        answerRate: 0.3,
        averageHandleTime: 180,
      }),
      dialerConfigs: numbered(count, "config", settings),
    },
  });
}

/** What a program needs in its environment to deploy there as fast as it can. */
export function environmentOf({ url, clientId, clientSecret }: Tenant): Record<string, string> {
  return {
    CXONE_ENVIRONMENT_URL: url,
    CXONE_CLIENT_ID: clientId,
    CXONE_CLIENT_SECRET: clientSecret,
    CXONE_REQUESTS_PER_MINUTE: "1000000",
    CXONE_REQUESTS_PER_SECOND: "10000",
  };
}

function numbered<T>(count: number, name: string, value: T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name}-${i}`, value]));
}
