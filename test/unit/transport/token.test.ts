import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import {
  AuthenticationError,
  type CxoneError,
  PermissionError,
  ResponseError,
  UnavailableError,
} from "../../../provider/src/errors/index.ts";
import { isRefusal } from "../../../provider/src/errors/internal.ts";
import { TokenSource } from "../../../provider/src/transport/token.ts";
import {
  type CannedReply,
  failureOf,
  grant,
  granted,
  mockTenant,
  read,
  secret,
  virtualClock,
  write,
} from "./support.ts";

const asked =
  "outbound.campaign.write outbound.dialerconfig.readwrite outbound.read eventstreams.export.write";

const put = {
  method: "PUT",
  path: "/api/v2/outbound/dialerconfigs/4f1c",
  scope: "outbound.dialerconfig.readwrite",
  body: {},
  headers: { "if-match": '"e1"' },
} as const;

const tokenFor = (expires_in: number): CannedReply => ({
  status: 200,
  body: { ...grant, expires_in },
});

describe("the token", () => {
  test("is asked for with the client's credentials and the four scopes, form-encoded", async () => {
    const { transport, tokens } = mockTenant({});
    await transport.request(read);
    const [sent] = tokens;
    assert.equal(sent?.method, "POST");
    assert.equal(sent?.headers["content-type"], "application/x-www-form-urlencoded");
    assert.equal(sent?.headers.authorization, undefined);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(sent?.body)), {
      grant_type: "client_credentials",
      client_id: "client",
      client_secret: secret,
      scope: asked,
    });
  });

  test("is asked for once, however many want it at the same time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (callers) => {
        const { transport, tokens, calls } = mockTenant({});
        await Promise.all(Array.from({ length: callers }, () => transport.request(read)));
        assert.equal(tokens.length, 1);
        assert.equal(calls.length, callers);
      }),
      { numRuns: 20 },
    );
  });

  test("is used until 60 s before its end, and no longer", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 61, max: 100_000 }), async (life) => {
        const { transport, tokens, advance } = mockTenant({ token: () => tokenFor(life) });
        await transport.request(read);
        advance((life - 60) * 1_000 - 1);
        await transport.request(read);
        assert.equal(tokens.length, 1);
        advance(1);
        await transport.request(read);
        assert.equal(tokens.length, 2);
      }),
      { numRuns: 20 },
    );
  });

  test("that lives up to 60 s is used until its end", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (life) => {
        const { transport, tokens, advance } = mockTenant({ token: () => tokenFor(life) });
        await transport.request(read);
        advance(life * 1_000 - 1);
        await transport.request(read);
        assert.equal(tokens.length, 1);
        advance(1);
        await transport.request(read);
        assert.equal(tokens.length, 2);
      }),
      { numRuns: 20 },
    );
  });

  test("that ends while a request waits for its turn is replaced before the request is sent", async () => {
    let serial = 0;
    const { transport, calls } = mockTenant({
      token: () => ({
        status: 200,
        body: { ...grant, access_token: `t${++serial}`, expires_in: 10 },
      }),
      api: () =>
        calls.length === 1
          ? { status: 429, headers: { "retry-after": "20" } }
          : { status: 200, body: {} },
    });
    await transport.request(read);
    assert.deepEqual(
      calls.map(({ headers }) => headers.authorization),
      ["Bearer t1", "Bearer t2"],
    );
  });

  test("that took the place of a refused one stays when the refused one is refused again", async () => {
    let serial = 0;
    const ask = async () => ({
      accessToken: `t${++serial}`,
      expiresIn: 3600,
      scopes: undefined,
    });
    const source = new TokenSource(ask, virtualClock().clock, () => {});
    const refused = await source.get();
    source.invalidate(refused);
    assert.equal(source.isFresh(refused), false);
    const next = await source.get();
    source.invalidate(refused);
    assert.equal(await source.get(), next);
    assert.equal(serial, 2);
  });

  test("that could not be had is asked for again by the next who wants it", async () => {
    let down = true;
    const { transport, calls } = mockTenant({
      token: () => (down ? { status: 400 } : tokenFor(60)),
    });
    await failureOf(transport.request(read));
    assert.equal(calls.length, 0);
    down = false;
    await transport.request(read);
    assert.equal(calls.length, 1);
  });
});

describe("scopes that were not granted", () => {
  const partial = { ...grant, scope: "outbound.read outbound.dialerconfig.readwrite unheard.of" };

  test("are warned of once, by name, and stop only the call that needs them, before it is sent", async () => {
    const { transport, warnings, calls, tokens, advance } = mockTenant({
      token: () => ({ status: 200, body: partial }),
    });
    await transport.request(read);
    advance(3_600_000);
    await transport.request(read);
    assert.equal(tokens.length, 2);
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0] ?? "",
      /not granted outbound\.campaign\.write and eventstreams\.export\.write/,
    );
    const error = await failureOf(transport.request(write));
    assert.ok(error instanceof PermissionError);
    assert.match(
      error.message,
      /was not sent, for it needs the scope eventstreams\.export\.write.* Grant it to the client in CXone\.$/,
    );
    assert.equal(calls.length, 2);
  });

  test("are all granted where the tenant names none", async () => {
    for (const scope of [undefined, "", " ", asked]) {
      const { transport, warnings } = mockTenant({
        token: () => ({ status: 200, body: { ...grant, scope } }),
      });
      await transport.request(write);
      assert.deepEqual(warnings, []);
    }
  });
});

type Reason = new (...parts: never[]) => CxoneError;

describe("a tenant that gives no token", () => {
  const refusals: readonly (readonly [number, unknown, Reason, RegExp])[] = [
    [
      401,
      { error: "invalid_client", error_description: "unknown client" },
      AuthenticationError,
      /saying "invalid_client: unknown client".*cxone:clientSecret/,
    ],
    [401, "<html>", AuthenticationError, /401 Unauthorized\. Check that cxone:clientId/],
    [400, { error: "invalid_grant" }, AuthenticationError, /saying "invalid_grant"/],
    [400, { error: "constructor" }, AuthenticationError, /saying "constructor"/],
    [
      400,
      { error: "invalid_scope" },
      PermissionError,
      /Grant these scopes to the client: outbound\.campaign\.write, /,
    ],
    [400, { error: "unauthorized_client" }, PermissionError, /the grant client_credentials/],
    [403, {}, PermissionError, /the grant client_credentials/],
    [404, {}, ResponseError, /not how a token endpoint answers.*cxone:environmentUrl/],
    [409, {}, ResponseError, /not how a token endpoint answers/],
    [412, {}, ResponseError, /not how a token endpoint answers/],
    [302, {}, ResponseError, /redirect/],
  ];
  for (const [status, body, Reason, message] of refusals) {
    test(`(${status}, ${JSON.stringify(body)}) causes a ${Reason.name}, asked once`, async () => {
      const { transport, tokens, calls } = mockTenant({ token: () => ({ status, body }) });
      const error = await failureOf(transport.request(read));
      assert.ok(error instanceof Reason, error.name);
      assert.match(error.message, /^POST https:\/\/us1-cxone\.com\/oauth\/token: /);
      assert.match(error.message, message);
      assert.equal(tokens.length, 1);
      assert.equal(calls.length, 0);
    });
  }

  test("because it is down is asked again three times, and not three times for each try of the call", async () => {
    const { transport, tokens } = mockTenant({ token: () => ({ status: 503 }) });
    const error = await failureOf(transport.request(read));
    assert.ok(error instanceof UnavailableError);
    assert.equal(tokens.length, 4);
  });

  test("keeps a request from being sent, however its own failed", async () => {
    for (const canned of [
      { status: 503 },
      { status: 400 },
      { status: 302 },
      { status: 200, body: "<html>", headers: { "content-type": "text/html" } },
      { status: 200, body: { ...grant, expires_in: 0 } },
    ]) {
      const { transport } = mockTenant({ token: () => canned });
      assert.equal(isRefusal(await failureOf(transport.request(put))), true, inspect(canned));
    }
  });

  test("leaves open what became of an earlier try of the request", async () => {
    let isGranted = true;
    const { transport, calls } = mockTenant({
      token: () => (isGranted ? granted : { status: 400, body: { error: "invalid_client" } }),
      api: () => {
        if (calls.length === 1) return { status: 504 };
        isGranted = false;
        return { status: 401 };
      },
    });
    const error = await failureOf(transport.request(put));
    assert.ok(error instanceof AuthenticationError);
    assert.equal(calls.length, 2);
    assert.equal(isRefusal(error), false);
  });

  for (const [field, value, problem = ""] of [
    ["access_token", undefined],
    ["access_token", "", "must be visible ASCII"],
    ["access_token", "two\nlines", "must be visible ASCII"],
    ["expires_in", 0],
    ["expires_in", "3600"],
    ["token_type", "mac", "must be Bearer"],
    ["token_type", "bearer-like", "must be Bearer"],
    ["token_type", "forbearer", "must be Bearer"],
  ] as const) {
    test(`but one whose ${field} is ${JSON.stringify(value)} causes a ResponseError that names it`, async () => {
      const { transport } = mockTenant({
        token: () => ({ status: 200, body: { ...grant, [field]: value } }),
      });
      const error = await failureOf(transport.request(read));
      assert.ok(error instanceof ResponseError);
      assert.ok(error.message.includes(`${field}: ${problem}`), error.message);
      assert.doesNotMatch(error.message, /t0ken|two/);
    });
  }
});
