import assert from "node:assert/strict";
import {
  startTenant,
  type Tenant,
  type TenantOptions,
} from "../../../provider/src/sandbox/tenant/index.ts";

export { startTenant };

export const configId = "4f1c9e52-7a3d-4086-b5e1-c8d26f90a743";
export const configPath = `/api/v2/outbound/dialerconfigs/${configId}`;
export const campaignId = "91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25";
export const campaignPath = `/api/v2/outbound/campaigns/${campaignId}`;
export const exportsPath = "/api/v2/eventstreams/exports";

export const settings = {
  pacingType: "predictive",
  dialRate: 2.5,
  agentRatio: 2,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 150,
  answerRateThreshold: 0.35,
  complianceRules: { ringSeconds: 15, callingHours: { start: "09:00", end: "20:00" } },
};

/** A tenant with one campaign and one configuration, and no rate limit that a test could run into by chance. */
export function startSmallTenant(options: TenantOptions = {}): Promise<Tenant> {
  return startTenant({
    requestsPerMinute: Number.POSITIVE_INFINITY,
    requestsPerSecond: Number.POSITIVE_INFINITY,
    data: {
      campaigns: { [campaignId]: { name: "Spring sales", agentCount: 12, answerRate: 0.24 } },
      dialerConfigs: { [configId]: { ...settings, name: "First call" } },
    },
    ...options,
  });
}

interface Sent {
  readonly headers?: Record<string, string>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly text?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where the reply is JSON. */
  readonly body: unknown;
}

export type Call = (method: string, path: string, sent?: Sent) => Promise<Reply>;

/** Calls with a token that has just been asked for. */
export async function signIn(tenant: Tenant, scope?: string): Promise<Call> {
  const reply = await requestToken(tenant, scope === undefined ? {} : { scope });
  assert.equal(reply.status, 200);
  const { access_token: token } = Object(reply.body);
  return (method, path, { headers, ...sent } = {}) =>
    call(tenant, method, path, {
      ...sent,
      headers: { Authorization: `Bearer ${token}`, ...headers },
    });
}

/** Asks for a token as the tenant's client; a parameter of `changes` is sent instead, or left out where undefined. */
export function requestToken(
  tenant: Tenant,
  changes: Record<string, string | undefined> = {},
): Promise<Reply> {
  const form = new URLSearchParams();
  const parameters = {
    grant_type: "client_credentials",
    client_id: tenant.clientId,
    client_secret: tenant.clientSecret,
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) form.set(name, value);
  }
  return call(tenant, "POST", "/oauth/token", {
    text: form.toString(),
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
}

export async function call(
  tenant: Tenant,
  method: string,
  path: string,
  { headers, json, text }: Sent = {},
): Promise<Reply> {
  const response = await fetch(tenant.url + path, {
    method,
    redirect: "manual",
    headers: { ...(json !== undefined && { "Content-Type": "application/json" }), ...headers },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(text !== undefined && { body: text }),
  });
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? await response.json() : await response.text(),
  };
}

export function etagOf(tenant: Tenant, id = configId): string {
  const etag = tenant.dialerConfig(id)?.etag;
  assert.ok(etag);
  return etag;
}
