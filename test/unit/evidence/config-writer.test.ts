import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ConnectionError, PreconditionFailedError } from "../../../provider/src/errors/index.ts";
import { sentRecord } from "./records.ts";
import { before, done, lose, sent, writing } from "./writing.ts";

const earlier = sentRecord({ status: "acknowledged", requestId: "r-0" });

describe("a write", () => {
  test("is in the journal before it goes out, and after its reply with how long that took", async () => {
    const seen: (boolean | undefined)[] = [];
    const scene = writing(() => {
      seen.push(scene.isBusy());
      return done;
    });
    const writer = await scene.open({ context: { validated: false, complianceCheck: "warned" } });
    assert.equal(writer.isUntouched, true);
    assert.deepEqual(await writer.replace(before, sent), { document: sent, etag: '"e2"' });
    assert.deepEqual(seen, [true]);
    const [record, ...more] = writer.done;
    assert.deepEqual(more, []);
    const {
      requestId = "",
      begunAt = "",
      acknowledgedAt = "",
      latencyMs = -1,
      ...rest
    } = {
      ...record,
    };
    assert.match(requestId, /^[\da-f-]{36}$/);
    assert.equal(Date.parse(acknowledgedAt) - Date.parse(begunAt), latencyMs);
    assert.deepEqual(rest, {
      action: "UPDATE",
      purpose: "update",
      status: "acknowledged",
      etag: '"e1"',
      before: before.document,
      sent,
      managed: { dialRate: 0 },
      validated: false,
      complianceCheck: "warned",
    });
    assert.deepEqual(await scene.journaled(), [record]);
    assert.equal(writer.isUntouched, false);
    assert.equal(writer.isInterrupted, false);
    assert.equal(writer.isFromEarlierRun(requestId), false);
  });

  test("goes out under the version that it is for, or for none that there is", async () => {
    const { open, calls } = writing();
    const writer = await open();
    await writer.create(sent);
    await writer.replace(before, sent);
    await writer.delete(before);
    assert.deepEqual(
      calls.map(({ method, headers }) => [method, headers["if-none-match"] ?? headers["if-match"]]),
      [
        ["PUT", "*"],
        ["PUT", '"e1"'],
        ["DELETE", '"e1"'],
      ],
    );
    assert.deepEqual(
      writer.done.map(({ action, purpose, etag }) => [action, purpose, etag]),
      [
        ["CREATE", "create", undefined],
        ["UPDATE", "update", '"e1"'],
        ["DELETE", "delete", '"e1"'],
      ],
    );
  });

  test("has the purpose of its operation, but after a creation that of an update", async () => {
    const { open } = writing();
    const adopting = await open({ purpose: "adopt" });
    await adopting.replace(before, sent);
    await adopting.replace(before, sent);
    const creating = await open({
      purpose: "adopt",
      inState: new Set(adopting.done.map(({ requestId }) => requestId)),
    });
    await creating.create(sent);
    await creating.replace(before, sent);
    assert.deepEqual(
      [adopting, creating].map((writer) => writer.done.map(({ purpose }) => purpose)),
      [
        ["adopt", "adopt"],
        ["create", "update"],
      ],
    );
    assert.deepEqual([adopting.isAdoption, (await open()).isAdoption], [true, false]);
  });

  test("that the tenant refuses is no write, and in no journal", async () => {
    const { open, journaled, isBusy } = writing(() => ({ status: 412 }));
    const writer = await open();
    await assert.rejects(writer.replace(before, sent), PreconditionFailedError);
    assert.deepEqual(writer.done, []);
    assert.equal(writer.isUntouched, true);
    assert.deepEqual(await journaled(), []);
    await writer.leave();
    assert.equal(isBusy(), undefined);
  });

  test("that the tenant refuses was anticipated where the tenant holds just what was to be written", async () => {
    for (const [document, expected] of [
      [sent, true],
      [{ ...sent, dialRate: 3 }, false],
    ] as const) {
      const { open } = writing(({ method }) =>
        method === "PUT" ? { status: 412 } : { ...done, body: document },
      );
      const writer = await open();
      assert.equal(writer.isAnticipated, false);
      await assert.rejects(writer.replace(before, sent));
      assert.equal(writer.isAnticipated, false);
      await writer.get();
      assert.equal(writer.isAnticipated, expected);
    }
  });

  test("that the tenant does was not anticipated", async () => {
    const { open } = writing();
    const writer = await open();
    await writer.replace(before, sent);
    await writer.get();
    assert.equal(writer.isAnticipated, false);
  });

  test("whose reply was lost is open until the tenant shows what became of it", async () => {
    const { open, journaled } = writing(({ method }) => (method === "PUT" ? lose() : done));
    const writer = await open();
    await assert.rejects(writer.replace(before, sent), ConnectionError);
    assert.deepEqual(writer.done, []);
    assert.equal(writer.isUntouched, false);
    assert.deepEqual(
      (await journaled()).map(({ status }) => status),
      ["sent"],
    );
    assert.deepEqual(await writer.get(), { document: sent, etag: '"e2"' });
    assert.deepEqual(
      writer.done.map(({ status }) => status),
      ["observed"],
    );
    assert.deepEqual(await journaled(), writer.done);
  });

  test("is not asked for again where it was read just now", async () => {
    const { open, calls } = writing();
    const writer = await open();
    assert.equal(await writer.get({ found: before }), before);
    assert.equal(await writer.get({ found: undefined }), undefined);
    assert.deepEqual(calls, []);
  });

  test("that was to delete what was gone is none", async () => {
    const { open, journaled, leftBehind } = writing(() => ({ status: 404 }));
    await leftBehind(earlier);
    const writer = await open({ inState: new Set() });
    assert.equal(await writer.delete(before), "gone");
    assert.deepEqual(writer.done, [earlier]);
    assert.deepEqual(await journaled(), [earlier]);
  });
});

describe("the last write", () => {
  test("is one's own where the tenant still holds what it says of the managed fields", async () => {
    const { open } = writing();
    const writer = await open();
    assert.equal(writer.ownWrite(sent), undefined);
    await writer.replace(before, sent);
    assert.equal(writer.ownWrite({ ...sent, name: "Summer" }), writer.done[0]);
    assert.equal(writer.ownWrite({ ...sent, dialRate: 3 }), undefined);
    await writer.delete(before);
    assert.equal(writer.ownWrite({}), undefined);
  });
});

describe("what an earlier run left in the journal", () => {
  test("is known as its writes, and those that a state holds are not among them", async () => {
    const { open, leftBehind } = writing();
    const later = { ...earlier, requestId: "r-1" };
    await leftBehind(earlier, later);
    const writer = await open({ inState: new Set(["r-0"]) });
    assert.equal(writer.isInterrupted, true);
    assert.deepEqual(writer.done, [later]);
    assert.deepEqual(
      ["r-0", "r-1"].map((id) => writer.isFromEarlierRun(id)),
      [false, true],
    );
    const whole = await open({ inState: new Set() });
    assert.deepEqual(whole.doneSince(new Set(["r-0"])), [later]);
  });

  test("is found out where a reply is missing, whatever came before", async () => {
    const { open, leftBehind, journaled } = writing();
    await leftBehind(earlier, sentRecord());
    const writer = await open({ inState: new Set() });
    await writer.get();
    assert.deepEqual(
      (await journaled()).map(({ status }) => status),
      ["acknowledged", "observed"],
    );
  });

  test("is not written again where all is known of it", async () => {
    const { open, leftBehind, isBusy } = writing();
    await leftBehind(earlier);
    await (await open({ inState: new Set() })).leave();
    assert.equal(isBusy(), false);
    await (await open({ inState: new Set() })).get();
    assert.equal(isBusy(), false);
  });

  test("stays where an operation that does not know of it writes nothing", async () => {
    const { open, leftBehind, journaled } = writing();
    await leftBehind(earlier);
    await (await open({ inState: new Set(["r-0"]) })).leave();
    assert.deepEqual(await journaled(), [earlier]);
  });

  test("stays there beside the writes of this one", async () => {
    const { open, leftBehind, journaled } = writing();
    await leftBehind(earlier);
    const writer = await open({ inState: new Set() });
    await writer.replace(before, sent);
    assert.equal((await journaled()).length, 2);
    assert.deepEqual(await journaled(), writer.done);
  });

  test("is none of a resource that came after the end of the one that wrote it", async () => {
    const { open, leftBehind } = writing();
    const last = { ...earlier, requestId: "r-1", isLast: true as const };
    const next = { ...earlier, requestId: "r-2", begunAt: "2026-03-01T13:00:00.000Z" };
    await leftBehind(earlier, last, next);
    const ids = async (since?: string) =>
      (await open({ inState: new Set(), since })).done.map(({ requestId }) => requestId);
    assert.deepEqual(await ids("2026-03-01T12:30:00.000Z"), ["r-2"]);
    assert.deepEqual(await ids(earlier.begunAt), ["r-0", "r-1", "r-2"]);
    assert.deepEqual(await ids(), ["r-0", "r-1", "r-2"]);
  });
});

describe("an operation", () => {
  test("that failed leaves its writes to the next one, with what it exported", async () => {
    const { open, journaled, isBusy } = writing();
    const writer = await open();
    await writer.replace(before, sent);
    await writer.replace(before, sent);
    const [first, second] = writer.done;
    assert.ok(first && second);
    await writer.close(new Map([[first.requestId, "x-1"]]), "failed");
    assert.deepEqual(await journaled(), [{ ...first, exportId: "x-1" }, second]);
    assert.equal(isBusy(), false);
    await writer.close(new Map([[first.requestId, "x-2"]]), "failed");
    assert.equal((await journaled())[0]?.exportId, "x-1");
  });

  test("that ends its resource says so of each write, until it is known to be saved", async () => {
    const { open, journaled, isBusy } = writing();
    const writer = await open();
    await writer.delete(before);
    const [deletion] = writer.done;
    assert.ok(deletion);
    await writer.close(new Map([[deletion.requestId, "x-1"]]), "last");
    assert.deepEqual(await journaled(), [{ ...deletion, exportId: "x-1", isLast: true }]);
    assert.equal(isBusy(), true);
  });

  test("that wrote nothing leaves nothing", async () => {
    const { open, isBusy } = writing();
    await (await open()).leave();
    assert.equal(isBusy(), undefined);
  });
});
