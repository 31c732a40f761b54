import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ExportEntry } from "../../../provider/src/domain/audit-entry.ts";
import {
  auditOf,
  type PendingEvent,
  requestIdOf,
  requestIdsIn,
  stillPending,
  toExport,
  toLog,
  withExportId,
} from "../../../provider/src/domain/audit-trail.ts";
import { writeEntry } from "../audit-log/entries.ts";

const exported = writeEntry("a1d0");
const unexported = writeEntry("b2e1", { exportId: undefined });
const logged: PendingEvent = { ...unexported, isLogged: true };
const loggedAndExported: PendingEvent = { ...exported, isLogged: true };
const exportEntry: ExportEntry = { kind: "export", requestId: "c3f2", exportId: "export-7" };
const all = [exported, unexported, logged, loggedAndExported, exportEntry];

describe("a pending event", () => {
  test("is found by the request id of its write or of its export", () => {
    assert.deepEqual(all.map(requestIdOf), ["a1d0", "b2e1", "b2e1", "a1d0", "c3f2"]);
  });

  test("is to be exported until it has an export id", () => {
    assert.deepEqual(all.map(toExport), [[], [unexported.event], [unexported.event], [], []]);
  });

  test("is to be logged until it is, and its export once more where that came later", () => {
    const laterExport = { kind: "export", requestId: "a1d0", exportId: "export-of-a1d0" };
    assert.deepEqual(all.map(toLog), [[exported], [unexported], [], [laterExport], [exportEntry]]);
  });

  test("takes the export id that the tenant gave it, and no other's", () => {
    const known = new Map([
      ["b2e1", "export-8"],
      ["c3f2", "export-9"],
    ]);
    assert.deepEqual(
      all.map((pending) => withExportId(pending, known)),
      [
        exported,
        { ...unexported, exportId: "export-8" },
        { ...logged, exportId: "export-8" },
        loggedAndExported,
        exportEntry,
      ],
    );
  });

  test("is kept after it was logged as long as its export is missing, and without what the log has", () => {
    const { kind, event, confirmed } = unexported;
    const rest = { kind, event, confirmed, isLogged: true };
    assert.deepEqual(all.map(stillPending), [[], [rest], [rest], [], []]);
  });
});

test("a state names the request ids of its last write and of all that is pending", () => {
  const audit = auditOf(writeEntry("z9").event, "export-1");
  assert.deepEqual(
    requestIdsIn({ audit, pendingEvents: all }),
    new Set(["z9", "a1d0", "b2e1", "c3f2"]),
  );
  assert.deepEqual(requestIdsIn({}), new Set());
});

test("a state says of its last write whether the event was exported, and under which ids", () => {
  const shared = {
    requestId: "a1d0",
    payloadHash: `sha256:${"5e".repeat(32)}`,
    latencyMs: 41,
    timestamp: "2026-03-02T09:30:00.000Z",
  };
  assert.deepEqual(auditOf(exported.event, "export-7"), {
    ...shared,
    status: "exported",
    exportId: "export-7",
  });
  assert.deepEqual(auditOf(exported.event, undefined), {
    ...shared,
    status: "pending",
    exportId: undefined,
  });
});
