import type { Dispatcher } from "undici";
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
 * @throws {Failure} where no whole answer came
 */
export async function exchange({ sender, proxy }: Route, outgoing: Outgoing): Promise<Answer> {
  const { method, url, headers, body = null, timeoutMs } = outgoing;
  const signal = AbortSignal.timeout(timeoutMs);
  let answered = false;
  try {
    const response = await sender.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers,
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
    const circumstances = { request, answered, proxy: proxy?.() };
    throw signal.aborted
      ? timeoutFailure(timeoutMs, circumstances)
      : connectionFailure(error, circumstances);
  }
}
