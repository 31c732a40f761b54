import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { AuditEntry } from "../../../provider/src/domain/audit-entry.ts";
import type { PendingEvent } from "../../../provider/src/domain/audit-trail.ts";
import {
  AuditLogError,
  ConnectionError,
  type CxoneError,
  InvalidRequestError,
  RateLimitedError,
  UnavailableError,
} from "../../../provider/src/errors/index.ts";
import {
  auditOnFailure,
  flushAuditTrail,
  flushBeforeRemoval,
  withPendingEvents,
} from "../../../provider/src/evidence/audit-trail.ts";
import { type AuditSinks, deliver } from "../../../provider/src/evidence/deliver.ts";
import { writeEntry } from "../../../provider/src/evidence/write-record.ts";
import { sentRecord } from "./records.ts";
import { before, done, lose, sent, writing } from "./writing.ts";

const request = { method: "POST", url: "https://tenant.test/exports" };
const refused = new InvalidRequestError("It is refused.", request, []);
const unavailable = new UnavailableError("It is down.", { ...request, mayHaveTakenEffect: true });
const unlogged = new AuditLogError("The disk is full.");

interface Faults {
  /** Why an event is not exported, by request id. */
  readonly exports?: Readonly<Record<string, Error>>;
  /** Of every event. */
  readonly anyExport?: CxoneError;
  /** Why an entry is not logged, by request id. */
  readonly log?: Readonly<Record<string, Error>>;
  readonly anyLog?: CxoneError;
  /** What the log has already, as `write r-1`. @default nothing */
  readonly logged?: readonly string[];
}

/** A tenant that exports, a log, and what they were given. */
function sinks({ exports = {}, anyExport, log = {}, anyLog, logged = [] }: Faults = {}) {
  const asked: string[] = [];
  const entries: AuditEntry[] = [];
  const warnings: string[] = [];
  const all: AuditSinks = {
    client: {
      exports: {
        async create({ audit_trail: { request_id } }, idempotencyKey) {
          assert.equal(idempotencyKey, request_id);
          asked.push(request_id);
          const error = exports[request_id] ?? anyExport;
          if (error) throw error;
          return { id: `x-${request_id}` };
        },
      },
    },
    auditLog: async () => ({
      assertUsable: async () => {},
      async append(entry) {
        const error = log[idOf(entry)] ?? anyLog;
        if (error) throw error;
        entries.push(entry);
      },
      holds: async (requestId, kind) => logged.includes(`${kind} ${requestId}`),
    }),
    warn: async (message) => void warnings.push(message),
  };
  return { all, asked, entries, warnings };
}

const idOf = (entry: AuditEntry) =>
  entry.kind === "write" ? entry.event.audit_trail.request_id : entry.requestId;
const names = (entries: readonly AuditEntry[]) =>
  entries.map((entry) => `${entry.kind} ${idOf(entry)} ${entry.exportId}`);
const pendingWrite = (requestId: string, changes: object = {}): PendingEvent => ({
  ...writeEntry("config-1", sentRecord({ requestId, status: "acknowledged" })),
  ...changes,
});
const three = ["r-1", "r-2", "r-3"].map((id) => pendingWrite(id));
const isNew = () => true;

describe("pending events", () => {
  test("are exported and logged, the oldest first, and nothing is left", async () => {
    const { all, asked, entries } = sinks();
    const delivery = await deliver(all, three, isNew);
    assert.deepEqual(asked, ["r-1", "r-2", "r-3"]);
    assert.deepEqual(names(entries), ["write r-1 x-r-1", "write r-2 x-r-2", "write r-3 x-r-3"]);
    assert.deepEqual(
      [delivery.pending, delivery.exportErrors.size, delivery.logError],
      [[], 0, undefined],
    );
    assert.deepEqual([...delivery.exportIds.values()], ["x-r-1", "x-r-2", "x-r-3"]);
  });

  test("of which only the export is left to log are looked up in the log by that", async () => {
    const { all, entries } = sinks({ logged: ["export r-1"] });
    await deliver(all, [{ kind: "export", requestId: "r-1", exportId: "x-r-1" }], () => false);
    assert.deepEqual(entries, []);
  });

  test("of which the tenant refuses one are exported but for that one, which is logged all the same", async () => {
    const { all, asked, entries } = sinks({ exports: { "r-2": refused } });
    const { pending, exportErrors } = await deliver(all, three, isNew);
    assert.deepEqual(asked, ["r-1", "r-2", "r-3"]);
    assert.deepEqual([...exportErrors], [["r-2", refused]]);
    assert.deepEqual(names(entries), ["write r-1 x-r-1", "write r-2 undefined", "write r-3 x-r-3"]);
    const { kind, event, confirmed } = writeEntry(
      "config-1",
      sentRecord({ requestId: "r-2", status: "acknowledged" }),
    );
    assert.deepEqual(pending, [{ kind, event, confirmed, isLogged: true }]);
  });

  for (const obstacle of [
    unavailable,
    new ConnectionError("It is not reached.", request),
    new RateLimitedError("It wants less.", request),
  ]) {
    test(`are kept from the tenant by a ${obstacle.name}, and it is asked once`, async () => {
      const { all, asked } = sinks({ anyExport: obstacle });
      const { pending, exportErrors } = await deliver(all, three, isNew);
      assert.deepEqual(asked, ["r-1"]);
      assert.deepEqual([...exportErrors.keys()], ["r-1", "r-2", "r-3"]);
      assert.deepEqual(new Set(exportErrors.values()), new Set([obstacle]));
      assert.equal(pending.length, 3);
    });
  }

  test("that cannot be logged are left from the first of them on, exported or not", async () => {
    const { all, entries } = sinks({ log: { "r-2": unlogged }, exports: { "r-3": refused } });
    const { pending, logError } = await deliver(all, three, isNew);
    assert.equal(logError, unlogged);
    assert.deepEqual(names(entries), ["write r-1 x-r-1"]);
    assert.deepEqual(pending, [{ ...three[1], exportId: "x-r-2" }, three[2]]);
  });

  test("are all delivered where no log is kept", async () => {
    const { all } = sinks({ exports: { "r-2": refused } });
    const { pending, logError } = await deliver(
      { ...all, auditLog: async () => undefined },
      three,
      isNew,
    );
    assert.deepEqual([pending.length, logError], [1, undefined]);
  });

  test("end with a mistake of this package as it is", async () => {
    const mistake = new TypeError("a mistake");
    for (const faults of [{ exports: { "r-1": mistake } }, { log: { "r-1": mistake } }]) {
      await assert.rejects(deliver(sinks(faults).all, three, isNew), (error) => error === mistake);
    }
  });

  test("of an earlier run are logged as far as the log does not have them", async () => {
    const cases = [
      [[], ["write r-1 x-r-1"]],
      [["write r-1"], ["export r-1 x-r-1"]],
      [["write r-1", "export r-1"], []],
    ] as const;
    for (const [logged, expected] of cases) {
      const { all, entries } = sinks({ logged });
      await deliver(all, [pendingWrite("r-1")], () => false);
      assert.deepEqual(names(entries), expected);
    }
    const { all, entries } = sinks({ logged: ["write r-1"], anyExport: refused });
    await deliver(all, [pendingWrite("r-1")], () => false);
    assert.deepEqual(entries, []);
  });

  test("that were logged before they were exported need their export logged only", async () => {
    const { all, entries } = sinks();
    await deliver(all, [pendingWrite("r-1", { isLogged: true })], () => false);
    assert.deepEqual(names(entries), ["export r-1 x-r-1"]);
  });
});

/** A writer that has done `writes` updates. */
async function written(writes: number) {
  const scene = writing();
  const writer = await scene.open();
  for (let i = 0; i < writes; i++) await writer.replace(before, sent);
  return { ...scene, writer, ids: writer.done.map(({ requestId }) => requestId) };
}

describe("after an operation", () => {
  test("the state has the event of the last write, and nothing pending", async () => {
    const { writer, ids } = await written(3);
    const { all, warnings } = sinks();
    const trail = await flushAuditTrail(all, {}, writer);
    assert.deepEqual(Object.keys(trail), ["audit"]);
    assert.deepEqual([trail.audit?.requestId, trail.audit?.status], [ids[2], "exported"]);
    assert.equal(trail.audit?.exportId, `x-${ids[2]}`);
    assert.deepEqual(warnings, []);
  });

  test("only its own writes are logged without a look at what the log has", async () => {
    const { open, leftBehind } = writing();
    await leftBehind(sentRecord({ requestId: "r-0", status: "acknowledged" }));
    const writer = await open({ inState: new Set() });
    await writer.replace(before, sent);
    const own = writer.done.at(-1)?.requestId;
    const logged = ["r-0", "r-9", own].flatMap((id) => [`write ${id}`, `export ${id}`]);
    const { all, entries } = sinks({ logged });
    await flushAuditTrail(all, { pendingEvents: [pendingWrite("r-9")] }, writer);
    assert.deepEqual(names(entries), [`write ${own} x-${own}`]);
  });

  test("events that were not exported are named once for each reason, and pending", async () => {
    const { writer, ids } = await written(2);
    const { all, warnings } = sinks({ anyExport: refused });
    const trail = await flushAuditTrail(all, {}, writer);
    assert.deepEqual([trail.audit?.requestId, trail.audit?.status], [ids[1], "pending"]);
    assert.equal(trail.pendingEvents?.length, 2);
    assert.deepEqual(warnings, [
      `Dialer configuration config-1 is written, but its audit event ${ids.join(", ")} could not be exported. It is kept in the ` +
        "stack's state, and the next `pulumi up` sends it. It is refused.",
    ]);
  });

  test("what was not logged is pending, and the reason is said", async () => {
    const { writer } = await written(1);
    const { all, warnings } = sinks({ anyLog: unlogged });
    const { pendingEvents } = await flushAuditTrail(all, {}, writer);
    assert.equal(pendingEvents?.length, 1);
    assert.deepEqual(warnings, [
      "Dialer configuration config-1 is written, but the audit log is not. What it lacks is kept in the stack's state, and the next " +
        "`pulumi up` appends it. The disk is full.",
    ]);
  });

  test("that wrote nothing, the audit of the state is that of its latest event", async () => {
    const { writer } = await written(0);
    const pendingEvents = [pendingWrite("r-1")];
    const [event] = pendingEvents.flatMap((each) => (each.kind === "write" ? [each.event] : []));
    assert.ok(event);
    const audit = (timestamp: string) => ({
      status: "exported" as const,
      requestId: "r-0",
      payloadHash: "sha256:",
      timestamp,
    });
    const of = async (trail: Parameters<typeof flushAuditTrail>[1]) =>
      (await flushAuditTrail(sinks().all, trail, writer)).audit?.requestId;
    assert.equal(await of({}), undefined);
    assert.equal(await of({ audit: audit(event.timestamp) }), "r-0");
    assert.equal(await of({ pendingEvents }), "r-1");
    assert.equal(await of({ pendingEvents, audit: audit(event.timestamp) }), "r-1");
    assert.equal(await of({ pendingEvents, audit: audit("2026-03-01T12:00:00.001Z") }), "r-0");
  });

  test("that the tenant refused because somebody made the same change, that is said", async () => {
    const { open } = writing(({ method }) => (method === "PUT" ? { status: 412 } : done));
    for (const flush of [flushAuditTrail, flushBeforeRemoval]) {
      const writer = await open();
      await assert.rejects(writer.replace(before, sent));
      await writer.get();
      const { all, warnings, asked } = sinks();
      await flush(all, {}, writer);
      assert.deepEqual(asked, []);
      assert.deepEqual(warnings, [
        "The tenant refused a write to dialer configuration config-1, and already held just what was to be written. So this run " +
          "wrote nothing there and exports no audit event for it. An administrator made the same change, or a run on another " +
          "machine was stopped after it had made it: look at who changed the configuration in the tenant.",
      ]);
    }
  });
});

describe("the evidence of a resource that leaves the state", () => {
  const leaves = "Dialer configuration config-1 leaves the stack's state, and this";

  test("is delivered with what was pending, and noted as its last", async () => {
    const { writer, ids, journaled } = await written(1);
    const { all, asked, warnings } = sinks();
    await flushBeforeRemoval(all, { pendingEvents: [pendingWrite("r-0")] }, writer);
    assert.deepEqual(asked, ["r-0", ...ids]);
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      (await journaled()).map(({ isLast, exportId }) => [isLast, exportId]),
      [[true, `x-${ids[0]}`]],
    );
  });

  test("is in the warnings where it cannot be exported or logged", async () => {
    const { writer, ids } = await written(1);
    const { all, warnings } = sinks({ anyExport: refused, anyLog: unlogged });
    await flushBeforeRemoval(all, {}, writer);
    const [exporting = "", logging = "", ...more] = warnings;
    assert.deepEqual(more, []);
    assert.ok(
      exporting.startsWith(
        `${leaves} audit event could not be exported and is not sent again. Keep it as the evidence: {"event_type":`,
      ),
    );
    assert.ok(exporting.endsWith("}. It is refused."), exporting);
    assert.ok(
      logging.startsWith(
        `${leaves} entry could not be appended to the audit log. Keep it as the evidence: {"kind":"write",`,
      ),
    );
    assert.ok(logging.endsWith("}. The disk is full."), logging);
    for (const warning of warnings) assert.ok(warning.includes(String(ids[0])));
  });
});

describe("an operation that fails", () => {
  const failure = new Error("the operation failed");
  const failing = (writer: Parameters<typeof auditOnFailure>[1], all: AuditSinks) =>
    assert.rejects(
      auditOnFailure(all, writer, () => Promise.reject(failure)),
      (error) => error === failure,
    );

  test("after a write delivers its evidence all the same, and keeps the export in the journal", async () => {
    const { writer, ids, journaled, isBusy } = await written(1);
    const { all, asked, warnings } = sinks();
    await failing(writer, all);
    assert.deepEqual([asked, warnings], [ids, []]);
    assert.deepEqual(
      (await journaled()).map(({ exportId }) => exportId),
      [`x-${ids[0]}`],
    );
    assert.equal(isBusy(), false);
  });

  test("after a write that cannot be exported or logged leaves that to the next run, and says so", async () => {
    for (const [faults, reason] of [
      [{ anyExport: refused }, "It is refused."],
      [{ anyLog: unlogged }, "The disk is full."],
    ] as const) {
      const { writer, journaled, isBusy } = await written(1);
      const { all, warnings } = sinks(faults);
      await failing(writer, all);
      assert.deepEqual(warnings, [
        "Dialer configuration config-1 was written, or may have been, before the operation failed, and its audit event could not be " +
          `exported or logged. The next \`pulumi up\` on this machine does it. ${reason}`,
      ]);
      assert.deepEqual(
        (await journaled()).map(({ exportId }) => exportId),
        [undefined],
      );
      assert.equal(isBusy(), false);
    }
  });

  test("after a write without a reply leaves it to the next run, and asks nobody", async () => {
    const { open, isBusy } = writing(({ method }) => (method === "PUT" ? lose() : done));
    const writer = await open();
    await assert.rejects(writer.replace(before, sent));
    const { all, asked, warnings } = sinks();
    let isLogOpened = false;
    await failing(writer, {
      ...all,
      auditLog: async () => {
        isLogOpened = true;
        return undefined;
      },
    });
    assert.deepEqual([asked, warnings, isLogOpened], [[], [], false]);
    assert.equal(isBusy(), false);
  });

  test("is the only one whose evidence this is", async () => {
    const { writer } = await written(1);
    const { all, asked } = sinks();
    assert.equal(await auditOnFailure(all, writer, async () => "done"), "done");
    assert.deepEqual(asked, []);
  });
});

describe("a state that is only read", () => {
  test("gets the writes of a run that was interrupted, after what it has pending", async () => {
    const { writer, ids } = await written(1);
    const audit = { status: "exported", requestId: "r-0", payloadHash: "", timestamp: "" } as const;
    const trail = { audit, pendingEvents: [pendingWrite("r-0")] };
    const { pendingEvents = [], ...rest } = withPendingEvents(trail, writer);
    assert.deepEqual(rest, { audit });
    assert.deepEqual(
      pendingEvents.map((each) => each.kind === "write" && each.event.audit_trail.request_id),
      ["r-0", ...ids],
    );
  });

  test("stays as it is where there is nothing, or where it was exported", async () => {
    const { writer } = await written(0);
    const trail = {};
    assert.equal(withPendingEvents(trail, writer), trail);
    const { open, leftBehind } = writing();
    await leftBehind(sentRecord({ status: "acknowledged", exportId: "x-1" }));
    assert.equal(withPendingEvents(trail, await open({ inState: new Set() })), trail);
  });
});
