import { readFileSync } from "node:fs";
import type { Dispatcher } from "undici";
import * as z from "zod";
import { connectionFailure, isOurMistake, timeoutFailure } from "./connection-failure.ts";

/** The longest body that is read, in bytes: 1 MiB. */
export const longestBody = 1_048_576;

/** Whatever sends: the tenant's connections, or a test's stand-in. */
export interface Sender {
  request(options: Dispatcher.RequestOptions): Promise<{
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly body: { bytes(): Promise<Uint8Array> };
  }>;
}

/** The way to a tenant. */
export interface Route {
  readonly sender: Sender;
  /** The host of the proxy that it goes through; undefined where it goes through none, or has not been gone yet. */
  readonly proxy?: () => string | undefined;
}

export interface Outgoing {
  readonly method: Dispatcher.HttpMethod;
  readonly url: URL;
  /** Besides those that every request has. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** For the whole of it, from connecting to the last byte of the answer, in milliseconds. */
  readonly timeoutMs: number;
}

/** An answer, whole but not yet understood. */
export interface Answer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly bytes: Uint8Array;
}

/**
 * Sends one request, once, and reads the whole answer. Redirects are not followed.
 *
 * @param cancelled Ends it before its time.
 * @throws {Failure} where no whole answer came
 */
export async function exchange(
  { sender, proxy }: Route,
  outgoing: Outgoing,
  cancelled?: AbortSignal,
): Promise<Answer> {
  const { method, url, headers, body = null, timeoutMs } = outgoing;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = cancelled ? AbortSignal.any([timeout, cancelled]) : timeout;
  let answered = false;
  try {
    const response = await sender.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: { accept: "application/json", "user-agent": userAgent, ...headers },
      body,
      signal,
    });
    answered = true;
    const bytes = await response.body.bytes();
    return {
      status: response.statusCode,
      header: (name) => [response.headers[name]].flat()[0],
      bytes,
    };
  } catch (error) {
    if (isOurMistake(error)) throw error;
    const request = { method, url: url.href };
    const context = { request, answered, proxy: proxy?.() };
    throw signal.aborted ? timeoutFailure(timeoutMs, context) : connectionFailure(error, context);
  }
}

/** This package and its release. */
export const release = z
  .object({ name: z.string(), version: z.string() })
  .parse(JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")));

export const userAgent = `${release.name}/${release.version}`;

/** RFC 8259, and the types that build on it (RFC 6839 §3.1). */
const jsonType = /^application\/([\w.+-]+\+)?json\s*(;|$)/i;

/** How many objects and arrays of an answer may stand in one another: more than the deepest document, and no peril to a stack. */
const deepest = 128;

/** A body that was read, or the reason why it cannot be. */
export type Body =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

/** Parses an answer's body; none at all is `undefined`. */
export function jsonBody({ bytes, header }: Answer): Body {
  if (bytes.length === 0) return { ok: true, value: undefined };
  const type = header("content-type");
  if (type !== undefined && !jsonType.test(type)) {
    return { ok: false, reason: `the answer is ${type} where JSON was expected` };
  }
  try {
    // Fatal: a document that is sent back must not have lost bytes to replacement characters.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // Without a reviver, which would run out of stack, V8 parses any depth.
    if (isDeeper(JSON.parse(text), deepest)) {
      return { ok: false, reason: `the answer is nested deeper than ${deepest} levels` };
    }
    return { ok: true, value: parseExactly(text) };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, reason: error.message };
    return { ok: false, reason: "the answer is not JSON, or was cut short" };
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

interface Source {
  readonly source?: string;
}

/** @throws RangeError for a number that would not be sent back as it came. */
function parseExactly(text: string): unknown {
  return JSON.parse(text, (key: string, value: unknown, { source }: Source = {}) => {
    if (typeof value === "number" && source && isInexact(value, source)) {
      throw new RangeError(`the answer has a number in ${key} that would lose digits: ${source}`);
    }
    return value;
  });
}

/** A whole number beyond 2⁵³, and one of any kind beyond 10³⁰⁸. */
function isInexact(value: number, source: string): boolean {
  return !Number.isFinite(value) || (/^-?\d{16,}$/.test(source) && String(value) !== source);
}
