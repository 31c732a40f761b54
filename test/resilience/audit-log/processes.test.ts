import assert from "node:assert/strict";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { isWhole } from "../../support/extent.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { recordsOf, requestIdsOf, verify } from "../../unit/audit-log/log-file.ts";
import { runWriter, runWriterWithin } from "../../unit/audit-log/writers.ts";

const rounds = isWhole ? 6 : 3;

describe("several processes on one audit log", () => {
  test("make one chain of all their records, each of them in order", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    const outcomes = await Promise.all(["a", "b"].map((name) => runWriter(file, name, 200)));
    assert.deepEqual(
      outcomes.map(({ code, stderr }) => [code, stderr]),
      [
        [0, ""],
        [0, ""],
      ],
    );
    const { records, break: found } = await verify(file);
    assert.deepEqual([records, found], [400, undefined]);
    const written = await requestIdsOf(file);
    for (const { acknowledged } of outcomes) {
      const mine = new Set<string | undefined>(acknowledged);
      assert.deepEqual(
        written.filter((id) => mine.has(id)),
        acknowledged,
      );
    }
    assert.deepEqual(await readdir(folder.path), ["audit.jsonl"]);
  });

  test("that are killed while they write lose nothing that was acknowledged, and stop nobody", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    const acknowledged: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const outcomes = await Promise.all(
        ["a", "b"].map((name, i) =>
          runWriter(file, `${name}${round}`, 1_000, {
            onAcknowledged: (count, child) => {
              if (count === 3 + round * (1 + i)) child.kill("SIGKILL");
            },
          }),
        ),
      );
      assert.deepEqual(
        outcomes.map(({ code, stderr }) => [code, stderr]),
        [
          [null, ""],
          [null, ""],
        ],
      );
      acknowledged.push(...outcomes.flatMap((outcome) => outcome.acknowledged));
      assert.equal((await verify(file)).break, undefined);
    }
    const last = await runWriter(file, "last", 3);
    assert.deepEqual([last.code, last.stderr], [0, ""]);
    const { records, torn, break: found } = await verify(file);
    assert.deepEqual([found, torn], [undefined, undefined]);
    const written = new Set(await requestIdsOf(file));
    assert.equal(written.size, records);
    assert.deepEqual(
      [...acknowledged, ...last.acknowledged].filter((id) => !written.has(id)),
      [],
    );
  });
});

describe("a disk that is full", () => {
  test("refuses a record, and leaves the file with all that was acknowledged and nothing else", {
    skip: process.platform === "win32" && "no limit on the size of a file",
  }, async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    const { code, acknowledged, stderr } = await runWriterWithin(4, file, "r", 100);
    assert.equal(code, 1);
    assert.match(stderr, /AuditLogError: No record was added .*Move it away.*\(EFBIG\)/);
    assert.deepEqual(await requestIdsOf(file), acknowledged);
    const { break: found, torn } = await verify(file);
    assert.deepEqual([found, torn], [undefined, undefined]);
    assert.ok((await stat(file)).size < 4096);
    assert.deepEqual(await readdir(folder.path), ["audit.jsonl"]);

    await runWriter(file, "later", 1);
    assert.deepEqual(await requestIdsOf(file), [...acknowledged, "later-1"]);
    assert.equal((await recordsOf(file)).at(-1)?.cut, undefined);
  });
});
