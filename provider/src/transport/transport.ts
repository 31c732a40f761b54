import { type FailedRequest, InvalidRequestError, PermissionError } from "../errors/index.ts";
import { longestBody, type Sender } from "./exchange.ts";
import { Failure } from "./failure.ts";
import { HttpSession, type Turn } from "./http-session.ts";
import { quoting } from "./quote.ts";
import { type Reply, readReply } from "./reply.ts";
import { type Clock, systemClock } from "./retry.ts";
import type { Settings } from "./settings.ts";
import { requestToken, type Scope, type Token, TokenSource } from "./token.ts";

/** From connecting to the last byte of the answer, for each try. */
const timeoutMs = 30_000;

/** The longest body that is sent, in bytes: half of what is read of an answer, for what is written has to be read back. */
const longestRequest = longestBody / 2;

interface Call {
  /** Below the tenant's address, beginning with a slash, its parts encoded. */
  readonly path: string;
  /** The scope that the call needs. */
  readonly scope: Scope;
  /** Sent as JSON. */
  readonly body?: object;
}

/** The version that a write requires (RFC 9110 §13.1). */
export type Precondition = { readonly "if-match": string } | { readonly "if-none-match": "*" };

/**
 * One call of the API. The tenant ends up the same when it gets a call twice, for each write has a precondition or an
 * idempotency key: so every call may be tried again.
 */
export type ApiRequest = Call &
  (
    | { readonly method: "GET"; readonly headers?: undefined }
    | { readonly method: "PUT" | "DELETE"; readonly headers: Precondition }
    | { readonly method: "POST"; readonly headers: { readonly "idempotency-key": string } }
  );

export interface TransportOptions {
  /** Gets what the user should see to and what stops nothing, once each. */
  readonly warn: (message: string) => void;
  /** Stands in for the tenant's own pool of connections; whoever gives it closes it. */
  readonly dispatcher?: Sender;
  /** From 0 up to 1. @default Math.random */
  readonly random?: () => number;
  /** @default the system's */
  readonly clock?: Clock;
  /** Ends what is being sent and what waits, and lets nothing more go out. @default never */
  readonly signal?: AbortSignal;
  /**
   * Ends the requests of the operation that calls, where it has a time of its own. A token is everybody's, so the request for it goes on.
   *
   * @default never
   */
  readonly deadline?: () => AbortSignal | undefined;
}

/**
 * The way to one tenant, for all who speak to it: they share its connections, its token and its limits. Nothing happens
 * before the first request.
 */
export class Transport {
  readonly #settings: Settings;
  readonly #session: HttpSession;
  readonly #tokens: TokenSource;
  readonly #deadline: () => AbortSignal | undefined;

  constructor(settings: Settings, options: TransportOptions) {
    const { warn, dispatcher, random = Math.random, clock = systemClock, signal } = options;
    this.#settings = settings;
    this.#deadline = options.deadline ?? (() => undefined);
    this.#session = new HttpSession(settings, { clock, random, dispatcher, signal });
    this.#tokens = new TokenSource(() => requestToken(this.#session, settings), clock, warn);
  }

  /**
   * Sends a request and returns what the tenant says to it, in 200–299. Waits for the limits, and tries again where
   * that may help.
   *
   * `request.mayHaveTakenEffect` of an error speaks of this request, also where the one for its token failed.
   *
   * @throws {InvalidRequestError} 400, or a body over 512 KiB, in which case nothing was sent
   * @throws {AuthenticationError} the tenant gives no token, or refuses a new one (401)
   * @throws {PermissionError} 403, or a token without the scope, in which case nothing was sent
   * @throws {NotFoundError} 404
   * @throws {PreconditionFailedError} 409, 412
   * @throws {RateLimitedError} 429 after 8 waits, or one with a `Retry-After` over 5 minutes
   * @throws {UnavailableError} 408, 500, 502, 503 or 504, after 3 retries
   * @throws {ConnectionError} no whole answer, after 3 retries; or the operation was cancelled, or took too long
   * @throws {ResponseError} any other answer: another status, a redirect, not JSON, over 1 MiB
   */
  async request(request: ApiRequest): Promise<Reply> {
    const url = new URL(this.#settings.environmentUrl + request.path);
    const body = jsonOf(request, url);
    try {
      const failed = { method: request.method, url: url.href };
      return await this.#session.retrying(
        failed,
        (turn) => this.#try(turn, request, url, body),
        this.#deadline(),
      );
    } catch (error) {
      throw error instanceof Failure ? error.toPublicError() : error;
    }
  }

  /** Lets the running requests end, and closes the connections. */
  close(): Promise<void> {
    return this.#session.close();
  }

  async #try(
    turn: Turn,
    { method, scope, headers }: ApiRequest,
    url: URL,
    body: string | undefined,
  ): Promise<Reply> {
    const request = { method, url: url.href };
    const token = await this.#admit(turn, scope, request);
    const quote = quoting([this.#settings.clientSecret, token.value]);
    const allHeaders = {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
      authorization: `Bearer ${token.value}`,
    };
    const outgoing = { method, url, headers: allHeaders, body, timeoutMs };
    const answer = await turn.send(outgoing, quote);
    if (answer.status === 401) this.#tokens.invalidate(token);
    return readReply(answer, {
      request,
      needs: `the scope ${scope}`,
      quote,
      now: this.#session.clock.now(),
    });
  }

  /** Waits until the request may be sent, and returns the token to send it with. */
  async #admit(turn: Turn, scope: Scope, request: FailedRequest): Promise<Token> {
    const token = await turn.wait(this.#permitted(scope, request));
    await turn.slot();
    if (this.#tokens.isFresh(token)) return token;
    // It ended in the queue. The wait for another would let requests gather, hence the second slot.
    const renewed = await turn.wait(this.#permitted(scope, request));
    await turn.slot();
    return renewed;
  }

  async #permitted(scope: Scope, request: FailedRequest): Promise<Token> {
    const token = await this.#tokens.get();
    if (!token.missing.includes(scope)) return token;
    throw new Failure({
      kind: "final",
      ErrorClass: PermissionError,
      request,
      what: `the request was not sent, for it needs the scope ${scope}, which the client was not granted`,
      advice: "Grant it to the client in CXone.",
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
