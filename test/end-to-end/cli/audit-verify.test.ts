import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { writeEntry } from "../../unit/audit-log/entries.ts";
import { audit, auditOnTerminal, logOf, tamper } from "./audit-command.ts";

const three = ["r1", "r2", "r3"].map((id) => writeEntry(id));

async function headOf(file: string): Promise<string> {
  const last = (await readFile(file, "utf8")).trimEnd().split("\n").at(-1) ?? "";
  return JSON.parse(last).hash;
}

describe("cxone-dialer audit verify", () => {
  test("says in one line that a log is whole, how much it holds, and its head", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, three);
    const { code, stdout, stderr } = await audit("verify", file);
    assert.deepEqual([code, stderr], [0, ""]);
    const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
    const said = new RegExp(
      `^whole: 3 records, ${time} to ${time}, head ${await headOf(file)}\\.\\n$`,
    );
    assert.match(stdout, said);
  });

  test("has colours on a terminal only", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, three);
    const { stdout } = await auditOnTerminal("verify", file);
    assert.ok(stdout.startsWith("\u001b[32mwhole\u001b[39m: 3 records"));
  });

  const tamperings: readonly (readonly [string, (lines: string[]) => readonly string[], string])[] =
    [
      [
        "changed",
        ([a = "", b = "", c = ""]) => [a, b.replace('"after":1.5', '"after":9'), c],
        "line 2 (record 2): changed: its content does not fit its hash.",
      ],
      [
        "dropped",
        ([a = "", , c = ""]) => [a, c],
        "line 2 (record 3): dropped: record 2 is missing before it.",
      ],
      [
        "inserted",
        ([a = "", b = "", c = ""]) => [a, b, a, c],
        "line 3 (record 1): inserted: record 1 stands in the file twice: record 3 (line 4) follows record 2 (line 2).",
      ],
      [
        "reordered",
        ([a = "", b = "", c = ""]) => [b, a, c],
        "line 1 (record 2): reordered: record 2 stands here, and record 1 in line 2.",
      ],
    ];
  test("names the first record that was changed, dropped, inserted or reordered", async () => {
    await using folder = await temporaryFolder();
    const lines = (await readFile(await logOf(folder.path, three), "utf8")).trimEnd().split("\n");
    await Promise.all(
      tamperings.map(async ([what, change, said]) => {
        const file = join(folder.path, what);
        await writeFile(file, `${change(lines).join("\n")}\n`);
        const { code, stdout } = await audit("verify", file);
        assert.equal(code, 3);
        assert.ok(stdout.startsWith(`broken: ${said} `), stdout);
      }),
    );
  });

  test("misses what was cut off where the head was noted", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, three);
    const head = await headOf(file);
    const asNoted = head.replace("sha256:", "").toUpperCase();
    assert.equal((await audit("verify", file, "--head", asNoted)).code, 0);
    await tamper(file, (lines) => lines.slice(0, 2));
    const { code, stdout } = await audit("verify", file, "--head", head);
    assert.equal(code, 3);
    assert.match(stdout, new RegExp(`broken: No record has the hash ${head}: the end was cut off`));
  });

  test("takes an emptied log for broken where a head or a key says that there was more", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, three);
    const head = await headOf(file);
    const publicFile = join(folder.path, "public.pem");
    const { publicKey } = generateKeyPairSync("ed25519");
    await writeFile(publicFile, publicKey.export({ type: "spki", format: "pem" }));
    await truncate(file, 0);

    const plain = await audit("verify", file);
    assert.deepEqual([plain.code, plain.stderr], [0, ""]);
    assert.match(plain.stdout, /^whole: 0 records; an emptied log looks the same, unless --head/);
    const expectations = [
      ["--head", head],
      ["--public-key", publicFile],
      ["--public-key", publicFile, "--require-signatures"],
    ];
    for (const flags of expectations) {
      const [text, json] = await Promise.all([
        audit("verify", file, ...flags),
        audit("verify", file, ...flags, "--json"),
      ]);
      assert.deepEqual([text.code, json.code], [3, 3], flags.join(" "));
      assert.match(text.stdout, /^broken: (No|There is no) record[, ].* 0 records\.\n$/);
      const { whole, records, problems } = JSON.parse(json.stdout);
      assert.deepEqual([whole, records, problems.length], [false, 0, 1]);
    }
  });

  test("distinguishes a line that broke off from one that was tampered with", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, three);
    const { length } = await readFile(file);
    await truncate(file, length - 20);
    const { code, stdout } = await audit("verify", file);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^whole: 2 records, .*; the last line broke off after \d+ bytes \(line 3\)/,
    );
  });

  test("counts signatures, and requires them where it is asked to", async () => {
    await using folder = await temporaryFolder();
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const [key, publicFile] = [join(folder.path, "key.pem"), join(folder.path, "public.pem")];
    await writeFile(key, privateKey.export({ type: "pkcs8", format: "pem" }));
    await writeFile(publicFile, publicKey.export({ type: "spki", format: "pem" }));
    const file = await logOf(folder.path, [writeEntry("r1")]);
    await logOf(folder.path, [writeEntry("r2"), writeEntry("r3")], key);

    const counting = ["verify", file, "--public-key", publicFile];
    const [counted, required] = await Promise.all([
      audit(...counting),
      audit(...counting, "--require-signatures"),
    ]);
    const count = "; 2 of 3 signed by the key, the first other is record 1 (line 1), unsigned.\n";
    assert.equal(counted.code, 0);
    assert.ok(counted.stdout.endsWith(count), counted.stdout);
    assert.equal(required.code, 3);
    assert.match(required.stdout, /^broken: line 1 \(record 1\) is unsigned\. 3 records/);

    await writeFile(file, "");
    await logOf(folder.path, three, key);
    const { code, stdout } = await audit(...counting, "--require-signatures");
    assert.equal(code, 0);
    assert.match(stdout, /; all 3 signed by the key\.\n$/);
  });

  test("answers a program in JSON", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, three);
    const head = await headOf(file);
    await tamper(file, ([a = "", , c = ""]) => [a, c]);
    const { code, stdout } = await audit("verify", file, "--json");
    const broken = JSON.parse(stdout);
    assert.deepEqual(
      [code, broken.version, broken.whole, broken.problems.length],
      [3, 1, false, 1],
    );
    assert.deepEqual([broken.records, broken.head, broken.last.sequence], [2, head, 3]);
    assert.deepEqual(broken.break, {
      tampering: "dropped",
      line: 2,
      sequence: 3,
      message: "record 2 is missing before it.",
    });
  });

  test("distinguishes a file that cannot be read, and a wrong flag, from a broken chain", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, three);
    const notAKey = join(folder.path, "key.pem");
    const { privateKey } = generateKeyPairSync("ed25519");
    await writeFile(notAKey, privateKey.export({ type: "pkcs8", format: "pem" }));
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["verify", join(folder.path, "none")], /none cannot be read \(ENOENT\)\. Give the file/],
      [["verify", file, "--head", "abc"], /Give sha256: and 64 hexadecimal digits/],
      [["verify", file, "--require-signatures"], /add --public-key FILE/],
      [["verify", file, "--public-key", notAKey], /openssl pkey -in KEY -pubout/],
      [["prove", file], /unknown command 'prove'/],
    ];
    const outcomes = await Promise.all(cases.map(([args]) => audit(...args)));
    for (const [i, [args, said]] of cases.entries()) {
      const outcome = outcomes[i];
      assert.deepEqual([outcome?.code, outcome?.stdout], [2, ""], args.join(" "));
      assert.match(outcome?.stderr ?? "", said);
      assert.doesNotMatch(outcome?.stderr ?? "", /\n\s+at /);
    }
  });
});
