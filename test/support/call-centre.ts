import type { JsonObject } from "pulumi-cxone-dialer";
import { type FaultTiming, startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";
import { journalFolder } from "./journal-folder.ts";

export const CAMPAIGN = "campaign-1";

/** Settings that the campaign of {@link startCallCentre} carries, and that nobody is abandoned under. */
export const settings = {
  pacingType: "progressive",
  dialRate: 2,
  agentRatio: 1,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
} as const;

/** The arguments of a resource with the id `config`. */
export const args: JsonObject = { configId: "config", campaignId: CAMPAIGN, ...settings };

/** A document as an administrator left it, with fields that no program knows. */
export const document: JsonObject = {
  ...settings,
  name: "as found",
  division: { id: "sales" },
  complianceRules: { ringSeconds: 20, callingHours: { start: "09:00", end: "18:00" } },
};

/** A tenant with one campaign of 50 agents and no limits. */
export function startCallCentre(
  dialerConfigs: Readonly<Record<string, JsonObject>> = {},
): Promise<Tenant> {
  return startTenant({
    requestsPerMinute: Number.POSITIVE_INFINITY,
    requestsPerSecond: Number.POSITIVE_INFINITY,
    data: {
      campaigns: { [CAMPAIGN]: { agentCount: 50, answerRate: 0.3, averageHandleTime: 180 } },
      dialerConfigs,
    },
  });
}

/** The settings of the provider for this tenant, as a pipeline gives them. */
export function environmentOf(tenant: Tenant): Record<string, string> {
  return {
    CXONE_ENVIRONMENT_URL: tenant.url,
    CXONE_CLIENT_ID: tenant.clientId,
    CXONE_CLIENT_SECRET: tenant.clientSecret,
    CXONE_JOURNAL: journalFolder,
    CXONE_REQUESTS_PER_MINUTE: "100000",
    CXONE_REQUESTS_PER_SECOND: "1000",
  };
}

/** The same settings as the configuration of a native provider. */
export function configurationOf(tenant: Tenant): JsonObject {
  return {
    environmentUrl: tenant.url,
    clientId: tenant.clientId,
    clientSecret: tenant.clientSecret,
    journal: journalFolder,
    requestsPerMinute: 100_000,
    requestsPerSecond: 1_000,
  };
}

/** The requests of a kind, without those for a token: `writes(tenant)` are the PUTs and DELETEs. */
export function requestsOf(tenant: Tenant, ...methods: readonly string[]): readonly string[] {
  return tenant.requests
    .filter(({ method, path }) => methods.includes(method) && path !== "/oauth/token")
    .map(
      ({ method, path, status }) => `${method} ${path.split("/").slice(-2).join("/")} ${status}`,
    );
}

/** Holds a request in the tenant until the end of the block. */
export function hold(tenant: Tenant, match: FaultTiming["match"]) {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  tenant.inject({
    match,
    before() {
      reached.resolve();
      return released.promise;
    },
  });
  return { reached: reached.promise, [Symbol.dispose]: () => released.resolve() };
}
