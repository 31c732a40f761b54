import { randomUUID } from "node:crypto";
import { Hono, type MiddlewareHandler } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { Json } from "../../domain/json.ts";
import {
  type Authorize,
  authorizeWith,
  type TenantEnvironment,
  type TokenIssuer,
  tokenRoutes,
} from "./access.ts";
import type { TenantCampaign } from "./data.ts";
import { type DialerConfigStore, dialerConfigRoutes } from "./dialer-configs.ts";
import { type ExportLog, exportRoutes } from "./exports.ts";
import { type FaultQueue, faultInjection } from "./faults.ts";
import { ErrorReply, isJsonRequest, pageOf } from "./http.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import type { LoggedRequest, Tenant } from "./tenant.ts";

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
    if (!(error instanceof ErrorReply)) return c.json({ message: error.message }, 500);
    const { message, errors, status, headers } = error;
    return c.json({ message, ...(errors && { errors }) }, status, headers);
  });
  return app;
}

/** Gives each request an id, and hands it to `record` with the result, before the client sees a reply. */
function requestLog(
  record: (request: LoggedRequest) => void,
): MiddlewareHandler<TenantEnvironment> {
  return async (c, next) => {
    const time = new Date().toISOString();
    const requestId = randomUUID();
    c.set("requestId", requestId);
    const { method, path } = c.req;
    const hasBody = path.startsWith("/api/") && isJsonRequest(c);
    const body = hasBody ? jsonOrNothing(await c.req.text()) : {};
    await next();
    c.header("X-Request-Id", requestId);
    const status = c.get("dropped") ? "dropped" : c.res.status;
    record({ method, path, status, ...body, requestId, time });
  };
}

function jsonOrNothing(text: string): { body?: Json } {
  try {
    return { body: JSON.parse(text) };
  } catch {
    return {};
  }
}

/** `/api/v2/outbound/campaigns` */
function campaignRoutes(campaigns: ReadonlyMap<string, TenantCampaign>, authorize: Authorize) {
  const authorized = authorize("outbound.read");
  return new Hono<TenantEnvironment>()
    .get("/", authorized, (c) => {
      const name = c.req.query("name");
      const entities = [...campaigns]
        .filter(([, campaign]) => name === undefined || campaign.name === name)
        .map(([id, campaign]) => ({ id, ...campaign }));
      return c.json(pageOf(entities, c.req.query()));
    })
    .get("/:id", authorized, (c) => {
      const id = c.req.param("id");
      const campaign = campaigns.get(id);
      if (!campaign) throw new ErrorReply(404, `There is no campaign ${id}.`);
      return c.json({ id, ...campaign });
    });
}
