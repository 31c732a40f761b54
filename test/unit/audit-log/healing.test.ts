import assert from "node:assert/strict";
import { appendFile, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { AuditLog } from "../../../provider/src/audit-log/audit-log.ts";
import { sha256 } from "../../../provider/src/domain/audit-record.ts";
import { AuditLogError, ConfigurationError } from "../../../provider/src/errors/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { writeEntry } from "./entries.ts";
import { appendAll, recordsOf, requestIdsOf, verify } from "./log-file.ts";

/** A log of two records, and its bytes. */
async function twoRecords(folder: string): Promise<{ file: string; bytes: Buffer }> {
  const file = join(folder, "audit.jsonl");
  await appendAll(file, ["r1", "r2"]);
  return { file, bytes: await readFile(file) };
}

describe("a log whose writing broke off", () => {
  test("at any byte goes on, keeps every whole record, and reports what was cut off", async () => {
    await using folder = await temporaryFolder();
    const { file, bytes } = await twoRecords(folder.path);
    const firstEnd = bytes.indexOf("\n") + 1;
    const lengths = [
      ...Array.from({ length: 25 }, (_, i) => i),
      ...Array.from({ length: 40 }, (_, i) => firstEnd - 20 + i),
      ...Array.from({ length: 25 }, (_, i) => bytes.length - 24 + i),
    ];
    for (const length of lengths) {
      await writeFile(file, bytes.subarray(0, length));
      await new AuditLog({ file }).assertUsable();
      await appendAll(file, ["next"]);
      const whole = [firstEnd - 1, bytes.length - 1].filter((end) => end <= length).length;
      assert.deepEqual(await requestIdsOf(file), [...["r1", "r2"].slice(0, whole), "next"]);
      assert.equal((await verify(file)).break, undefined, `at ${length}`);
      const kept = [0, firstEnd, bytes.length][whole] ?? 0;
      const fragment = bytes.subarray(kept, length);
      const last = (await recordsOf(file)).at(-1);
      assert.deepEqual(
        last?.cut,
        fragment.length > 0 ? { bytes: fragment.length, digest: sha256(fragment) } : undefined,
      );
    }
  });

  test("is healed by an append, and not by looking at it", async () => {
    await using folder = await temporaryFolder();
    const { file, bytes } = await twoRecords(folder.path);
    await truncate(file, bytes.length - 10);
    const log = new AuditLog({ file });
    await log.assertUsable();
    assert.deepEqual([await log.holds("r1"), await log.holds("r2")], [true, false]);
    assert.deepEqual(await readFile(file), bytes.subarray(0, -10));
  });

  test("just before the line end holds the record", async () => {
    await using folder = await temporaryFolder();
    const { file, bytes } = await twoRecords(folder.path);
    await truncate(file, bytes.length - 1);
    assert.equal(await new AuditLog({ file }).holds("r2"), true);
  });

  test("in bytes that are no text goes on as well", async () => {
    await using folder = await temporaryFolder();
    const { file } = await twoRecords(folder.path);
    const zeros = Buffer.alloc(4096);
    await appendFile(file, zeros);
    await appendAll(file, ["r3"]);
    assert.deepEqual((await recordsOf(file)).at(-1)?.cut, { bytes: 4096, digest: sha256(zeros) });
    assert.equal((await verify(file)).break, undefined);
  });
});

describe("a log that went through other hands", () => {
  const conversions: readonly (readonly [string, (text: string) => string])[] = [
    ["Windows line ends", (text) => text.replaceAll("\n", "\r\n")],
    ["a byte order mark", (text) => `\ufeff${text}`],
    ["blank lines", (text) => `\n${text.replaceAll("\n", "\n\n")}\r\n`],
    ["no line end at its end", (text) => text.trimEnd()],
  ];
  for (const [what, convert] of conversions) {
    test(`and has ${what} is whole, and goes on`, async () => {
      await using folder = await temporaryFolder();
      const { file, bytes } = await twoRecords(folder.path);
      await writeFile(file, convert(bytes.toString("utf8")));
      assert.equal((await verify(file)).records, 2);
      await appendAll(file, ["r3"]);
      const { records, break: found, last } = await verify(file);
      assert.deepEqual([records, found, last?.sequence], [3, undefined, 3]);
    });
  }

  for (const [what, text] of [
    ["nothing", ""],
    ["a byte order mark", "\ufeff"],
    ["blank lines", "\n\r\n\n"],
  ] as const) {
    test(`and holds ${what} begins a chain`, async () => {
      await using folder = await temporaryFolder();
      const file = join(folder.path, "audit.jsonl");
      await writeFile(file, text);
      await appendAll(file, ["r1"]);
      const { records, break: found } = await verify(file);
      assert.deepEqual([records, found], [1, undefined]);
    });
  }

  test("and whose last record was changed goes on from the bytes as they are: the change stays evident", async () => {
    await using folder = await temporaryFolder();
    const { file, bytes } = await twoRecords(folder.path);
    const changed = bytes.toString("utf8").split("\n");
    changed[1] = changed[1]?.replace('"after":1.5', '"after":9.5') ?? "";
    await writeFile(file, changed.join("\n"));
    await appendAll(file, ["r3", "r4"]);
    assert.deepEqual(await requestIdsOf(file), ["r1", "r2", "r3", "r4"]);
    const { break: found } = await verify(file);
    assert.deepEqual([found?.tampering, found?.line], ["changed", 2]);
    const [, second, third] = (await readFile(file, "utf8")).split("\n");
    assert.equal(JSON.parse(third ?? "").previous, sha256(second ?? ""));
  });

  const others: readonly (readonly [string, string])[] = [
    ["a text", "dialRate: 2\n"],
    ["a text without a line end", "-----BEGIN PRIVATE KEY-----"],
    ["a JSON document", '{"campaigns":{}}'],
    ["a JSON document over several lines", '{\n  "campaigns": {}\n}\n'],
    ["another log of JSON lines", '{"level":30,"msg":"started"}\n'],
    ["a single number", "1"],
  ];
  for (const [what, text] of others) {
    test(`and is ${what} is not taken for an audit log, and stays as it is`, async () => {
      await using folder = await temporaryFolder();
      const file = join(folder.path, "audit.jsonl");
      await writeFile(file, text);
      const log = new AuditLog({ file });
      await assert.rejects(log.assertUsable(), (error) => {
        assert.ok(error instanceof ConfigurationError);
        assert.match(error.message, /cxone:auditLog.*not taken for an audit log.*move this one/);
        return true;
      });
      await assert.rejects(log.append(writeEntry("r1")), AuditLogError);
      assert.equal(await readFile(file, "utf8"), text);
    });
  }
});
