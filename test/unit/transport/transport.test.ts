import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  AuthenticationError,
  InvalidRequestError,
  NotFoundError,
  PermissionError,
  PreconditionFailedError,
  RateLimitedError,
  ResponseError,
  UnavailableError,
} from "../../../provider/src/errors/index.ts";
import { type CannedReply, failureOf, mockTenant, origin, read, settle, write } from "./support.ts";

/** Tells these one after another, and the last one from then on. */
function inOrder(...canned: readonly [CannedReply, ...CannedReply[]]): () => CannedReply {
  const rest = [...canned];
  let last = canned[0];
  return () => {
    last = rest.shift() ?? last;
    return last;
  };
}

const ok: CannedReply = { status: 200, body: { agentCount: 12 } };

describe("a request", () => {
  test("carries the token, says what it sends and wants, and brings back body and entity tag", async () => {
    const { transport, calls } = mockTenant({
      api: () => ({ status: 201, body: { id: "e1" }, headers: { etag: 'W/"7"' } }),
    });
    const reply = await transport.request(write);
    assert.deepEqual(
      { status: reply.status, body: reply.body, etag: reply.etag },
      { status: 201, body: { id: "e1" }, etag: 'W/"7"' },
    );
    const [sent] = calls;
    assert.equal(sent?.method, "POST");
    assert.equal(sent?.path, "/api/v2/eventstreams/exports");
    assert.equal(sent?.body, '{"event_type":"DIALER_CONFIG_UPDATE"}');
    const { "user-agent": agent = "", ...headers } = { ...sent?.headers };
    assert.match(agent, /^pulumi-cxone-dialer\/\d+\.\d+\.\d+/);
    assert.deepEqual(headers, {
      accept: "application/json",
      authorization: "Bearer t0ken-1",
      "content-type": "application/json",
      "idempotency-key": "k",
    });
  });

  test("that is answered without a body brings none back", async () => {
    const { transport, calls } = mockTenant({ api: () => ({ status: 204 }) });
    const reply = await transport.request({
      ...read,
      method: "DELETE",
      headers: { "if-match": '"e1"' },
    });
    assert.equal(reply.body, undefined);
    assert.equal(reply.etag, undefined);
    assert.equal(calls[0]?.headers["content-type"], undefined);
  });

  test("costs one request each, and one for the token", async () => {
    const { transport, calls, tokens } = mockTenant({});
    await Promise.all(Array.from({ length: 20 }, () => transport.request(read)));
    assert.equal(calls.length, 20);
    assert.equal(tokens.length, 1);
  });
});

test("a request and the one for its token take a slot of the limits each, and no more", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { transport, calls } = mockTenant({ limits: { requestsPerSecond: 2 } });
  const first = transport.request(read);
  // A third slot comes after more than a second, and this clock stands still.
  for (let i = 0; i < 100 && calls.length === 0; i++) await settle();
  assert.equal(calls.length, 1);
  await first;
});

describe("a body", () => {
  // `{"text":"…"}`
  const longest = 512 * 1024 - 11;

  test("of 512 KiB is sent", async () => {
    const { transport, calls } = mockTenant({});
    await transport.request({ ...write, body: { text: "x".repeat(longest) } });
    assert.equal(calls.length, 1);
  });

  test("of a byte more is not, nor is a token asked for: it could not be read back", async () => {
    const { transport, calls, tokens } = mockTenant({});
    const body = { text: `${"x".repeat(longest - 1)}é` };
    const error = await failureOf(transport.request({ ...write, body }));
    assert.ok(error instanceof InvalidRequestError);
    assert.match(error.message, /its body is 513 KiB, and at most 512 KiB are sent/);
    assert.deepEqual(error.request, { method: "POST", url: origin + write.path });
    assert.deepEqual(error.fields, []);
    assert.deepEqual([calls.length, tokens.length], [0, 0]);
  });

  test("of an answer may be nested 128 levels deep", async () => {
    const body = `${"[".repeat(128)}${"]".repeat(128)}`;
    const { transport } = mockTenant({ api: () => ({ status: 200, body }) });
    assert.equal(JSON.stringify((await transport.request(read)).body), body);
  });
});

describe("a refusal", () => {
  const meanings = [
    [403, PermissionError, /403 Forbidden.* needs the scope outbound\.read/],
    [404, NotFoundError, /404 Not Found.*check the id/],
    [409, PreconditionFailedError, /409 Conflict.*this try wrote nothing/],
    [412, PreconditionFailedError, /412 Precondition Failed.*this try wrote nothing/],
    [428, ResponseError, /428 Precondition Required/],
    [501, ResponseError, /501 Not Implemented/],
    [418, ResponseError, /418/],
    [699, ResponseError, /699 \(unknown\)/],
  ] as const;
  for (const [status, Reason, message] of meanings) {
    test(`of ${status} is a ${Reason.name}, at once, in the tenant's words and with its request id`, async () => {
      const { transport, calls } = mockTenant({
        api: () => ({
          status,
          body: { message: "because\u001b[2J of it" },
          headers: { "x-request-id": "rq-7" },
        }),
      });
      const error = await failureOf(transport.request(read));
      assert.ok(error instanceof Reason);
      const { mayHaveTakenEffect = false, ...request } = error.request;
      assert.deepEqual(request, { method: "GET", url: origin + read.path });
      assert.equal(mayHaveTakenEffect, status >= 500);
      assert.ok(error.message.startsWith(`GET ${origin}${read.path}: ${status} `), error.message);
      assert.match(error.message, message);
      assert.match(error.message, /saying "because\[2J of it" \(request id rq-7\)/);
      assert.equal(calls.length, 1);
    });
  }

  test("of 400 names each field", async () => {
    const { transport } = mockTenant({
      api: () => ({
        status: 400,
        body: {
          message: "invalid",
          errors: [
            { field: "dialRate", message: "must be at most 10", code: "range" },
            { field: "maxQueueDepth", message: "must be whole" },
          ],
        },
      }),
    });
    const error = await failureOf(transport.request(write));
    assert.ok(error instanceof InvalidRequestError);
    assert.deepEqual(error.fields, [
      { field: "dialRate", message: "must be at most 10", code: "range" },
      { field: "maxQueueDepth", message: "must be whole" },
    ]);
    assert.match(error.message, /dialRate: must be at most 10; maxQueueDepth: must be whole/);
  });

  for (const body of [
    "<html>400</html>",
    "",
    "null",
    { errors: "all" },
    { errors: [{ field: 1 }] },
  ]) {
    test(`of 400 with the body ${JSON.stringify(body)} is still one`, async () => {
      const { transport } = mockTenant({ api: () => ({ status: 400, body }) });
      const error = await failureOf(transport.request(write));
      assert.ok(error instanceof InvalidRequestError);
      assert.deepEqual(error.fields, []);
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    test(`of ${status} is not followed: the token stays, and the message names the other origin`, async () => {
      const { transport, calls } = mockTenant({
        api: () => ({ status, headers: { location: "https://elsewhere.example/path?token=x" } }),
      });
      const error = await failureOf(transport.request(read));
      assert.ok(error instanceof ResponseError);
      assert.match(error.message, /a redirect to https:\/\/elsewhere\.example\. /);
      assert.equal(calls.length, 1);
    });
  }
});

describe("an answer that cannot be used", () => {
  const answers: readonly (readonly [string, CannedReply, RegExp])[] = [
    [
      "is a page",
      { status: 200, body: "<p>Sign in</p>", headers: { "content-type": "text/html" } },
      /text\/html where JSON was expected/,
    ],
    ["is not JSON", { status: 200, body: '{"agentCount":' }, /not JSON, or was cut short/],
    [
      "has a number that is too long",
      { status: 200, body: '{"id":12345678901234567}' },
      /a number in id that would lose digits: 12345678901234567/,
    ],
    [
      "has a number that is too large",
      { status: 200, body: '{"id":[1e308,-1e309]}' },
      /a number in 1 that would lose digits: -1e309/,
    ],
    [
      "is nested 129 levels deep",
      { status: 200, body: `${"[".repeat(129)}${"]".repeat(129)}` },
      /nested deeper than 128 levels/,
    ],
    [
      "is nested 100,000 levels deep",
      { status: 200, body: `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}` },
      /nested deeper than 128 levels/,
    ],
  ];
  for (const [name, canned, message] of answers) {
    test(`because it ${name} is a ResponseError, at once`, async () => {
      const { transport, calls } = mockTenant({ api: () => canned });
      const error = await failureOf(transport.request(read));
      assert.ok(error instanceof ResponseError);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /Sign in/);
      assert.equal(calls.length, 1);
    });
  }

  test("JSON under another name of it is JSON", async () => {
    const { transport } = mockTenant({
      api: () => ({ ...ok, headers: { "content-type": "application/hal+json;charset=utf-8" } }),
    });
    assert.deepEqual((await transport.request(read)).body, { agentCount: 12 });
  });
});

describe("a tenant that cannot answer", () => {
  for (const status of [408, 500, 502, 503, 504]) {
    test(`(${status}) is asked again three times, with back-off`, async () => {
      const page = { status, body: "<html>oops</html>", headers: { "content-type": "text/html" } };
      const { transport, calls, sleeps } = mockTenant({ api: () => page });
      const error = await failureOf(transport.request(read));
      assert.ok(error instanceof UnavailableError);
      assert.match(
        error.message,
        new RegExp(`: ${status} .* after 4 tries over 3\\.5 s\\. Try again later`),
      );
      assert.doesNotMatch(error.message, /oops/);
      assert.equal(calls.length, 4);
      assert.deepEqual(sleeps, [500, 1_000, 2_000]);
    });
  }

  test("may recover", async () => {
    const { transport } = mockTenant({ api: inOrder({ status: 503 }, { status: 502 }, ok) });
    assert.equal((await transport.request(read)).status, 200);
  });

  test("may say when to come back", async () => {
    const wait = { status: 503, headers: { "retry-after": "17" } };
    const { transport, sleeps } = mockTenant({ api: inOrder(wait, ok) });
    await transport.request(read);
    assert.deepEqual(sleeps, [17_000]);
  });
});

describe("a tenant that wants less (429)", () => {
  test("is left alone as long as it says, in seconds", async () => {
    const canned = { status: 429, headers: { "retry-after": "42" } };
    const { transport, sleeps } = mockTenant({ api: inOrder(canned, ok) });
    await transport.request(write);
    assert.deepEqual(sleeps, [42_000]);
  });

  test("is left alone as long as it says, as a date", async () => {
    const date = new Date(Date.UTC(2026, 0, 1, 0, 0, 9)).toUTCString();
    const canned = { status: 429, headers: { "retry-after": date } };
    const { transport, sleeps } = mockTenant({ api: inOrder(canned, ok) });
    await transport.request(read);
    assert.deepEqual(sleeps, [9_000]);
  });

  test("is left alone by every caller, and not only by the one that was asked to wait", async () => {
    let now = Date.UTC(2026, 0, 1);
    const over = Promise.withResolvers<void>();
    const sleeps: number[] = [];
    const clock = {
      now: () => now,
      sleep: (milliseconds: number) => {
        sleeps.push(milliseconds);
        return over.promise;
      },
    };
    const { transport, calls } = mockTenant({
      api: inOrder({ status: 429, headers: { "retry-after": "30" } }, ok),
      clock,
    });
    const asked = transport.request(read);
    while (sleeps.length === 0) await settle();
    const others = [transport.request(write), transport.request(read)];
    for (let i = 0; i < 20; i++) await settle();
    assert.equal(calls.length, 1);
    now += 30_000;
    over.resolve();
    await Promise.all([asked, ...others]);
    assert.equal(calls.length, 4);
    assert.deepEqual(new Set(sleeps), new Set([30_000]));
  });

  test("without saying for how long is given more time at each try, eight times", async () => {
    const { transport, calls, sleeps } = mockTenant({ api: () => ({ status: 429 }) });
    const error = await failureOf(transport.request(write));
    assert.ok(error instanceof RateLimitedError);
    assert.match(
      error.message,
      /429 Too Many Requests after 9 tries over 91\.5 s.*lower cxone:requestsPerMinute/,
    );
    assert.equal(calls.length, 9);
    assert.deepEqual(sleeps, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  test("for over five minutes is not waited for: the error names the time", async () => {
    const canned = { status: 429, headers: { "retry-after": "301" } };
    const { transport, calls, sleeps } = mockTenant({ api: () => canned });
    const error = await failureOf(transport.request(read));
    assert.ok(error instanceof RateLimitedError);
    assert.match(error.message, /asks to wait 301 s, and over 300 s is not waited/);
    assert.equal(calls.length, 1);
    assert.deepEqual(sleeps, []);
  });
});

describe("a token that is refused (401)", () => {
  test("is replaced once, and the request repeated once", async () => {
    const { transport, calls, tokens } = mockTenant({
      token: inOrder(
        { status: 200, body: { access_token: "old", token_type: "Bearer", expires_in: 3600 } },
        { status: 200, body: { access_token: "new", token_type: "Bearer", expires_in: 3600 } },
      ),
      api: ({ headers }) => (headers.authorization === "Bearer new" ? ok : { status: 401 }),
    });
    await transport.request(write);
    assert.equal(tokens.length, 2);
    assert.deepEqual(
      calls.map(({ headers }) => headers.authorization),
      ["Bearer old", "Bearer new"],
    );
  });

  test("is replaced by one token for all who held it", async () => {
    let serial = 0;
    const { transport, tokens } = mockTenant({
      token: () => ({
        status: 200,
        body: { access_token: `t${++serial}`, token_type: "Bearer", expires_in: 3600 },
      }),
      api: ({ headers }) => (headers.authorization === "Bearer t1" ? { status: 401 } : ok),
    });
    await Promise.all(Array.from({ length: 10 }, () => transport.request(read)));
    assert.equal(tokens.length, 2);
  });

  test("again when it is new is an AuthenticationError that says what to check", async () => {
    const { transport, calls, tokens } = mockTenant({ api: () => ({ status: 401 }) });
    const error = await failureOf(transport.request(read));
    assert.ok(error instanceof AuthenticationError);
    assert.match(error.message, /401 Unauthorized after 2 tries.*cxone:clientSecret/);
    assert.equal(calls.length, 2);
    assert.equal(tokens.length, 2);
  });
});
