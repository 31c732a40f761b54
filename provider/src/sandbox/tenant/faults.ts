import { setTimeout as delay } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";
import type { Json } from "../../domain/json.ts";
import type { TenantEnvironment } from "./access.ts";
import type { Tenant } from "./tenant.ts";

/**
 * Something that goes wrong with a request, the token endpoint's included. A request gets at most one fault: the first
 * injected that matches and is not used up. Of the effects (`status`, `drop`, `cutBody`, `padBody`, `drip`, `contentType`,
 * `nonJson`, `etag`, `redirect`) a fault has one or none.
 *
 * @example the first write is lost on its way back, an administrator having edited before it came
 * ```ts
 * tenant.inject({
 *   match: { method: "PUT" },
 *   before: () => tenant.editDialerConfig(id, { maxQueueDepth: 80 }),
 *   drop: "after",
 * });
 * ```
 */
export type Fault = FaultTiming & FaultEffect;

export interface FaultTiming {
  /** Which requests: a method, a path (whole and without the query, or a pattern), both, or all where neither is given. */
  readonly match: { readonly method?: string; readonly path?: string | RegExp };
  /** For how many requests; `Infinity` until `clearFaults`. @default 1 */
  readonly times?: number;
  /** Called as the request comes in, before anything else is done with it. Awaited, so that a test can hold a request. */
  readonly before?: (tenant: Tenant) => void | Promise<void>;
  /** Milliseconds to wait, after `before`, until the request is looked at. @default 0 */
  readonly delayMs?: number;
}

/** Each effect under the property that chooses it. */
export interface FaultEffects {
  /** Answered with this status; `{ message }` where no body is given and the status is an error. */
  status: {
    readonly status: number;
    /** Whether the request takes effect all the same, as behind a gateway that gave up waiting. @default false */
    readonly takesEffect?: boolean;
    readonly headers?: Readonly<Record<string, string>>;
    /** A string is sent as it is, anything else as JSON. */
    readonly body?: Json;
  };
  /** The connection is reset before or after the request took effect. */
  drop: { readonly drop: "before" | "after" };
  /** The request takes effect; half of the reply's body is sent, then the connection ends. No body: as `drop: "after"`. */
  cutBody: { readonly cutBody: true };
  /** The request takes effect; the reply's body is filled up with spaces, which JSON allows, to this length in bytes, 0 or more. */
  padBody: { readonly padBody: number };
  /** The request takes effect; the reply's body comes a byte at a time, after this many milliseconds each, 0 or more. */
  drip: { readonly drip: number };
  /** The request takes effect; the reply's body says in its `Content-Type` that it is this. */
  contentType: { readonly contentType: string };
  /** Answered with 200 and an HTML page, or with the text given, without taking effect: as a proxy in between would. */
  nonJson: { readonly nonJson: true | string };
  /** The request takes effect; the reply's ETag is left out or made weak. */
  etag: { readonly etag: "none" | "weak" };
  /** Answered with 307 and this location, without taking effect. */
  redirect: { readonly redirect: string };
}

/** One of the effects, or none. */
export type FaultEffect =
  | {
      [K in keyof FaultEffects]: FaultEffects[K] & {
        readonly [Other in Exclude<keyof FaultEffects, K>]?: never;
      };
    }[keyof FaultEffects]
  | { readonly [K in keyof FaultEffects]?: never };

/** The faults that are still to happen. */
export class FaultQueue {
  #pending: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#pending.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#pending = [];
  }

  /** The fault of this request, if any, now used once. */
  take(method: string, path: string): Fault | undefined {
    const entry = this.#pending.find(({ fault }) => matches(fault, method, path));
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#pending = this.#pending.filter((other) => other !== entry);
    return entry.fault;
  }
}

function matches({ match }: Fault, method: string, path: string): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match.path === undefined) return true;
  return typeof match.path === "string" ? match.path === path : path.search(match.path) !== -1;
}

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
