import { Hono } from "hono";
import { keepToRate } from "../authorize.ts";
import type { TenantEnvironment } from "../environment.ts";
import type { RateLimiter } from "../rate-limiter.ts";
import { type TokenIssuer, TokenRefusal } from "../token-issuer.ts";

/** `POST /oauth/token`: client credentials, form-encoded. */
export function tokenRoutes(tokens: TokenIssuer, limiter: RateLimiter) {
  return new Hono<TenantEnvironment>()
    .post("/", async (c) => {
      if (!isForm(c.req.header("Content-Type"))) {
        throw new TokenRefusal(
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
      if (!(error instanceof TokenRefusal)) throw error;
      const status = error.error === "invalid_client" ? 401 : 400;
      return c.json({ error: error.error, error_description: error.message }, status, noStore);
    });
}

/** RFC 6749 §5.1 */
const noStore = { "Cache-Control": "no-store" };

function isForm(contentType = ""): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType);
}
