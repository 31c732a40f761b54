import { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { authorizeWith } from "./authorize.ts";
import type { TenantCampaign } from "./data.ts";
import type { DialerConfigStore } from "./dialer-config-store.ts";
import type { TenantEnvironment } from "./environment.ts";
import type { ExportLog } from "./export-log.ts";
import type { FaultQueue } from "./fault.ts";
import { faultInjection } from "./fault-injection.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import { Refusal } from "./refusal.ts";
import { type LoggedRequest, requestLog } from "./request-log.ts";
import { campaignRoutes } from "./routes/campaigns.ts";
import { dialerConfigRoutes } from "./routes/dialer-configs.ts";
import { exportRoutes } from "./routes/exports.ts";
import { tokenRoutes } from "./routes/token.ts";
import type { Tenant } from "./tenant.ts";
import type { TokenIssuer } from "./token-issuer.ts";

interface TenantParts {
  readonly tokens: TokenIssuer;
  readonly limiter: RateLimiter;
  readonly campaigns: ReadonlyMap<string, TenantCampaign>;
  readonly dialerConfigs: DialerConfigStore;
  readonly exports: ExportLog;
  readonly faults: FaultQueue;
  readonly tenant: () => Tenant;
  readonly record: (request: LoggedRequest) => void;
}

/** The tenant's API, as a Hono application. */
export function tenantApp(parts: TenantParts): Hono<TenantEnvironment> {
  const authorize = authorizeWith(parts.tokens, parts.limiter);
  const app = new Hono<TenantEnvironment>();
  app.use(requestLog(parts.record));
  app.use(faultInjection(parts.faults, parts.tenant));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const allow = methods.join(", ");
        return c.json({ message: `Use ${allow} here.` }, 405, { Allow: allow });
      },
    }),
  );
  app.route("/oauth/token", tokenRoutes(parts.tokens, parts.limiter));
  app.route("/api/v2/outbound/dialerconfigs", dialerConfigRoutes(parts.dialerConfigs, authorize));
  app.route("/api/v2/outbound/campaigns", campaignRoutes(parts.campaigns, authorize));
  app.route("/api/v2/eventstreams/exports", exportRoutes(parts.exports, authorize));
  app.notFound((c) => c.json({ message: `There is nothing at ${c.req.path}.` }, 404));
  app.onError((error, c) => {
    if (!(error instanceof Refusal)) return c.json({ message: error.message }, 500);
    const { message, errors, status, headers } = error;
    return c.json({ message, ...(errors && { errors }) }, status, headers);
  });
  return app;
}
