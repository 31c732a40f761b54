import { randomBytes } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import { Hono, type MiddlewareHandler } from "hono";
import { ErrorReply } from "./http.ts";
import { keepToRate, type RateLimiter } from "./rate-limiter.ts";

/** The scopes that the tenant knows. */
export const knownScopes = [
  "outbound.campaign.write",
  "outbound.dialerconfig.readwrite",
  "outbound.read",
  "eventstreams.export.write",
] as const;

export type Scope = (typeof knownScopes)[number];

function isScope(name: string): name is Scope {
  return knownScopes.some((scope) => scope === name);
}

/** What a request carries through the tenant's middleware. */
export interface TenantEnvironment {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** Set where the connection was reset instead of a reply. */
    dropped?: true;
  };
}

/** Makes middleware that lets a request through if its token has the scope and the client keeps to its rate. */
export type Authorize = (scope: Scope) => MiddlewareHandler<TenantEnvironment>;

/** A token request that was refused, in the words of RFC 6749 §5.2. */
class TokenError extends Error {
  readonly error: "invalid_request" | "invalid_client" | "unsupported_grant_type" | "invalid_scope";

  constructor(error: TokenError["error"], description: string) {
    super(description);
    this.error = error;
  }
}

interface TokenReply {
  readonly access_token: string;
  readonly token_type: "Bearer";
  readonly expires_in: number;
  readonly scope: string;
}

interface TokenIssuerOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the client may have, of what it asks for. */
  readonly scopes: readonly Scope[];
  readonly lifeSeconds: number;
}

/** Gives the tenant's one client its tokens, and knows them again. */
export class TokenIssuer {
  readonly clientId: string;
  clientSecret: string;
  readonly #scopes: readonly Scope[];
  readonly #lifeSeconds: number;
  readonly #issued = new Map<string, { scopes: readonly Scope[]; expiresAt: number }>();

  constructor(options: TokenIssuerOptions) {
    this.clientId = options.clientId;
    this.clientSecret = options.clientSecret;
    this.#scopes = options.scopes;
    this.#lifeSeconds = options.lifeSeconds;
  }

  /** @throws {TokenError} where the credentials are not the client's */
  authenticate(form: URLSearchParams): void {
    refuseRepeatedParameters(form);
    if (
      form.get("client_id") !== this.clientId ||
      form.get("client_secret") !== this.clientSecret
    ) {
      throw new TokenError("invalid_client", "The client's id or secret is wrong or missing.");
    }
  }

  /** @throws {TokenError} where the grant or the scope cannot be had */
  issue(form: URLSearchParams): TokenReply {
    const grantType = form.get("grant_type");
    if (grantType === null) throw new TokenError("invalid_request", "grant_type is missing.");
    if (grantType !== "client_credentials") {
      throw new TokenError("unsupported_grant_type", "grant_type must be client_credentials.");
    }
    const scopes = this.#grant(form.get("scope"));
    const token = randomBytes(32).toString("base64url");
    this.#issued.set(token, { scopes, expiresAt: Date.now() + this.#lifeSeconds * 1000 });
    return {
      access_token: token,
      token_type: "Bearer",
      expires_in: this.#lifeSeconds,
      scope: scopes.join(" "),
    };
  }

  /** The scopes of a token, or nothing where it was never given, has ended or was revoked. */
  scopesOf(token: string): readonly Scope[] | undefined {
    const grant = this.#issued.get(token);
    return grant && Date.now() < grant.expiresAt ? grant.scopes : undefined;
  }

  revokeAll(): void {
    this.#issued.clear();
  }

  #grant(requested: string | null): readonly Scope[] {
    const names = requested === null ? this.#scopes : requested.split(" ").filter(Boolean);
    const unknown = names.filter((name) => !isScope(name));
    if (unknown.length > 0) {
      throw new TokenError("invalid_scope", `No such scope: ${unknown.join(", ")}.`);
    }
    const granted = this.#scopes.filter((scope) => names.includes(scope));
    if (granted.length === 0) {
      throw new TokenError("invalid_scope", "The client may have none of the scopes asked for.");
    }
    return granted;
  }
}

/** RFC 6749 §3.2: a parameter must not be sent more than once. */
function refuseRepeatedParameters(form: URLSearchParams): void {
  const repeated = new Set([...form.keys()].filter((name) => form.getAll(name).length > 1));
  if (repeated.size > 0) {
    throw new TokenError("invalid_request", `Sent more than once: ${[...repeated].join(", ")}.`);
  }
}

/** `POST /oauth/token`: client credentials, form-encoded. */
export function tokenRoutes(tokens: TokenIssuer, limiter: RateLimiter) {
  return new Hono<TenantEnvironment>()
    .post("/", async (c) => {
      if (!isForm(c.req.header("Content-Type"))) {
        throw new TokenError(
          "invalid_request",
          "The body must be a form: send Content-Type: application/x-www-form-urlencoded.",
        );
      }
      const form = new URLSearchParams(await c.req.text());
      tokens.authenticate(form);
      keepToRate(limiter);
      return c.json(tokens.issue(form), 200, noStore);
    })
    .onError((error, c) => {
      if (!(error instanceof TokenError)) throw error;
      const status = error.error === "invalid_client" ? 401 : 400;
      return c.json({ error: error.error, error_description: error.message }, status, noStore);
    });
}

/** RFC 6749 §5.1 */
const noStore = { "Cache-Control": "no-store" };

function isForm(contentType = ""): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType);
}

/** Checks the token first: a request without a good one does not count against the client's rate. */
export function authorizeWith(tokens: TokenIssuer, limiter: RateLimiter): Authorize {
  return (scope) => async (c, next) => {
    const scopes = scopesOf(tokens, c.req.header("Authorization"));
    keepToRate(limiter);
    if (!scopes.includes(scope)) {
      throw new ErrorReply(
        403,
        `The call needs the scope ${scope}, which the token does not have.`,
        {
          headers: { "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${scope}"` },
        },
      );
    }
    await next();
  };
}

function scopesOf(tokens: TokenIssuer, authorization: string | undefined) {
  const token = authorization?.match(/^Bearer +([\w.~+/-]+=*)$/i)?.[1];
  if (token === undefined) {
    throw new ErrorReply(401, "The call needs a token: send Authorization: Bearer.", {
      headers: { "WWW-Authenticate": "Bearer" },
    });
  }
  const scopes = tokens.scopesOf(token);
  if (scopes === undefined) {
    throw new ErrorReply(401, "The token is unknown, revoked or at its end. Ask for a new one.", {
      headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' },
    });
  }
  return scopes;
}
