import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { chmod, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { AuditLog } from "../../../provider/src/audit-log/audit-log.ts";
import { ConfigurationError } from "../../../provider/src/errors/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { runWriter } from "./writers.ts";

async function refusalOf(log: AuditLog): Promise<string> {
  try {
    await log.assertUsable();
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error.message;
  }
  assert.fail("It is taken for usable.");
}

describe("the file of an audit log", () => {
  test("is found usable before it is there, and not created", async () => {
    await using folder = await temporaryFolder();
    await new AuditLog({ file: join(folder.path, "audit.jsonl") }).assertUsable();
    assert.deepEqual(await readdir(folder.path), []);
  });

  test("has to be in a folder that exists", async () => {
    await using folder = await temporaryFolder();
    const message = await refusalOf(
      new AuditLog({ file: join(folder.path, "logs", "audit.jsonl") }),
    );
    assert.match(message, /cxone:auditLog .*audit\.jsonl.*no folder .*logs\. Create it, or name/);
  });

  test("may be neither a folder nor below a file", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    await mkdir(file);
    assert.match(await refusalOf(new AuditLog({ file })), /is a folder or a device\. Name a file/);
    await writeFile(join(folder.path, "file"), "");
    const below = new AuditLog({ file: join(folder.path, "file", "audit.jsonl") });
    assert.match(await refusalOf(below), /ENOTDIR/);
  });

  test("may not be a device", { skip: process.platform === "win32" }, async () => {
    assert.match(await refusalOf(new AuditLog({ file: "/dev/null" })), /is a folder or a device/);
  });

  test("has to be in a folder that may be written to", {
    skip: process.platform === "win32" && "folders have no such right",
  }, async (context) => {
    await using folder = await temporaryFolder();
    await chmod(folder.path, 0o555);
    // The superuser may write anywhere, so that the writer has to be somebody else.
    const isRoot = process.getuid?.() === 0;
    if (isRoot && !(await isReadableByAll(import.meta.filename))) return context.skip();
    const somebody = isRoot ? { uid: 65534, gid: 65534 } : {};
    const { code, stderr } = await runWriter(join(folder.path, "a"), "r", 1, somebody);
    assert.equal(code, 1);
    assert.match(stderr, /ConfigurationError: cxone:auditLog .*may not be written \(EACCES\)/);
  });
});

/** Whether a stranger may read the file, and enter each folder above it. */
async function isReadableByAll(file: string): Promise<boolean> {
  if (!((await stat(file)).mode & 0o004)) return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (!((await stat(folder)).mode & 0o001)) return false;
    if (folder === dirname(folder)) return true;
  }
}

describe("the key of an audit log", () => {
  const pem = { type: "pkcs8", format: "pem" } as const;
  const ed25519 = generateKeyPairSync("ed25519");
  const cases: readonly (readonly [string, string | Buffer, RegExp])[] = [
    [
      "another kind of key",
      generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export(pem),
      /is a key of type ec, and only Ed25519 is used/,
    ],
    [
      "an encrypted key",
      ed25519.privateKey.export({ ...pem, cipher: "aes-256-cbc", passphrase: "x" }),
      /is encrypted.*Decrypt it with `openssl pkey/,
    ],
    [
      "the public key",
      ed25519.publicKey.export({ type: "spki", format: "pem" }),
      /is a public key\. Make one with `openssl genpkey -algorithm ed25519/,
    ],
    ["something else", "hunter2", /is no private key in PEM form/],
    ["nothing", "", /is no private key in PEM form/],
  ];
  for (const [what, text, said] of cases) {
    test(`may not be ${what}, and the message shows nothing of it`, async () => {
      await using folder = await temporaryFolder();
      const signingKeyFile = join(folder.path, "key.pem");
      await writeFile(signingKeyFile, text);
      const log = new AuditLog({ file: join(folder.path, "audit.jsonl"), signingKeyFile });
      const message = await refusalOf(log);
      assert.match(message, /cxone:auditLogKey \(CXONE_AUDIT_LOG_KEY\) names .*key\.pem/);
      assert.match(message, said);
      assert.doesNotMatch(message, /hunter2/);
    });
  }

  test("has to be there, and no record is written without it", async () => {
    await using folder = await temporaryFolder();
    const signingKeyFile = join(folder.path, "key.pem");
    const log = new AuditLog({ file: join(folder.path, "audit.jsonl"), signingKeyFile });
    assert.match(await refusalOf(log), /key\.pem, which cannot be read \(ENOENT\)/);
    await assert.rejects(
      log.append({ kind: "export", requestId: "r", exportId: "e" }),
      ConfigurationError,
    );
    assert.deepEqual(await readdir(folder.path), []);
  });
});
