import type { Authorize } from "./environment.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import { Refusal } from "./refusal.ts";
import type { TokenIssuer } from "./token-issuer.ts";

export function authorizeWith(tokens: TokenIssuer, limiter: RateLimiter): Authorize {
  return (scope) => async (c, next) => {
    const scopes = scopesOf(tokens, c.req.header("Authorization"));
    keepToRate(limiter);
    if (!scopes.includes(scope)) {
      throw new Refusal(403, `The call needs the scope ${scope}, which the token does not have.`, {
        headers: { "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${scope}"` },
      });
    }
    await next();
  };
}

/** Counts a request of the client, and refuses it where there are too many. */
export function keepToRate(limiter: RateLimiter): void {
  const waitMs = limiter.admit(Date.now());
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / 1000);
  throw new Refusal(429, `Too many requests. Try again in ${seconds} s.`, {
    headers: { "Retry-After": String(seconds) },
  });
}

function scopesOf(tokens: TokenIssuer, authorization: string | undefined) {
  const token = authorization?.match(/^Bearer +([\w.~+/-]+=*)$/i)?.[1];
  if (token === undefined) {
    throw new Refusal(401, "The call needs a token: send Authorization: Bearer.", {
      headers: { "WWW-Authenticate": "Bearer" },
    });
  }
  const scopes = tokens.scopesOf(token);
  if (scopes === undefined) {
    throw new Refusal(401, "The token is unknown, revoked or at its end. Ask for a new one.", {
      headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' },
    });
  }
  return scopes;
}
