import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { payloadHash } from "../../../provider/src/domain/audit.ts";
import type { JsonObject } from "../../../provider/src/domain/json.ts";
import {
  needsEvidence,
  resolve,
  type WriteRecord,
  writeEntry,
  writeRecordSchema,
} from "../../../provider/src/evidence/write-record.ts";
import { sentRecord } from "./records.ts";

/** What the tenant shows of a write whose reply was lost. */
function shown(record: WriteRecord, document?: JsonObject, etag?: string) {
  return resolve([record], document && { document, etag }).map(({ status }) => status);
}

describe("a write whose reply was lost", () => {
  const creation = sentRecord({ action: "CREATE", etag: undefined, before: undefined });
  const deletion = sentRecord({ action: "DELETE", sent: undefined });
  const [before, sent, other] = [{ dialRate: 1 }, { dialRate: 2 }, { dialRate: 3 }];
  const cases: readonly (readonly [string, readonly unknown[], readonly unknown[]])[] = [
    [
      "of an update is none where the version is still there",
      shown(sentRecord(), sent, '"e1"'),
      [],
    ],
    [
      "of an update was done where what it sent is there",
      shown(sentRecord(), sent, '"e2"'),
      ["observed"],
    ],
    [
      "of an update was done where a field that the program does not manage was changed too",
      shown(sentRecord(), { ...sent, name: "Summer" }, '"e2"'),
      ["observed"],
    ],
    [
      "of an update stays open where something else is there",
      shown(sentRecord(), other, '"e2"'),
      ["unconfirmed"],
    ],
    ["of an update stays open where nothing is there", shown(sentRecord()), ["unconfirmed"]],
    [
      "of an update is none where the tenant has no versions and the document from before is there",
      shown(sentRecord(), { ...before, name: "Spring" }),
      [],
    ],
    [
      "of an update was done where the tenant has no versions and what it sent is there",
      shown(sentRecord(), sent),
      ["observed"],
    ],
    ["of a creation is none where nothing is there", shown(creation), []],
    [
      "of a creation was done where what it sent is there",
      shown(creation, sent, '"e1"'),
      ["observed"],
    ],
    [
      "of a creation stays open where something else is there",
      shown(creation, other, '"e1"'),
      ["unconfirmed"],
    ],
    ["of a deletion was done where nothing is there", shown(deletion), ["observed"]],
    ["of a deletion is none where the version is still there", shown(deletion, before, '"e1"'), []],
    [
      "of a deletion stays open where another version is there",
      shown(deletion, before, '"e2"'),
      ["unconfirmed"],
    ],
  ];
  for (const [name, found, expected] of cases) {
    test(name, () => assert.deepEqual(found, expected));
  }

  test("is the only one that what the tenant holds says something of", () => {
    const known = (["acknowledged", "observed", "unconfirmed", "refused"] as const).map((status) =>
      sentRecord({ status }),
    );
    const live = { document: before, etag: '"e1"' };
    assert.deepEqual(resolve([...known, sentRecord()], live), known);
  });
});

test("a write needs an audit event as soon as it was done, or may have been", () => {
  const statuses = ["sent", "refused", "acknowledged", "observed", "unconfirmed"] as const;
  assert.deepEqual(
    statuses.filter((status) => needsEvidence({ status })),
    ["acknowledged", "observed", "unconfirmed"],
  );
});

describe("the entry of a write", () => {
  test("is at the time of its reply, and at that of its sending where none came", () => {
    const { event, ...entry } = writeEntry(
      "config-1",
      sentRecord({
        status: "acknowledged",
        acknowledgedAt: "2026-03-01T12:00:01.500Z",
        latencyMs: 1_500,
      }),
    );
    assert.deepEqual(entry, {
      kind: "write",
      purpose: "update",
      confirmed: true,
      changes: [{ path: "dialRate", before: 1, after: 2 }],
    });
    assert.equal(event.timestamp, "2026-03-01T12:00:01.500Z");
    assert.equal(event.latency_ms, 1_500);
    const lost = writeEntry("config-1", sentRecord({ status: "unconfirmed" }));
    assert.equal(lost.event.timestamp, "2026-03-01T12:00:00.000Z");
    assert.equal(lost.confirmed, false);
  });

  test("has the digest of the document that was written, or of the one that was deleted", () => {
    const hash = (changes: Partial<WriteRecord>) =>
      writeEntry("config-1", sentRecord(changes)).event.payload_hash;
    const { before, sent } = sentRecord();
    assert.equal(hash({}), payloadHash({ ...sent }));
    assert.equal(hash({ sent: undefined }), payloadHash({ ...before }));
  });

  test("names the export, why it passes, and who wrote, where that is known", () => {
    const origin = { actor: "somebody" };
    const entry = writeEntry("config-1", sentRecord({ exportId: "x-1", origin, basis: undefined }));
    assert.equal(entry.exportId, "x-1");
    assert.deepEqual(entry.origin, origin);
    assert.ok(!("basis" in entry));
    const basis = { limits: {}, capacity: {} };
    const record = writeRecordSchema.parse({ ...sentRecord(), basis });
    assert.deepEqual(writeEntry("config-1", record).basis, basis);
    assert.ok(!("exportId" in writeEntry("config-1", sentRecord())));
  });

  test("holds the digest of each text among the compliance rules, however deep, and no other digest", () => {
    const rules = (pin: string) => ({ ring: 15, pin, lists: [pin, 1, null], more: { pin } });
    const managed = { pacingType: "x", complianceRules: rules("") };
    const { changes = [] } = writeEntry(
      "config-1",
      sentRecord({
        managed,
        before: { pacingType: "preview" },
        sent: { pacingType: "progressive", complianceRules: rules("canary") },
      }),
    );
    const sha256 = "e100fbce008c04ec40637af0af91fb2f05aeedc23f856a2d3c0b1580625d755e";
    assert.deepEqual(
      Object.fromEntries(changes.map(({ path, before, after }) => [path, [before, after]])),
      {
        pacingType: ["preview", "progressive"],
        complianceRules: [
          undefined,
          {
            ring: 15,
            pin: { sha256 },
            lists: [{ sha256 }, 1, null],
            more: { pin: { sha256 } },
          },
        ],
      },
    );
  });
});

test("a rule that is managed by itself is a digest as well", () => {
  const rules = (pin: string) => ({ complianceRules: { pin } });
  const { changes = [] } = writeEntry(
    "config-1",
    sentRecord({ managed: rules(""), before: rules("old"), sent: rules("canary") }),
  );
  assert.deepEqual(
    changes.map(({ path, after }) => [path, typeof after]),
    [["complianceRules.pin", "object"]],
  );
});

test("a record is read with whatever its check found", () => {
  for (const complianceCheck of ["passed", "warned", "not_checked"] as const) {
    const record = sentRecord({ complianceCheck });
    assert.deepEqual(writeRecordSchema.parse(record), record);
  }
});

describe("a record of release 0.1.0, which had no status", () => {
  const { status, ...fields } = sentRecord();
  const { event } = writeEntry(
    "config-1",
    sentRecord({
      status: "acknowledged",
      acknowledgedAt: "2026-03-01T12:00:02.000Z",
      latencyMs: 7,
    }),
  );
  const unmeasured = writeEntry("config-1", sentRecord({ status: "observed" })).event;

  test("is one without a reply where it has no event", () => {
    assert.deepEqual(writeRecordSchema.parse(fields), sentRecord());
  });

  test("has its reply where its event says how long that took", () => {
    assert.deepEqual(
      writeRecordSchema.parse({ ...fields, event, confirmed: true }),
      sentRecord({
        status: "acknowledged",
        acknowledgedAt: "2026-03-01T12:00:02.000Z",
        latencyMs: 7,
      }),
    );
  });

  test("lost its reply where its event does not, and says whether the tenant held what was sent", () => {
    for (const [confirmed, expected] of [
      [true, "observed"],
      [false, "unconfirmed"],
      [undefined, "unconfirmed"],
    ] as const) {
      const record = writeRecordSchema.parse({ ...fields, event: unmeasured, confirmed });
      assert.deepEqual(record, sentRecord({ status: expected }));
    }
  });

  test("of this release keeps its status, whatever an event beside it says", () => {
    const record = writeRecordSchema.parse({ ...sentRecord({ status: "unconfirmed" }), event });
    assert.deepEqual(record, sentRecord({ status: "unconfirmed" }));
  });
});
