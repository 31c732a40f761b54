import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { ConfigurationError } from "../../../provider/src/errors/index.ts";
import { logSetting } from "../../../provider/src/transport/settings.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import {
  type CannedReply,
  failureOf,
  grant,
  mockTenant,
  origin,
  read,
  secret,
  write,
} from "./support.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());
let files = 0;

/** What is logged while a tenant is talked to. */
async function logOf(
  tenant: Parameters<typeof mockTenant>[0],
  talk: (transport: ReturnType<typeof mockTenant>["transport"]) => Promise<unknown>,
) {
  const file = join(folder.path, `${++files}.jsonl`);
  const { transport } = mockTenant({ ...tenant, log: { file } });
  await talk(transport);
  const text = await readFile(file, "utf8");
  assert.ok(text.endsWith("\n"));
  const lines = text.trimEnd().split("\n");
  return { text, entries: lines.map((line): Record<string, unknown> => JSON.parse(line)) };
}

const ok: CannedReply = { status: 200, body: {}, headers: { "x-request-id": "r-7" } };

describe("the log", () => {
  test("begins with what runs and where to, and has a line for each request, the token's too", async () => {
    const { entries } = await logOf({ api: () => ok }, (transport) => transport.request(read));
    const [start, token, call, ...more] = entries.map(({ time, ms = 0, ...rest }) => {
      assert.match(String(time), /^\d{4}-\d\d-\d\dT.*Z$/);
      assert.ok(Number(ms) >= 0 && Number(ms) < 10_000, `${ms} ms`);
      return rest;
    });
    const manifest = JSON.parse(
      await readFile(
        join(import.meta.dirname, "..", "..", "..", "provider", "package.json"),
        "utf8",
      ),
    );
    assert.deepEqual(start, {
      event: "start",
      package: `pulumi-cxone-dialer/${manifest.version}`,
      node: process.version,
      pid: process.pid,
      tenant: origin,
    });
    assert.deepEqual(token, {
      event: "request",
      method: "POST",
      path: "/oauth/token",
      try: 1,
      queuedMs: 0,
      status: 200,
    });
    assert.deepEqual(call, {
      event: "request",
      method: "GET",
      path: read.path,
      try: 1,
      queuedMs: 0,
      status: 200,
      requestId: "r-7",
    });
    assert.deepEqual(more, []);
    for (const { ms, event } of entries) assert.equal(Number.isInteger(ms), event === "request");
  });

  test("counts the tries, and says how long one waited as the tenant asked", async () => {
    const canned: CannedReply[] = [
      { status: 503 },
      { status: 429, headers: { "retry-after": "7" } },
      ok,
    ];
    const { entries } = await logOf({ api: () => canned.shift() ?? ok }, (transport) =>
      transport.request(read),
    );
    assert.deepEqual(
      entries.slice(2).map(({ try: number, status, queuedMs }) => [number, status, queuedMs]),
      [
        [1, 503, 0],
        [2, 429, 0],
        [3, 200, 7_000],
      ],
    );
  });

  test("says why no answer came", async () => {
    const { entries } = await logOf(
      {
        api: () => {
          throw Object.assign(new Error("secret details"), { code: "ECONNREFUSED" });
        },
      },
      (transport) => failureOf(transport.request(write)),
    );
    assert.deepEqual(
      entries.slice(2).map(({ failure }) => failure),
      Array(4).fill("the connection was refused"),
    );
  });

  test("says that a request was not sent for a mistake of this package", async () => {
    const mistake = Object.assign(new Error("secret details"), { code: "UND_ERR_INVALID_ARG" });
    const { entries } = await logOf(
      {
        api: () => {
          throw mistake;
        },
      },
      (transport) => assert.rejects(transport.request(read), (error) => error === mistake),
    );
    assert.deepEqual(
      entries.slice(2).map(({ failure }) => failure),
      ["not sent"],
    );
  });

  test("goes to standard error where no file is named", async (t) => {
    const lines: string[] = [];
    t.mock.method(process.stderr, "write", (line: string) => lines.push(line) > 0);
    const { transport } = mockTenant({ log: {} });
    await transport.request(read);
    t.mock.reset();
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).event),
      ["start", "request", "request"],
    );
  });

  test("holds no secret, even where the tenant repeats them, and no body", async () => {
    const echo = `${grant.access_token} ${encodeURIComponent(secret)} ${secret}`;
    const { text } = await logOf(
      {
        api: () => ({
          status: 500,
          headers: { "x-request-id": echo },
          body: { message: echo },
        }),
      },
      (transport) => failureOf(transport.request({ ...write, body: { word: "in the body" } })),
    );
    for (const hidden of [grant.access_token, secret, encodeURIComponent(secret), "in the body"]) {
      assert.ok(!text.includes(hidden), text);
    }
    assert.match(text, /\[secret\]/);
  });

  test("that cannot be written any more is no reason to fail", async () => {
    const gone = await temporaryFolder();
    const { transport } = mockTenant({ log: { file: join(gone.path, "x.jsonl") } });
    await gone[Symbol.asyncDispose]();
    assert.equal((await transport.request(read)).status, 200);
  });
});

describe("whether and where it is logged", () => {
  const file = join(folder.path, "named.jsonl");
  for (const [env, expected] of [
    [{}, undefined],
    [{ CXONE_LOG: "" }, undefined],
    [{ CXONE_LOG: "off" }, undefined],
    [{ CXONE_LOG: "off", CXONE_LOG_FILE: file }, undefined],
    [{ CXONE_LOG: "debug" }, { file: undefined }],
    [{ CXONE_LOG: "debug", CXONE_LOG_FILE: file }, { file }],
    [{ CXONE_LOG_FILE: file }, { file }],
  ] as const) {
    test(`is for the environment to say: ${Object.keys(env).join(" and ") || "nothing"} ${env.CXONE_LOG ?? ""}`, () => {
      assert.deepEqual(logSetting(env), expected);
    });
  }

  test("may be said in two words only", () => {
    assert.throws(
      () => logSetting({ CXONE_LOG: "verbose" }),
      (error) => {
        assert.ok(error instanceof ConfigurationError);
        assert.match(error.message, /CXONE_LOG is "verbose", and must be debug or off/);
        return true;
      },
    );
  });

  test("may not be a file that cannot be written", () => {
    const CXONE_LOG_FILE = join(folder.path, "none", "x.jsonl");
    assert.throws(
      () => logSetting({ CXONE_LOG_FILE }),
      /none.x\.jsonl, which cannot be written \(ENOENT\)/,
    );
  });
});
