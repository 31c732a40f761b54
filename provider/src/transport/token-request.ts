import { z } from "zod";
import { readBody } from "./parse-body.ts";
import { quoting } from "./quote.ts";
import { readReply } from "./reply.ts";
import { scopes } from "./scopes.ts";
import type { Settings } from "./settings.ts";
import type { Grant } from "./token.ts";
import { noTokenEndpoint, tokenRefusal } from "./token-refusal.ts";
import { userAgent } from "./user-agent.ts";
import type { Wire } from "./wire.ts";

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
      scopes: scope?.trim() ? scope.trim().split(/\s+/) : undefined,
    }),
  );

/**
 * Asks for a token with the client's own credentials (RFC 6749 §4.4).
 *
 * @throws {Failure} what it means for the request that needs the token is for that one to say
 */
export async function requestToken(wire: Wire, settings: Settings): Promise<Grant> {
  const url = new URL(settings.environmentUrl + path);
  const request = { method: "POST", url: url.href };
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
    scope: scopes.join(" "),
  }).toString();
  const headers = {
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
    "user-agent": userAgent(),
  };
  const quote = quoting([settings.clientSecret]);
  return wire.retrying(true, async (attempt) => {
    await attempt.slot();
    const answer = await attempt.send({ method: "POST", url, headers, body, timeoutMs }, quote);
    if (answer.status === 400 || answer.status === 401) throw tokenRefusal(answer, request, quote);
    if ([404, 409, 412].includes(answer.status)) throw noTokenEndpoint(answer, request, quote);
    const reply = readReply(answer, {
      request,
      needs: "the grant client_credentials",
      quote,
      now: wire.clock.now(),
    });
    return readBody(grant, reply);
  });
}
