import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { knownScopes, TokenIssuer } from "./access.ts";
import { tenantApp } from "./app.ts";
import type { TenantCampaign } from "./data.ts";
import { DialerConfigStore } from "./dialer-configs.ts";
import { ExportLog } from "./exports.ts";
import { FaultQueue } from "./faults.ts";
import { RateLimiter } from "./rate-limiter.ts";
import type { LoggedRequest, Tenant, TenantOptions } from "./tenant.ts";

/**
 * Starts a tenant on 127.0.0.1 that keeps to the whole of the API and refuses what a real one refuses.
 *
 * @throws {RangeError} where the port or a limit is out of its range
 * @throws {Error} with code `EADDRINUSE` where the port is taken
 *
 * @example
 * ```ts
 * await using tenant = await startTenant({ data: sampleData });
 * process.env.CXONE_ENVIRONMENT_URL = tenant.url;
 * ```
 */
export async function startTenant(options: TenantOptions = {}): Promise<Tenant> {
  const tokens = new TokenIssuer({
    clientId: options.clientId ?? randomUUID(),
    clientSecret: options.clientSecret ?? randomBytes(32).toString("base64url"),
    scopes: options.scopes ?? knownScopes,
    lifeSeconds: options.tokenLifeSeconds ?? 3600,
  });
  const limiter = new RateLimiter({
    requestsPerMinute: options.requestsPerMinute ?? 100,
    requestsPerSecond: options.requestsPerSecond ?? 15,
  });
  const campaigns = new Map<string, TenantCampaign>(Object.entries(options.data?.campaigns ?? {}));
  const dialerConfigs = new DialerConfigStore();
  for (const [id, document] of Object.entries(options.data?.dialerConfigs ?? {})) {
    dialerConfigs.put(id, document);
  }
  const exports = new ExportLog();
  const faults = new FaultQueue();
  const requests: LoggedRequest[] = [];

  const app = tenantApp({
    tokens,
    limiter,
    campaigns,
    dialerConfigs,
    exports,
    faults,
    tenant: () => tenant,
    record(request) {
      requests.push(request);
      options.onRequest?.(request);
    },
  });
  const server = await listen(app.fetch, options.port ?? 0);

  const tenant: Tenant = {
    url: server.url,
    clientId: tokens.clientId,
    get clientSecret() {
      return tokens.clientSecret;
    },
    requests,
    clearRequests() {
      requests.length = 0;
    },
    exports: exports.events,
    dialerConfig: (id) => dialerConfigs.get(id),
    editDialerConfig(id, change) {
      const version = dialerConfigs.get(id);
      if (!version) throw new Error(`The tenant has no dialer configuration ${id}.`);
      const { document } = version;
      dialerConfigs.put(
        id,
        typeof change === "function" ? change(document) : { ...document, ...change },
      );
    },
    setDialerConfig(id, document) {
      if (document === undefined) dialerConfigs.delete(id);
      else dialerConfigs.put(id, document);
    },
    campaign: (id) => campaigns.get(id),
    setCampaign(id, campaign) {
      if (campaign === undefined) campaigns.delete(id);
      else campaigns.set(id, campaign);
    },
    inject: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    revokeTokens: () => tokens.revokeAll(),
    rotateSecret(secret) {
      tokens.clientSecret = secret;
    },
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  };
  return tenant;
}

interface Listener {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves on 127.0.0.1, which only this machine reaches. */
async function listen(
  fetch: Parameters<typeof getRequestListener>[0],
  port: number,
): Promise<Listener> {
  // Hono would replace the process's own Request and Response, which the program under test uses.
  const server = createServer(getRequestListener(fetch, { overrideGlobalObjects: false }));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("The server has no port, though it listens.");
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
