import { randomBytes } from "node:crypto";
import { isScope, type Scope } from "./scope.ts";

/** A token request that was refused, in the words of RFC 6749 §5.2. */
export class TokenRefusal extends Error {
  readonly error: "invalid_request" | "invalid_client" | "unsupported_grant_type" | "invalid_scope";

  constructor(error: TokenRefusal["error"], description: string) {
    super(description);
    this.error = error;
  }
}

export interface TokenReply {
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

  /** @throws {TokenRefusal} where the credentials are not the client's */
  authenticate(form: URLSearchParams): void {
    refuseRepeatedParameters(form);
    if (
      form.get("client_id") !== this.clientId ||
      form.get("client_secret") !== this.clientSecret
    ) {
      throw new TokenRefusal("invalid_client", "The client's id or secret is wrong or missing.");
    }
  }

  /** @throws {TokenRefusal} where the grant or the scope cannot be had */
  issue(form: URLSearchParams): TokenReply {
    const grantType = form.get("grant_type");
    if (grantType === null) throw new TokenRefusal("invalid_request", "grant_type is missing.");
    if (grantType !== "client_credentials") {
      throw new TokenRefusal("unsupported_grant_type", "grant_type must be client_credentials.");
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
      throw new TokenRefusal("invalid_scope", `No such scope: ${unknown.join(", ")}.`);
    }
    const granted = this.#scopes.filter((scope) => names.includes(scope));
    if (granted.length === 0) {
      throw new TokenRefusal("invalid_scope", "The client may have none of the scopes asked for.");
    }
    return granted;
  }
}

/** RFC 6749 §3.2: a parameter must not be sent more than once. */
function refuseRepeatedParameters(form: URLSearchParams): void {
  const repeated = new Set([...form.keys()].filter((name) => form.getAll(name).length > 1));
  if (repeated.size > 0) {
    throw new TokenRefusal("invalid_request", `Sent more than once: ${[...repeated].join(", ")}.`);
  }
}
