import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { verifyChain } from "../../../provider/src/domain/audit-chain.ts";
import { NO_RECORD, sealRecord, sha256 } from "../../../provider/src/domain/audit-record.ts";
import { writeEntry } from "../audit-log/entries.ts";
import { chainOf, numbered, sealed, writes } from "./chains.ts";

const [r1 = "", r2 = "", r3 = "", r4 = "", r5 = ""] = chainOf(writes(5));
const [foreign1 = "", foreign2 = "", foreign3 = ""] = chainOf([writeEntry("x"), ...writes(2)]);
const other = writeEntry("other");
const noJson = "# a comment";

/** A record that names this digest as the one before it. */
function after(previous: string, sequence: number): string {
  return sealRecord(other, { sequence, previous, recordedAt: new Date(0) });
}

describe("the first break of a chain is named with its line, its record and what is wrong:", () => {
  const cases: readonly (readonly [string, readonly string[], readonly unknown[]])[] = [
    ["a line that is no record", [r1, noJson], ["changed", 2, undefined, "it is not JSON."]],
    [
      "a line that is no record, between two that belong together",
      [r1, noJson, r2, r3],
      [
        "inserted",
        2,
        undefined,
        "it is not JSON, and record 2 (line 3) follows record 1 (line 1).",
      ],
    ],
    [
      "two lines that are no record, and nothing behind them",
      [r1, noJson, noJson],
      ["changed", 2, undefined, "it is not JSON."],
    ],
    [
      "a line that is no record, before the first",
      [noJson, r1],
      [
        "inserted",
        1,
        undefined,
        "it is not JSON, and record 1 (line 2) follows the file's beginning.",
      ],
    ],
    [
      "another number, with the hash that fits",
      [r1, sealed(other, 7, r1), r3],
      ["changed", 2, 7, "it is numbered 7, and was record 2."],
    ],
    [
      "two records that changed places",
      [r1, r3, r2, r4],
      ["reordered", 2, 3, "record 3 stands here, and record 2 in line 3."],
    ],
    [
      "the first two records, that changed places",
      [r2, r1],
      ["reordered", 1, 2, "record 2 stands here, and record 1 in line 2."],
    ],
    [
      "a record from before, once more",
      [r1, r2, r1, r3],
      [
        "inserted",
        3,
        1,
        "record 1 stands in the file twice: record 3 (line 4) follows record 2 (line 2).",
      ],
    ],
    [
      "a record from behind, ahead of its time",
      [r1, r3, r2, r3],
      [
        "inserted",
        2,
        3,
        "record 3 stands in the file twice: record 2 (line 3) follows record 1 (line 1).",
      ],
    ],
    [
      "a record of another chain",
      [r1, foreign2, r2],
      [
        "inserted",
        2,
        2,
        "it does not belong to the chain: record 2 (line 3) follows record 1 (line 1).",
      ],
    ],
    [
      "one record that is missing",
      [r1, r3, r4],
      ["dropped", 2, 3, "record 2 is missing before it."],
    ],
    [
      "more records that are missing",
      [r1, r5],
      ["dropped", 2, 5, "records 2 to 4 are missing before it."],
    ],
    [
      "the first record that is missing",
      [r2, r3],
      ["dropped", 1, 2, "record 1 is missing before it."],
    ],
    [
      "a first record that names one before it",
      [after(sha256(r5), 1), r2],
      ["changed", 1, 1, "it names a record before it, and is the first."],
    ],
    [
      "a record that was changed with its hash, as the next one gives away",
      [r1, sealed(other, 2, r1), r3, r4],
      ["changed", 2, 2, "record 3 (line 3) names another record in its place."],
    ],
    [
      "the last record but one that was changed with its hash",
      [r1, sealed(other, 2, r1), r3],
      ["changed", 2, 2, "record 3 (line 3) names another record in its place."],
    ],
    [
      "a record that was changed to name another before it",
      [r1, after(sha256(r5), 2), r3],
      ["changed", 2, 2, "it does not name record 1 (line 1) as the one before it."],
    ],
    [
      "a record that was put in with its hash, before the one that was there",
      [r1, sealed(other, 2, r1), r2, r3],
      [
        "inserted",
        2,
        2,
        "record 2 (line 3) follows the record before it, and the chain goes on from there.",
      ],
    ],
    [
      "a record that was put in with its hash, and names the same one before it as the last",
      [r1, r2, sealed(other, 2, r1)],
      ["inserted", 3, 2, "it does not follow record 2 (line 2)."],
    ],
    [
      "another chain",
      [r1, r2, foreign1, foreign2, foreign3],
      ["inserted", 3, 1, "another chain begins here: were two files joined?"],
    ],
    [
      "the middle of another chain",
      [r1, r2, r3, foreign2, foreign3],
      ["inserted", 4, 2, "it does not follow record 3 (line 3)."],
    ],
    [
      "a first record by its number only",
      [r1, r2, after(sha256(r5), 1)],
      ["inserted", 3, 1, "it does not follow record 2 (line 2)."],
    ],
    [
      "a first record by what it names only",
      [r1, r2, r3, after(NO_RECORD, 2)],
      ["inserted", 4, 2, "it does not follow record 3 (line 3)."],
    ],
  ];
  for (const [name, lines, [tampering, line, sequence, message]] of cases) {
    test(name, async () => {
      const { break: found } = await verifyChain(numbered(lines));
      assert.deepEqual(found, { tampering, line, sequence, message });
    });
  }
});
