import { setTimeout as delay } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";
import type { TenantEnvironment } from "./environment.ts";
import type { Fault, FaultQueue } from "./fault.ts";
import type { Tenant } from "./tenant.ts";

type TenantContext = Context<TenantEnvironment>;

/** Lets the injected faults happen. */
export function faultInjection(
  faults: FaultQueue,
  tenant: () => Tenant,
): MiddlewareHandler<TenantEnvironment> {
  return async (c, next) => {
    const fault = faults.take(c.req.method, c.req.path);
    if (!fault) return next();
    await fault.before?.(tenant());
    if (fault.delayMs !== undefined) await delay(fault.delayMs, undefined, { ref: false });
    const reply = replyInstead(fault, c);
    if (reply) return reply;
    await next();
    await alterReply(fault, c);
  };
}

/** The reply of a fault that keeps the request from taking effect. */
function replyInstead(fault: Fault, c: TenantContext): Response | undefined {
  if (fault.drop === "before") return drop(c);
  if (fault.status !== undefined && !fault.takesEffect) return statusReply(fault);
  if (fault.nonJson !== undefined) return htmlReply(fault.nonJson);
  if (fault.redirect !== undefined) {
    return new Response(null, { status: 307, headers: { Location: fault.redirect } });
  }
  return undefined;
}

/** What a fault does to the reply of a request that took effect. */
async function alterReply(fault: Fault, c: TenantContext): Promise<void> {
  if (fault.status !== undefined) replaceReply(c, statusReply(fault));
  if (fault.drop === "after") c.res = drop(c);
  if (fault.cutBody) c.res = await cutBody(c);
  if (fault.padBody !== undefined) c.res = await padBody(c.res, fault.padBody);
  if (fault.drip !== undefined) c.res = await drip(c.res, fault.drip);
  if (fault.contentType !== undefined) c.header("Content-Type", fault.contentType);
  if (fault.etag !== undefined) changeETag(c, fault.etag);
}

/** Hono would give the new reply the headers of the old one. */
function replaceReply(c: TenantContext, reply: Response): void {
  c.res = undefined;
  c.res = reply;
}

function drop(c: TenantContext): Response {
  c.set("dropped", true);
  c.env.incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

async function cutBody(c: TenantContext): Promise<Response> {
  const { outgoing } = c.env;
  const { status, headers } = c.res;
  const body = Buffer.from(await c.res.arrayBuffer());
  if (body.length === 0) return drop(c);
  outgoing.writeHead(status, {
    ...Object.fromEntries(headers),
    "x-request-id": c.get("requestId"),
    "content-length": body.length,
  });
  outgoing.write(body.subarray(0, body.length / 2), () => outgoing.socket?.destroySoon());
  return new Response(null, { status, headers: RESPONSE_ALREADY_SENT.headers });
}

async function padBody(reply: Response, length: number): Promise<Response> {
  const body = Buffer.from(await reply.arrayBuffer());
  const spaces = Buffer.alloc(Math.max(0, length - body.length), " ");
  return new Response(Buffer.concat([body, spaces]), reply);
}

async function drip(reply: Response, milliseconds: number): Promise<Response> {
  const body = await reply.bytes();
  async function* drops() {
    for (const [i] of body.entries()) {
      await delay(milliseconds, undefined, { ref: false });
      yield body.subarray(i, i + 1);
    }
  }
  return new Response(ReadableStream.from(drops()), reply);
}

function changeETag(c: TenantContext, kind: "none" | "weak"): void {
  const etag = c.res.headers.get("ETag");
  c.header("ETag", kind === "weak" && etag !== null ? `W/${etag}` : undefined);
}

function statusReply({
  status,
  headers,
  body = status >= 400 ? { message: `Injected: ${status}.` } : undefined,
}: Extract<Fault, { status: number }>): Response {
  if (body === undefined) return new Response(null, { status, headers: { ...headers } });
  const [text, type] =
    typeof body === "string" ? [body, "text/plain"] : [JSON.stringify(body), "application/json"];
  return new Response(text, { status, headers: { "content-type": type, ...headers } });
}

const signInPage = "<!doctype html><title>Sign in</title><h1>Sign in to continue</h1>";

function htmlReply(page: true | string): Response {
  return new Response(page === true ? signInPage : page, {
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });
}
