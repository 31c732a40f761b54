import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { AuditLog } from "../../../provider/src/audit-log/audit-log.ts";
import { type TemporaryFolder, temporaryFolder } from "../../support/temporary-folder.ts";
import { writeEntry } from "./entries.ts";

const guide = join(import.meta.dirname, "..", "..", "..", "docs", "audit.md");
const run = promisify(execFile);

/** The only code block of a language in the guide. */
async function recipe(language: string): Promise<string> {
  const text = await readFile(guide, "utf8");
  const [, code] = text.match(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s")) ?? [];
  assert.ok(code, `docs/audit.md has no ${language} block`);
  return code;
}

/** A signed log of three records, and its keys, under the names that the guide uses. */
async function signedLog(): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const signingKeyFile = join(folder.path, "audit-key.pem");
  await writeFile(signingKeyFile, privateKey.export({ type: "pkcs8", format: "pem" }));
  await writeFile(
    join(folder.path, "audit-key.pub.pem"),
    publicKey.export({ type: "spki", format: "pem" }),
  );
  const log = new AuditLog({ file: join(folder.path, "audit.jsonl"), signingKeyFile });
  await log.append(writeEntry("r1"));
  await log.append(writeEntry("r2", { origin: { actor: 'Zoë "Z" \u{1f600} \\' } }));
  await log.append({ kind: "export", requestId: "r1", exportId: "e1" });
  return folder;
}

/** Why a recipe cannot be followed here: a command is missing, or is not what it says it is. */
function lacks(command: string, argument: string, version: RegExp): string | false {
  const { stdout } = spawnSync(command, [argument], { encoding: "utf8" });
  return version.test(stdout ?? "") ? false : `no ${command} that answers ${version}`;
}

describe("the guide's own recipe", () => {
  test("in Python follows a chain, and finds what was changed", {
    skip: lacks("python3", "--version", /Python 3/),
  }, async () => {
    await using folder = await signedLog();
    const script = join(folder.path, "check.py");
    const file = join(folder.path, "audit.jsonl");
    await writeFile(script, await recipe("python"));
    const text = await readFile(file, "utf8");
    const head = JSON.parse(text.trimEnd().split("\n").at(-1) ?? "").hash;
    const { stdout } = await run("python3", [script, file]);
    assert.equal(stdout, `3 records, head ${head}\n`);
    await writeFile(file, text.replace('"after":1.5', '"after":9.5'));
    await assert.rejects(run("python3", [script, file]), /AssertionError: line 1: hash/);
  });

  test("with jq and OpenSSL recomputes a record's digests, and checks its signature", {
    skip: lacks("jq", "--version", /jq/) || lacks("openssl", "version", /OpenSSL 3/),
  }, async () => {
    await using folder = await signedLog();
    const { stdout } = await run("sh", ["-e", "-c", await recipe("sh")], { cwd: folder.path });
    const [previous, hash, keyId, verdict] = stdout.split("\n");
    const [, line = ""] = (await readFile(join(folder.path, "audit.jsonl"), "utf8")).split("\n");
    const record = JSON.parse(line);
    const digests = [previous, hash, keyId].map((text) => `sha256:${text?.split(" ")[0]}`);
    assert.deepEqual(digests, [record.previous, record.hash, record.keyId]);
    assert.equal(verdict, "Signature Verified Successfully");
  });
});
