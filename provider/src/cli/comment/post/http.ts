import pRetry from "p-retry";
import { EnvHttpProxyAgent, fetch, type Headers, type Response } from "undici";
import type * as z from "zod";
import { isJsonObject, parseJson } from "../../../domain/json.ts";
import { longestPause, retryAfterMilliseconds } from "../../../transport/retry.ts";
import { type Host, HostApiError, type Target, TooLong } from "./host.ts";

/** Opens one host's comments. */
export type OpenHost = (http: HostHttp, target: Target) => Host;

interface HttpOptions {
  /** As people call the host. */
  readonly name: string;
  readonly token: string;
  /** Besides what every request has. */
  readonly headers: Readonly<Record<string, string>>;
  /** What to do where the host refuses, by its status. */
  readonly advice: Readonly<Record<number, string>>;
  readonly clock: RetryClock;
}

interface Answer {
  readonly body: unknown;
  readonly headers: Headers;
}

const TIMEOUT_MS = 30_000;
const LONGEST_QUOTE = 300;
/** What a host answers where it can't just now. */
const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
/** GitHub's secondary limit comes as a 403, and says so only in words. */
const limited = /rate limit|abuse detection/i;
/** GitHub's answer to what is too long, and GitLab's. */
const unprocessable: ReadonlySet<number> = new Set([422, 400]);
const tooLong = /too long/i;

/** Requests with the token, whose refusals say what to do and never hold the token. */
export class HostHttp {
  readonly #options: HttpOptions;
  /** Runners behind a proxy name it in HTTPS_PROXY. */
  readonly #dispatcher = new EnvHttpProxyAgent();

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  /** Reads, again and again while the host is busy. @throws HostApiError */
  get(url: string): Promise<Answer> {
    return retrying(this.#options.clock, () => this.send("GET", url));
  }

  /** One try of one request. @throws HostApiError */
  async send(method: string, url: string, body?: unknown): Promise<Answer> {
    const { name, token, headers } = this.#options;
    const where = `${method} ${new URL(url).origin}${new URL(url).pathname}`;
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method,
        headers: {
          ...headers,
          authorization: `Bearer ${token}`,
          "user-agent": "cxone-dialer",
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        dispatcher: this.#dispatcher,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (error) {
      throw new HostApiError(`${where}: no answer of ${name} (${this.#quote(reasonOf(error))}).`, {
        isPassing: true,
        mayBeDone: true,
      });
    }
    if (!response.ok) throw this.#refusal(where, response, text);
    return { body: parseJson(text), headers: response.headers };
  }

  #refusal(where: string, { status, headers }: Response, text: string): HostApiError {
    const { name, advice, clock } = this.#options;
    const words = this.#quote(wordsOf(text));
    const waitMs = waitOf(headers, clock.now());
    const isLimited =
      status === 429 || (status === 403 && (limited.test(words) || headers.has("retry-after")));
    const said = words && `, saying “${words}”`;
    const next = isLimited ? retryAdvice(name, waitMs) : advice[status];
    const message = `${where}: ${status}${said}.${next ? ` ${next}` : ""}`;
    if (status === 413 || (unprocessable.has(status) && tooLong.test(words))) {
      return new TooLong(message, { status });
    }
    return new HostApiError(message, {
      status,
      isPassing: isLimited || passing.has(status),
      mayBeDone: status >= 500,
      waitMs,
    });
  }

  /** The host's words on one line, short, without the token. */
  #quote(text: string): string {
    const line = text
      .replaceAll(this.#options.token, "[secret]")
      .replace(/\s+/g, " ")
      .replace(/\p{C}/gu, "")
      .trim();
    return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line;
  }
}

function retryAdvice(name: string, waitMs: number | undefined): string {
  const minutes = Math.ceil((waitMs ?? 0) / 60_000);
  return `${name} has had enough requests for now${minutes > 1 ? `, and asks to wait ${minutes} minutes` : ""}. Run the job again later.`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** A host says what is wrong in `message`, GitLab also by field or in `error`; a proxy in HTML, which says nothing here. */
function wordsOf(text: string): string {
  const body = parseJson(text);
  if (!isJsonObject(body)) return "";
  return [body.message ?? body.error, body.errors]
    .filter((part) => part !== undefined)
    .map((part) => (typeof part === "string" ? part : JSON.stringify(part)))
    .join(" ");
}

/**
 * How long a host wants to be left alone, in milliseconds: by `Retry-After`, or until its quota is whole again where there is
 * nothing left of it. Undefined where it does not say.
 *
 * @param now milliseconds since the epoch
 */
function waitOf(headers: Headers, now: number): number | undefined {
  const header = (name: string) => headers.get(name) ?? undefined;
  const wait = retryAfterMilliseconds(header("retry-after"), header("date"), now);
  if (wait !== undefined) return wait;
  // GitHub's names, and GitLab's.
  for (const prefix of ["x-ratelimit", "ratelimit"]) {
    const reset = Number(header(`${prefix}-reset`));
    if (header(`${prefix}-remaining`) === "0" && reset > 0) return Math.max(0, reset * 1_000 - now);
  }
  return undefined;
}

/** @throws HostApiError where something else answers in the host's place: a proxy, or a page to log in. */
export function parsed<T>(schema: z.ZodType<T>, { body }: Answer, name: string): T {
  const { success, data } = schema.safeParse(body);
  if (success) return data;
  throw new HostApiError(
    `What answers is not the API of ${name}. Check the address with --api-url.`,
  );
}

/** More pages than any discussion has: a host that never ends is none. */
const MOST_PAGES = 1_000;

/**
 * Every page of a list, from the first on.
 *
 * @param next where the page after this one is; undefined where it is the last
 */
export async function* pages(
  first: string,
  get: (url: string) => Promise<Answer>,
  next: (answer: Answer) => string | undefined,
): AsyncGenerator<Answer> {
  let url: string | undefined = first;
  for (let page = 1; url !== undefined; page++) {
    if (page > MOST_PAGES) throw new HostApiError(`GET ${first}: more than ${MOST_PAGES} pages.`);
    if (new URL(url).origin !== new URL(first).origin) {
      throw new HostApiError(
        `GET ${first}: the next page is at another host, ${new URL(url).origin}.`,
      );
    }
    const answer = await get(url);
    yield answer;
    url = next(answer);
  }
}

/** The time and the random numbers of retries; a test brings its own. */
export interface RetryClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
}

const RETRIES = 5;
const LONGEST_BACK_OFF_MS = 60_000;

/**
 * Runs `attempt` again while the host is busy: after as long as it asks for, else after 1, 2, 4 … s with full jitter. `attempt` gets
 * the error of the one before it.
 *
 * @throws the last HostApiError; at once where trying again changes nothing, or where the host asks for more than five minutes
 */
export async function retrying<T>(
  clock: RetryClock,
  attempt: (earlier: HostApiError | undefined) => Promise<T>,
): Promise<T> {
  let earlier: HostApiError | undefined;
  return pRetry(() => attempt(earlier), {
    retries: RETRIES,
    // The waiting is done below, where the host's own word is known.
    minTimeout: 0,
    shouldRetry: async ({ error, attemptNumber }) => {
      if (!(error instanceof HostApiError) || !error.isPassing) return false;
      const wait = error.waitMs ?? backOff(attemptNumber - 1, clock.random);
      if (wait > longestPause) return false;
      earlier = error;
      await clock.sleep(wait);
      return true;
    },
  });
}

function backOff(retries: number, random: () => number): number {
  return random() * Math.min(1_000 * 2 ** retries, LONGEST_BACK_OFF_MS);
}
