/** The token: which scopes it is asked for, who keeps it, and how it is got. */
import * as z from "zod";
import { AuthenticationError, type FailedRequest, PermissionError } from "../errors/index.ts";
import { type Answer, jsonBody } from "./exchange.ts";
import type { ErrorMapping, Failure } from "./failure.ts";
import type { HttpSession } from "./http-session.ts";
import { type Quote, quoting } from "./quote.ts";
import { readBody, readReply } from "./reply.ts";
import { errorBody, responseFailure } from "./response-failure.ts";
import type { Clock } from "./retry.ts";
import type { Settings } from "./settings.ts";

/** The OAuth scopes that a token is asked for: all that the provider's calls need. */
const scopes = [
  "outbound.campaign.write",
  "outbound.dialerconfig.readwrite",
  "outbound.read",
  "eventstreams.export.write",
] as const;

export type Scope = (typeof scopes)[number];

/** What the tenant gave. */
export interface Grant {
  readonly accessToken: string;
  /** How long it is good for, in seconds. */
  readonly expiresIn: number;
  /** Undefined where the tenant names none, which means all that were asked for (RFC 6749 §5.1). */
  readonly scopes: readonly string[] | undefined;
}

export interface Token {
  readonly value: string;
  /** When another is asked for, in milliseconds since the epoch. */
  readonly until: number;
  /** The scopes that were asked for and not given. */
  readonly missing: readonly Scope[];
}

/** Seconds before its end from which a token is no longer used, so that none ends on the way. */
const reserve = 60;

/** Keeps the token, and asks for another when it must; however many want it, they share one request. */
export class TokenSource {
  readonly #ask: () => Promise<Grant>;
  readonly #clock: Clock;
  readonly #warn: (message: string) => void;
  readonly #warned = new Set<Scope>();
  #token: Token | undefined;
  #pending: Promise<Token> | undefined;

  constructor(ask: () => Promise<Grant>, clock: Clock, warn: (message: string) => void) {
    this.#ask = ask;
    this.#clock = clock;
    this.#warn = warn;
  }

  get(): Promise<Token> {
    if (this.#token !== undefined && this.isFresh(this.#token)) return Promise.resolve(this.#token);
    this.#pending ??= this.#renew().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  isFresh(token: Token): boolean {
    return token === this.#token && this.#clock.now() < token.until;
  }

  /** The tenant refused this token. One that replaced it meanwhile stays. */
  invalidate(token: Token): void {
    if (this.#token === token) this.#token = undefined;
  }

  async #renew(): Promise<Token> {
    const { accessToken, expiresIn, scopes: granted } = await this.#ask();
    // A life shorter than the reserve is used to its end: there is nothing better.
    const seconds = expiresIn > reserve ? expiresIn - reserve : expiresIn;
    const missing = granted === undefined ? [] : scopes.filter((scope) => !granted.includes(scope));
    this.#warnOf(missing);
    this.#token = { value: accessToken, until: this.#clock.now() + seconds * 1_000, missing };
    return this.#token;
  }

  #warnOf(missing: readonly Scope[]): void {
    const news = missing.filter((scope) => !this.#warned.has(scope));
    if (news.length === 0) return;
    for (const scope of news) this.#warned.add(scope);
    this.#warn(
      `The CXone client was not granted ${news.join(" and ")}: calls that need it will fail. Grant it to the client in CXone.`,
    );
  }
}

const path = "/oauth/token";
const timeoutMs = 15_000;

const grant = z
  .object({
    access_token: z.string().regex(/^[\x21-\x7e]+$/, "must be visible ASCII"),
    expires_in: z.number().positive(),
    token_type: z.string().regex(/^bearer$/i, "must be Bearer"),
    scope: z.string().optional(),
  })
  .transform(
    ({ access_token, expires_in, scope }): Grant => ({
      accessToken: access_token,
      expiresIn: expires_in,
      // An empty one names nothing, so it says nothing.
      scopes: scope?.match(/\S+/g) ?? undefined,
    }),
  );

/**
 * Asks for a token with the client's own credentials (RFC 6749 §4.4).
 *
 * @throws {Failure} what it means for the request that needs the token is for that one to say
 */
export async function requestToken(session: HttpSession, settings: Settings): Promise<Grant> {
  const url = new URL(settings.environmentUrl + path);
  const request = { method: "POST", url: url.href };
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
    scope: scopes.join(" "),
  }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const quote = quoting([settings.clientSecret]);
  return session.retrying(request, async (turn) => {
    await turn.slot();
    const answer = await turn.send({ method: "POST", url, headers, body, timeoutMs }, quote);
    if (answer.status === 400 || answer.status === 401)
      throw failureOfCredentials(answer, request, quote);
    if ([404, 409, 412].includes(answer.status)) throw failureOfEndpoint(answer, request, quote);
    const reply = readReply(answer, {
      request,
      needs: "the grant client_credentials",
      quote,
      now: session.clock.now(),
    });
    return readBody(grant, reply);
  });
}

/** RFC 6749 §5.2. */
const refusalSchema = z
  .object({ error: z.string(), error_description: z.string().optional().catch(undefined) })
  .optional()
  .catch(undefined);

const badCredentials: ErrorMapping = {
  kind: "final",
  ErrorClass: AuthenticationError,
  advice:
    "Check that cxone:clientId and cxone:clientSecret are of this tenant, and that the secret was not rotated meanwhile.",
};

/** By the tenant's code. Any other speaks of the credentials. */
const mappings = new Map<string | undefined, ErrorMapping>([
  [
    "invalid_scope",
    {
      kind: "final",
      ErrorClass: PermissionError,
      advice: `Grant these scopes to the client: ${scopes.join(", ")}.`,
    },
  ],
  [
    "unauthorized_client",
    {
      kind: "final",
      ErrorClass: PermissionError,
      advice: "Allow the client the grant client_credentials.",
    },
  ],
]);

/** Why the tenant gave no token (400 or 401): asking again with the same credentials changes nothing. */
function failureOfCredentials(answer: Answer, request: FailedRequest, quote: Quote): Failure {
  const body = jsonBody(answer);
  const refused = refusalSchema.parse(body.ok ? body.value : undefined);
  const mapping = mappings.get(refused?.error) ?? badCredentials;
  const said = refused && [refused.error, refused.error_description].filter(Boolean).join(": ");
  return responseFailure(answer, { request, quote }, { ...mapping, said: said && quote(said) });
}

/** A token endpoint holds nothing that could be missing or of another version (404, 409, 412): the address is wrong. */
function failureOfEndpoint(answer: Answer, request: FailedRequest, quote: Quote): Failure {
  const { message: said } = errorBody(answer, quote);
  return responseFailure(
    answer,
    { request, quote },
    {
      kind: "final",
      said,
      advice:
        "This is not how a token endpoint answers: check cxone:environmentUrl, and what stands between here and the tenant.",
    },
  );
}
