import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import { CxoneClient } from "../../../provider/src/client/client.ts";
import { auditEvent, payloadHash } from "../../../provider/src/domain/audit.ts";
import { jsonEquals, obstacleIn } from "../../../provider/src/domain/json.ts";
import { CxoneError } from "../../../provider/src/errors/index.ts";
import type { Sender } from "../../../provider/src/transport/exchange.ts";
import { Transport } from "../../../provider/src/transport/transport.ts";
import { grant, origin, secret, settingsFor, virtualClock } from "../../unit/transport/support.ts";
import { numRuns } from "./runs.ts";

const token = "eyJ-access/token+1==";

/** The secrets, and what a gateway makes of them that repeats what it got. */
function echoesOf(each: string): readonly string[] {
  return [
    each,
    encodeURIComponent(each),
    new URLSearchParams({ "": each }).toString().slice(1),
    Buffer.from(each).toString("base64"),
    JSON.stringify(each).slice(1, -1),
  ];
}
const echoes = [secret, token].flatMap(echoesOf);

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.tuple(fc.string(), fc.constantFrom(...echoes), fc.string()).map((parts) => parts.join("")),
  fc.constantFrom("__proto__", "constructor", "x".repeat(5_000), "\ud800", "<html>"),
);

const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, -0, 1e308, 12_345_678_901_234_567_000, 0.03),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    text,
    fc.array(tie("json"), { maxLength: 3 }),
    fc
      .array(
        fc.tuple(
          fc.oneof(
            text,
            fc.constantFrom(
              ...["message", "errors", "field", "code", "error", "error_description", "id"],
              ...["access_token", "expires_in", "token_type", "scope"],
              ...["agentCount", "answerRate", "averageHandleTime", "complianceRules", "dialRate"],
            ),
          ),
          tie("json"),
        ),
        { maxLength: 5 },
      )
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

const encoded = json.map((value) => Buffer.from(JSON.stringify(value)));
const bytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  { arbitrary: encoded, weight: 4 },
  { arbitrary: fc.uint8Array({ maxLength: 64 }), weight: 1 },
  {
    arbitrary: fc.tuple(encoded, fc.nat(40)).map(([whole, cut]) => whole.subarray(0, -1 - cut)),
    weight: 1,
  },
  { arbitrary: text.map((each) => Buffer.from(each)), weight: 1 },
  {
    arbitrary: fc
      .constantFrom("12345678901234567", "-1e999", "0.1", "1E2", "9007199254740993")
      .map((number) => Buffer.from(`{"dialRate":[${number}]}`)),
    weight: 1,
  },
  {
    arbitrary: fc
      .tuple(fc.constantFrom("[", '{"a":'), fc.nat(3_000))
      .map(([open, levels]) => Buffer.from(open.repeat(levels))),
    weight: 1,
  },
);

const headers = fc
  .tuple(
    fc.record(
      {
        "content-type": fc.oneof(
          { arbitrary: fc.constant("application/json"), weight: 4 },
          { arbitrary: text, weight: 1 },
        ),
        etag: fc.oneof(fc.constantFrom('"7"', 'W/"7"'), text),
        "x-request-id": text,
        "retry-after": fc.oneof(fc.constantFrom("0", "7", "9999", "-1"), text),
        date: text,
        location: text,
      },
      { requiredKeys: [] },
    ),
    fc.boolean(),
  )
  .map(([one, isTwice]) =>
    isTwice
      ? Object.fromEntries(Object.entries(one).map(([name, each]) => [name, [each, "2"]]))
      : one,
  );

const answer = fc.record({
  status: fc.oneof(
    { arbitrary: fc.constantFrom(200, 201, 204), weight: 3 },
    {
      arbitrary: fc.constantFrom(
        300,
        302,
        400,
        401,
        403,
        404,
        408,
        409,
        412,
        418,
        428,
        429,
        500,
        503,
      ),
      weight: 3,
    },
    { arbitrary: fc.integer({ min: 100, max: 999 }), weight: 1 },
  ),
  headers,
  bytes,
});

type Answer = typeof answer extends fc.Arbitrary<infer T> ? T : never;

/** A client of a tenant that answers every call with this, and gives a token, or answers that with it as well. */
function clientOf({ status, headers: answered, bytes: body }: Answer, isTokenGiven: boolean) {
  const granted = Buffer.from(JSON.stringify({ ...grant, access_token: token }));
  const dispatcher: Sender = {
    request: async ({ path }) =>
      isTokenGiven && path === "/oauth/token"
        ? {
            statusCode: 200,
            headers: { "content-type": "application/json" },
            body: { bytes: async () => granted },
          }
        : { statusCode: status, headers: answered, body: { bytes: async () => body } },
  };
  const { clock } = virtualClock();
  return new CxoneClient(
    new Transport(settingsFor(origin), { warn: () => {}, dispatcher, clock, random: () => 0.5 }),
  );
}

const document = { dialRate: 1, complianceRules: {} };
const event = auditEvent({
  action: "UPDATE",
  configId: "4f1c",
  document,
  validated: true,
  complianceCheck: "passed",
  requestId: "r-1",
  timestamp: new Date(0),
  latencyMs: 1,
});

const calls: Readonly<Record<string, (client: CxoneClient) => Promise<unknown>>> = {
  get: ({ dialerConfigs }) => dialerConfigs.get("4f1c"),
  create: ({ dialerConfigs }) => dialerConfigs.create("4f1c", document),
  replace: ({ dialerConfigs }) => dialerConfigs.replace("4f1c", document, '"6"'),
  delete: ({ dialerConfigs }) => dialerConfigs.delete("4f1c", '"6"'),
  campaign: ({ campaigns }) => campaigns.get("91ab"),
  export: ({ exports }) => exports.create(event, "r-1"),
};

const call = fc.constantFrom(...Object.keys(calls));

/** What became of it: what it returned, or the error that it ended with. */
async function outcomeOf(canned: Answer, isTokenGiven: boolean, name: string) {
  try {
    return { returned: await calls[name]?.(clientOf(canned, isTokenGiven)) };
  } catch (error) {
    return { error };
  }
}

describe("whatever a tenant answers", () => {
  test("a call ends with a result or an error of this package: short, on few lines, and without a secret", async () => {
    await fc.assert(
      fc.asyncProperty(answer, fc.boolean(), call, async (canned, isTokenGiven, name) => {
        const { error } = await outcomeOf(canned, isTokenGiven, name);
        if (error === undefined) return;
        assert.ok(error instanceof CxoneError, inspect(error));
        assert.ok(error.message.length < 10_000, `${error.message.length} characters`);
        assert.doesNotMatch(error.message, /[\p{Cc}\p{Cf}\u2028\u2029]/u);
        const shown = inspect(error, { depth: 9, showHidden: true });
        // A token that was not given is nobody's secret.
        const hiddens = isTokenGiven ? echoes : echoesOf(secret);
        for (const hidden of hiddens) assert.ok(!shown.includes(hidden), shown);
      }),
      { numRuns },
    );
  });

  test("a document that is taken is carried by JSON and by Pulumi as it came, with its rules", async () => {
    await fc.assert(
      fc.asyncProperty(answer, async (canned) => {
        const { returned } = await outcomeOf({ ...canned, status: 200 }, true, "get");
        if (typeof returned !== "object" || returned === null || !("document" in returned)) return;
        const { document: taken } = returned;
        const sent: object = JSON.parse(Buffer.from(canned.bytes).toString());
        const expected = { complianceRules: {}, ...sent };
        assert.deepEqual(taken, expected);
        assert.equal(obstacleIn(taken, { deepest: 128 }), undefined);
        const again = JSON.parse(JSON.stringify(taken));
        assert.ok(jsonEquals(again, expected as typeof again));
        assert.equal(payloadHash(again), payloadHash(expected as typeof again));
      }),
      { numRuns },
    );
  });
});
