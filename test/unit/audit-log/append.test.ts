import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdir, open, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { AuditLog } from "../../../provider/src/audit-log/audit-log.ts";
import { readLines } from "../../../provider/src/audit-log/lines.ts";
import { verifyChain } from "../../../provider/src/domain/audit-chain.ts";
import { AuditLogError } from "../../../provider/src/errors/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { writeEntry } from "./entries.ts";
import { appendAll, recordsOf, requestIdsOf, verify } from "./log-file.ts";

describe("an audit log", () => {
  test("is created with its first record, for its owner's eyes only, and leaves no lock behind", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    await appendAll(file, ["r1"]);
    if (process.platform !== "win32") assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(folder.path), ["audit.jsonl"]);
  });

  test("keeps the entry as it is, numbered, dated and chained to the one before", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    const log = new AuditLog({ file });
    const before = new Date().toISOString();
    await log.append(writeEntry("r1", { exportId: undefined }));
    await log.append({ kind: "export", requestId: "r1", exportId: "e1" });
    const [first, second] = await recordsOf(file);
    const { exportId: _, ...entryFields } = writeEntry("r1");
    const { sequence, previous, recordedAt, hash, ...entry } = Object(first);
    assert.deepEqual(entry, entryFields);
    assert.deepEqual([sequence, previous], [1, `sha256:${"0".repeat(64)}`]);
    assert.ok(before <= recordedAt && recordedAt <= new Date().toISOString());
    assert.match(hash, /^sha256:[0-9a-f]{64}$/);
    assert.equal(second?.sequence, 2);
    assert.equal((await verify(file)).break, undefined);
  });

  test("goes on with the chain of an earlier run", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    await appendAll(file, ["r1", "r2"]);
    await appendAll(file, ["r3"]);
    assert.deepEqual(await requestIdsOf(file), ["r1", "r2", "r3"]);
    assert.deepEqual((await verify(file)).last?.sequence, 3);
    assert.equal((await verify(file)).break, undefined);
  });

  test("keeps the order of the calls, however many are under way", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    const log = new AuditLog({ file });
    const ids = Array.from({ length: 30 }, (_, i) => `r${i}`);
    await Promise.all(ids.map((id) => log.append(writeEntry(id))));
    assert.deepEqual(await requestIdsOf(file), ids);
    assert.equal((await verify(file)).break, undefined);
  });

  test("takes turns with another log of the same process, and by another name", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    await writeFile(file, "");
    await symlink(file, join(folder.path, "link.jsonl"));
    const logs = [new AuditLog({ file }), new AuditLog({ file: join(folder.path, "link.jsonl") })];
    await Promise.all(
      logs.flatMap((log, i) => [1, 2, 3, 4, 5].map((j) => log.append(writeEntry(`r${i}-${j}`)))),
    );
    const { records, break: found } = await verify(file);
    assert.deepEqual([records, found], [10, undefined]);
  });

  test("goes on after an append that failed, in the place of what is not there", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    const log = new AuditLog({ file });
    await log.append(writeEntry("r1"));
    const bad = log.append(writeEntry("r2", { origin: { actor: "\ud800" } }));
    const good = log.append(writeEntry("r3"));
    await assert.rejects(bad, (error) => {
      assert.ok(error instanceof AuditLogError);
      assert.match(error.message, /audit\.jsonl\. The entry has no form in JSON: .*surrogate/);
      return true;
    });
    await good;
    assert.deepEqual(await requestIdsOf(file), ["r1", "r3"]);
    assert.equal((await verify(file)).break, undefined);
  });

  test("is read from its end only: a file of 64 GiB goes on as any other", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    await appendAll(file, ["r1"]);
    const record = await readFile(file);
    await using handle = await open(file, "r+");
    const far = 2 ** 36;
    await handle.write(Buffer.concat([Buffer.from("\n"), record]), 0, undefined, far);
    await appendAll(file, ["r2"]);
    const tail = Buffer.alloc(8192);
    const { bytesRead } = await handle.read(tail, 0, tail.length, far + 1 + record.length);
    assert.equal(JSON.parse(tail.toString("utf8", 0, bytesRead)).sequence, 2);
  });

  test("goes on behind a record that is longer than what is read at once", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    const log = new AuditLog({ file });
    for (const length of [10, 65_000, 65_536, 1_000_000, 3_000_000]) {
      await log.append(writeEntry("r", { origin: { actor: "x".repeat(length) } }));
    }
    await log.append(writeEntry("last"));
    const { records, break: found } = await verify(file);
    assert.deepEqual([records, found], [6, undefined]);
  });
});

describe("a signed audit log", () => {
  test("carries on a chain whose first records are unsigned", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const signingKeyFile = join(folder.path, "key.pem");
    await writeFile(signingKeyFile, privateKey.export({ type: "pkcs8", format: "pem" }));
    await appendAll(file, ["r1"]);
    const log = new AuditLog({ file, signingKeyFile });
    await log.assertUsable();
    await log.append(writeEntry("r2"));
    await log.append(writeEntry("r3"));
    const { break: found, signatures } = await verifyChain(readLines(file), { publicKey });
    assert.equal(found, undefined);
    assert.equal(signatures?.valid, 2);
    assert.equal(signatures.firstOther?.line, 1);
  });
});

describe("what an audit log holds", () => {
  test("is a write by its request id, and not what only speaks of it", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    const log = new AuditLog({ file });
    assert.equal(await log.holds("r1"), false);
    await log.append(writeEntry("r1", { origin: { actor: "r3" } }));
    await log.append({ kind: "export", requestId: "r2", exportId: "e1" });
    await log.append(Object({ ...writeEntry("r4"), kind: "plan" }));
    const ids = ["r1", "r2", "r3", "r4", "r"];
    assert.deepEqual(await Promise.all(ids.map((id) => log.holds(id))), [
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test("is an export by its own record, or by that of its write", async () => {
    await using folder = await temporaryFolder();
    const log = new AuditLog({ file: join(folder.path, "audit.jsonl") });
    const { exportId: _, ...pending } = writeEntry("r1");
    await log.append(pending);
    await log.append(writeEntry("r2", { exportId: "e2" }));
    assert.equal(await log.holds("r1", "export"), false);
    assert.equal(await log.holds("r2", "export"), true);
    await log.append({ kind: "export", requestId: "r1", exportId: "e1" });
    assert.equal(await log.holds("r1", "export"), true);
  });

  test("is found across the pieces in which a long file is read", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    const log = new AuditLog({ file });
    const long = { origin: { actor: "é".repeat(300_000) } };
    for (const id of ["r1", "r2", "r3", "r4", "r5"]) await log.append(writeEntry(id, long));
    for (const id of ["r1", "r2", "r3", "r4", "r5"]) assert.equal(await log.holds(id), true);
  });

  test("cannot be known where the file cannot be read, and the error says why", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    await mkdir(file);
    await assert.rejects(new AuditLog({ file }).holds("r1"), (error) => {
      assert.ok(error instanceof AuditLogError);
      assert.match(error.message, /cannot be read.*EISDIR/);
      return true;
    });
  });
});
