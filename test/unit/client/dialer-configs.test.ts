import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { CxoneClient } from "../../../provider/src/client/client.ts";
import {
  ConfigurationError,
  NotFoundError,
  PreconditionFailedError,
  ResponseError,
} from "../../../provider/src/errors/index.ts";
import { type CannedReply, failureOf, mockTenant } from "../transport/support.ts";

const document = { id: "4f1c", dialRate: 2.5, complianceRules: { ringSeconds: 15 }, later: [null] };

/** A client of a tenant that tells this to everything, and what it was sent. */
function clientOf(canned: CannedReply) {
  const { transport, calls } = mockTenant({ api: () => canned });
  return { client: new CxoneClient(transport).dialerConfigs, calls };
}

describe("a dialer configuration", () => {
  test("is read whole, with fields that this release does not know, and its entity tag", async () => {
    const { client, calls } = clientOf({ status: 200, body: document, headers: { etag: '"7"' } });
    assert.deepEqual(await client.get("4f1c"), { document, etag: '"7"' });
    assert.equal(calls[0]?.method, "GET");
    assert.equal(calls[0]?.path, "/api/v2/outbound/dialerconfigs/4f1c");
  });

  test("that does not exist reads as undefined", async () => {
    const { client } = clientOf({ status: 404 });
    assert.equal(await client.get("4f1c"), undefined);
  });

  for (const etag of ['W/"7"', "7", '"7', "*", '"7", "8"']) {
    test(`has no entity tag that a write may use in ${etag}`, async () => {
      const { client } = clientOf({ status: 200, body: document, headers: { etag } });
      assert.equal((await client.get("4f1c"))?.etag, undefined);
    });
  }

  test("without an entity tag has none", async () => {
    const { client } = clientOf({ status: 200, body: document });
    assert.equal((await client.get("4f1c"))?.etag, undefined);
  });

  test("is created only where there is none", async () => {
    const { client, calls } = clientOf({ status: 201, body: document, headers: { etag: '"1"' } });
    assert.deepEqual(await client.create("4f1c", document), { document, etag: '"1"' });
    assert.equal(calls[0]?.method, "PUT");
    assert.equal(calls[0]?.headers["if-none-match"], "*");
    assert.equal(calls[0]?.headers["if-match"], undefined);
    assert.deepEqual(JSON.parse(calls[0]?.body ?? ""), document);
  });

  test("is replaced only in the version that was planned against", async () => {
    const { client, calls } = clientOf({ status: 200, body: document, headers: { etag: '"2"' } });
    assert.deepEqual(await client.replace("4f1c", document, '"1"'), { document, etag: '"2"' });
    assert.equal(calls[0]?.method, "PUT");
    assert.equal(calls[0]?.headers["if-match"], '"1"');
    assert.equal(calls[0]?.headers["if-none-match"], undefined);
  });

  test("is deleted only in the version that was planned against", async () => {
    const { client, calls } = clientOf({ status: 204 });
    assert.equal(await client.delete("4f1c", '"1"'), "deleted");
    assert.equal(calls[0]?.method, "DELETE");
    assert.equal(calls[0]?.headers["if-match"], '"1"');
  });

  for (const { first, outcome } of [
    { first: 502, outcome: "deleted" },
    { first: 408, outcome: "deleted" },
    { first: 401, outcome: "gone" },
  ]) {
    test(`that is gone after a try that was answered with ${first} counts as ${outcome}`, async () => {
      let tries = 0;
      const { transport } = mockTenant({
        api: () => ({ status: tries++ === 0 ? first : 404 }),
      });
      assert.equal(await new CxoneClient(transport).dialerConfigs.delete("4f1c", '"1"'), outcome);
      assert.equal(tries, 2);
    });
  }

  test("that Pulumi's state could not hold is not taken", async () => {
    const bodies = [
      '{"a":"\\ud800"}',
      '{"a":{"__proto__":1}}',
      '{"\\udc00":1}',
      // What Pulumi's wire format takes for a value that is not known yet, and for an envelope.
      '{"a":["04da6b54-80e4-46f7-96ec-b56ff0331ba9"]}',
      '{"a":{"4dabf18193072939515e22adb298388d":1}}',
    ];
    for (const body of bodies) {
      const { client } = clientOf({ status: 200, body });
      assert.ok((await failureOf(client.get("4f1c"))) instanceof ResponseError, body);
    }
  });

  test("of another version is not written", async () => {
    const { client } = clientOf({ status: 412 });
    assert.ok(
      (await failureOf(client.create("4f1c", document))) instanceof PreconditionFailedError,
    );
    assert.ok(
      (await failureOf(client.replace("4f1c", document, '"1"'))) instanceof PreconditionFailedError,
    );
    assert.ok((await failureOf(client.delete("4f1c", '"1"'))) instanceof PreconditionFailedError);
  });

  test("that is gone cannot be replaced", async () => {
    const { client } = clientOf({ status: 404 });
    assert.ok((await failureOf(client.replace("4f1c", document, '"1"'))) instanceof NotFoundError);
  });

  for (const body of ["", "[]", "null", '"text"']) {
    test(`written, and answered with ${JSON.stringify(body)}, is a ResponseError`, async () => {
      const { client } = clientOf({ status: 200, body });
      const error = await failureOf(client.replace("4f1c", document, '"1"'));
      assert.ok(error instanceof ResponseError);
      assert.match(error.message, /must be an object/);
    });
  }
});

describe("an id", () => {
  test("is one segment of the path, whatever it holds", async () => {
    const segment = fc.string({ unit: "binary", minLength: 1 });
    await fc.assert(
      fc.asyncProperty(segment, async (id) => {
        fc.pre(id !== "." && id !== "..");
        const { client, calls } = clientOf({ status: 200, body: document });
        await client.get(id);
        const [, , , , , last, ...more] = calls[0]?.path.split("/") ?? [];
        assert.equal(decodeURIComponent(last ?? ""), id);
        assert.deepEqual(more, []);
      }),
      { numRuns: 50 },
    );
  });

  for (const id of ["", ".", "..", "\ud800"]) {
    test(`of ${JSON.stringify(id)} is refused before any request`, async () => {
      const { client, calls } = clientOf({ status: 200, body: document });
      const error = await failureOf(client.get(id));
      assert.ok(error instanceof ConfigurationError);
      assert.match(error.message, /is no id of a dialer configuration/);
      assert.equal(calls.length, 0);
    });
  }
});
