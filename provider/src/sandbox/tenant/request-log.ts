import { randomUUID } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { Json } from "../../domain/json.ts";
import type { TenantEnvironment } from "./environment.ts";
import { isJsonRequest } from "./json-body.ts";

/** A request that the tenant has answered or dropped, without what credentials travel in: headers, query, token requests. */
export interface LoggedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number | "dropped";
  /** What was sent to the API, where it was JSON. */
  readonly body?: Json;
  /** As the reply tells it in `X-Request-Id`. */
  readonly requestId: string;
  /** When it came in: ISO 8601, UTC. */
  readonly time: string;
}

/** Gives each request an id, and hands it over once its outcome is known, before the client sees a reply. */
export function requestLog(
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
