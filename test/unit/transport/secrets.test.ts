import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import { type CannedReply, failureOf, mockTenant, read, secret, write } from "./support.ts";

const accessToken = "eyJ-access/token+1";
const granted: CannedReply = {
  status: 200,
  body: { access_token: accessToken, token_type: "Bearer", expires_in: 3600 },
};

/** Any text, and often one that gives the secrets back, whole or in disguise. */
const echo = fc.oneof(
  fc.string(),
  fc
    .tuple(
      fc.string(),
      fc.constantFrom(secret, accessToken, encodeURIComponent(secret), `Bearer ${accessToken}`),
      fc.string(),
    )
    .map((parts) => parts.join("")),
);
const header = echo.map((text) => text.replace(/[^\x20-\x7e]/g, ""));

/** A failure that repeats the secrets wherever an answer can. */
const failure: fc.Arbitrary<CannedReply> = fc.record({
  status: fc.constantFrom(200, 302, 400, 401, 403, 404, 409, 412, 418, 428, 429, 500, 503),
  headers: fc.record({
    "x-request-id": header,
    location: header,
    "content-type": fc.oneof(fc.constant("application/json"), header),
    "retry-after": fc.constantFrom("0", "9999"),
  }),
  body: fc.oneof(
    echo,
    fc.record({
      message: echo,
      error: echo,
      error_description: echo,
      expires_in: echo,
      errors: fc.array(fc.record({ field: echo, message: echo, code: echo }), { maxLength: 2 }),
    }),
  ),
});

function assertSilent(error: Error, secrets: readonly string[]): void {
  const text = inspect(error, { depth: 9 });
  for (const hidden of secrets) assert.ok(!text.includes(hidden), text);
}

describe("no error holds the client's secret or the token, even where the tenant repeats them", () => {
  test("to a call", async () => {
    await fc.assert(
      fc.asyncProperty(failure, async (canned) => {
        // A 200 must fail as well.
        const body = canned.status === 200 ? `!${JSON.stringify(canned.body)}` : canned.body;
        const { transport } = mockTenant({
          token: () => granted,
          api: () => ({ ...canned, body }),
        });
        const error = await failureOf(transport.request(write));
        assertSilent(error, [secret, encodeURIComponent(secret), accessToken]);
      }),
    );
  });

  test("to the token's request", async () => {
    await fc.assert(
      fc.asyncProperty(failure, async (canned) => {
        const { transport } = mockTenant({ token: () => canned });
        const error = await failureOf(transport.request(read));
        assertSilent(error, [secret, encodeURIComponent(secret)]);
      }),
    );
  });
});
