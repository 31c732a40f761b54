import { type FailedRequest, InvalidRequestError, PermissionError } from "../errors/index.ts";
import { type Clock, systemClock } from "./clock.ts";
import { longestBody, type Sender } from "./exchange.ts";
import { Failure } from "./failure.ts";
import { quoting } from "./quote.ts";
import { type Reply, readReply } from "./reply.ts";
import type { Scope } from "./scopes.ts";
import type { Settings } from "./settings.ts";
import { type Token, TokenSource } from "./token.ts";
import { requestToken } from "./token-request.ts";
import { userAgent } from "./user-agent.ts";
import { type Attempt, Wire } from "./wire.ts";

/** From connecting to the last byte of the answer, for each try. */
const timeoutMs = 30_000;

/** The longest body that is sent, in bytes: half of what is read of an answer, for what is written has to be read back. */
const longestRequest = longestBody / 2;

/** One call of the API. */
export interface ApiRequest {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** Below the tenant's address, beginning with a slash, its parts encoded. */
  readonly path: string;
  /** The scope that the call needs. */
  readonly scope: Scope;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
  /** Whether the tenant ends up the same when it gets the request twice: a precondition or an idempotency key sees to it. */
  readonly repeatable: boolean;
}

export interface TransportOptions {
  /** Told of what the user should see to and what stops nothing, once each. */
  readonly warn: (message: string) => void;
  /** Stands in for the tenant's own pool of connections; whoever gives it closes it. */
  readonly dispatcher?: Sender;
  /** From 0 up to 1. @default Math.random */
  readonly random?: () => number;
  /** @default the system's */
  readonly clock?: Clock;
}

/**
 * The way to one tenant, for all who speak to it: they share its connections, its token and its limits. Nothing happens
 * before the first request.
 */
export class Transport {
  readonly #settings: Settings;
  readonly #wire: Wire;
  readonly #tokens: TokenSource;

  constructor(settings: Settings, options: TransportOptions) {
    const { warn, dispatcher, random = Math.random, clock = systemClock } = options;
    this.#settings = settings;
    this.#wire = new Wire(settings, { clock, random, dispatcher });
    this.#tokens = new TokenSource(() => requestToken(this.#wire, settings), clock, warn);
  }

  /**
   * Sends a request and returns what the tenant says to it, in 200–299. Waits for the limits, and tries again where
   * that is safe and may help.
   *
   * `request.mayHaveTakenEffect` of an error speaks of this request, also where the one for its token failed.
   *
   * @throws {InvalidRequestError} 400, or a body over 512 KiB, in which case nothing was sent
   * @throws {AuthenticationError} the tenant gives no token, or refuses a new one (401)
   * @throws {PermissionError} 403, or a token without the scope, in which case nothing was sent
   * @throws {NotFoundError} 404
   * @throws {PreconditionFailedError} 409, 412
   * @throws {RateLimitedError} 429 after 8 waits, or one with a `Retry-After` over 5 minutes
   * @throws {UnavailableError} 408, 500, 502, 503 or 504, after 3 retries where the request is repeatable
   * @throws {ConnectionError} no whole answer, after 3 retries where the request is repeatable or was never sent
   * @throws {ResponseError} any other answer: another status, a redirect, not JSON, over 1 MiB
   */
  async request(request: ApiRequest): Promise<Reply> {
    const url = new URL(this.#settings.environmentUrl + request.path);
    const body = jsonOf(request, url);
    try {
      return await this.#wire.retrying(request.repeatable, (attempt) =>
        this.#try(attempt, request, url, body),
      );
    } catch (error) {
      throw error instanceof Failure ? error.toError() : error;
    }
  }

  /** Lets the running requests end, and closes the connections. */
  close(): Promise<void> {
    return this.#wire.close();
  }

  async #try(
    attempt: Attempt,
    { method, scope, headers }: ApiRequest,
    url: URL,
    body: string | undefined,
  ): Promise<Reply> {
    const request = { method, url: url.href };
    const token = await this.#admit(attempt, scope, request);
    const quote = quoting([this.#settings.clientSecret, token.value]);
    const allHeaders = {
      accept: "application/json",
      "user-agent": userAgent(),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
      authorization: `Bearer ${token.value}`,
    };
    const outgoing = { method, url, headers: allHeaders, body, timeoutMs };
    const answer = await attempt.send(outgoing, quote);
    if (answer.status === 401) this.#tokens.invalidate(token);
    return readReply(answer, {
      request,
      needs: `the scope ${scope}`,
      quote,
      now: this.#wire.clock.now(),
    });
  }

  /** Waits until the request may be sent, and returns the token to send it with. */
  async #admit(attempt: Attempt, scope: Scope, request: FailedRequest): Promise<Token> {
    const token = await this.#permitted(scope, request);
    await attempt.slot();
    if (this.#tokens.isFresh(token)) return token;
    // It ended in the queue. The wait for another would let requests gather, hence the second slot.
    const renewed = await this.#permitted(scope, request);
    await attempt.slot();
    return renewed;
  }

  async #permitted(scope: Scope, request: FailedRequest): Promise<Token> {
    const token = await this.#tokens.get();
    if (!token.missing.includes(scope)) return token;
    throw new Failure({
      kind: "final",
      request,
      what: `the request was not sent, for it needs the scope ${scope}, which the client was not granted`,
      advice: "Grant it to the client in CXone.",
      toError: (message, failed) => new PermissionError(message, failed),
    });
  }
}

function jsonOf({ method, body }: ApiRequest, url: URL): string | undefined {
  if (body === undefined) return undefined;
  const text = JSON.stringify(body);
  const bytes = Buffer.byteLength(text);
  if (bytes <= longestRequest) return text;
  throw new InvalidRequestError(
    `${method} ${url.href} was not sent: its body is ${Math.ceil(bytes / 1_024)} KiB, and at most ${longestRequest / 1_024} KiB ` +
      "are sent. Make the document smaller: its complianceRules, or what the tenant holds besides.",
    { method, url: url.href },
    [],
  );
}
