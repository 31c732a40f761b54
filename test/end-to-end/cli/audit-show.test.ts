import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import type { WriteEntry } from "../../../provider/src/domain/audit-entry.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { writeEntry } from "../../unit/audit-log/entries.ts";
import { audit, auditOnTerminal, logOf, tamper } from "./audit-command.ts";

/** Text that tries to rewrite a terminal, to hide, and to run in a spreadsheet. */
const hostile = "=cmd|' /C calc'!A0 \u001b[2J\u009b31m\u202e\u2066\r\n\u2028,\"x\"\u{e0001}";
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function writtenAt(requestId: string, timestamp: string, configId = "4f1c"): WriteEntry {
  const entry = writeEntry(requestId);
  return { ...entry, event: { ...entry.event, timestamp, resource_id: configId } };
}

/** The rows by their column; a line end within a cell would not be inert, and there is none. */
async function csvRows(...args: readonly string[]): Promise<readonly Record<string, string>[]> {
  const { stdout } = await audit("show", ...args, "--csv");
  assert.ok(stdout.endsWith("\r\n"));
  const [head = [], ...rows] = stdout.slice(0, -2).split("\r\n").map(cellsOf);
  for (const row of rows) assert.equal(row.length, head.length);
  return rows.map((row) => Object.fromEntries(row.map((cell, i) => [head[i] ?? "", cell])));
}

/** RFC 4180, section 2: a cell in quotes may hold commas, and quotes that are doubled. */
function cellsOf(row: string): readonly string[] {
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)].map(
    ([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain,
  );
}

/** The request ids in the order in which they are shown. */
async function shown(...args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await audit("show", ...args, "--json");
  const lines = stdout.split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line).record.event.audit_trail.request_id);
}

describe("cxone-dialer audit show", () => {
  test("says who changed what, when, and why it passed", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, [writeEntry("r1")]);
    const { code, stdout, stderr } = await audit("show", file);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.equal(
      stdout,
      `2026-03-02T09:30:00.000Z  UPDATE  4f1c9e52-7a3d-4086-b5e1-c8d26f90a743
  changes   dialRate: 1.2 → 1.5
            complianceRules.ringSeconds: (not set) → 18
  check     passed, validated
  limits    us: at most 3 % abandoned, agentRatio at most 3
  forecast  abandonmentRate 0.0163, occupancy 0.847
  capacity  ok: 12 agents carry 19.2 dials a second (campaign 91ab4c70)
  program   call-centre/production, commit 7f8253f, by jo
  document  sha256:${"5e".repeat(32)}
  request   r1
  export    export-of-r1
  record    1 (line 1)

`,
    );
  });

  test("distinguishes an adoption and a restoration from an update", async () => {
    await using folder = await temporaryFolder();
    const purposes = ["adopt", "update", "restore", undefined] as const;
    const file = await logOf(
      folder.path,
      purposes.map((purpose, i) => writeEntry(`r${i}`, { purpose, changes: [] })),
    );
    const { stdout } = await audit("show", file);
    assert.deepEqual(stdout.match(/UPDATE.*(?= {2}4f1c)/g), [
      "UPDATE (adoption)",
      "UPDATE",
      "UPDATE (restoration)",
      "UPDATE",
    ]);
    const rows = await csvRows(file);
    assert.deepEqual(
      rows.map(({ action, purpose }) => [action, purpose]),
      purposes.map((purpose) => ["UPDATE", purpose ?? ""]),
    );
  });

  test("says what is not known, and what may not have happened", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, [
      writeEntry("r1", {
        exportId: undefined,
        confirmed: false,
        changes: undefined,
        basis: undefined,
        origin: undefined,
      }),
    ]);
    const { stdout } = await audit("show", file);
    assert.match(stdout, /changes {3}not known: the run that wrote was killed/);
    assert.match(stdout, /note {6}the tenant's reply was lost/);
    assert.match(stdout, /export {4}pending/);
    assert.doesNotMatch(stdout, /limits|forecast|capacity|program|undefined/);
  });

  test("joins an event that was exported later to its write", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, [
      writeEntry("r1", { exportId: undefined }),
      writeEntry("r2", { exportId: undefined }),
      { kind: "export", requestId: "r1", exportId: "late" },
    ]);
    const rows = await csvRows(file);
    const exports = new Map(rows.map((row) => [row.requestId, [row.exportStatus, row.exportId]]));
    assert.deepEqual(
      [...exports],
      [
        ["r1", ["exported", "late"]],
        ["r2", ["pending", ""]],
      ],
    );
  });

  test("shows one configuration, and a span of days or of seconds, ends included", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, [
      writtenAt("r1", "2026-02-28T23:59:59.999Z"),
      writtenAt("r2", "2026-03-01T00:00:00.000Z", "other"),
      writtenAt("r3", "2026-03-31T23:59:59.999Z"),
      writtenAt("r4", "2026-04-01T00:00:00.000Z"),
    ]);
    assert.deepEqual(await shown(file), ["r1", "r2", "r3", "r4"]);
    assert.deepEqual(await shown(file, "--config-id", "other"), ["r2"]);
    assert.deepEqual(await shown(file, "--since", "2026-03-01", "--until", "2026-03-31"), [
      "r2",
      "r3",
    ]);
    assert.deepEqual(await shown(file, "--since", "2026-04-01T02:00:00+02:00"), ["r4"]);
    const none = await audit("show", file, "--config-id", "none");
    assert.deepEqual([none.code, none.stdout, none.stderr], [0, "", "There is no such record.\n"]);
  });

  test("keeps text of the file from rewriting the terminal, in every form", async () => {
    await using folder = await temporaryFolder();
    const entry = writeEntry(hostile, {
      exportId: hostile,
      changes: [{ path: hostile, before: hostile, after: { [hostile]: [hostile] } }],
      origin: { project: hostile, stack: hostile, commit: hostile, actor: hostile, run: hostile },
      basis: {
        limits: { regulation: hostile, maxAbandonmentRate: 0.03, agentRatioLimit: 3 },
        capacity: { status: "ok", campaignId: hostile },
        forecast: { [hostile]: hostile },
      },
    });
    const file = await logOf(folder.path, [
      { ...entry, event: { ...entry.event, resource_id: hostile } },
    ]);
    const outputs = await Promise.all(
      ["--json", "--csv"].map(async (form) => (await audit("show", file, form)).stdout),
    );
    const { stdout: text } = await audit("show", file);
    for (const [output, lineEnd] of [
      [text, "\n"],
      [outputs[0] ?? "", "\n"],
      [outputs[1] ?? "", "\r\n"],
    ] as const) {
      assert.deepEqual(
        output.split(lineEnd).filter((line) => unsafe.test(line)),
        [],
      );
      assert.match(output, /\\u001b\[2J\\u009b31m\\u202e/);
    }
    assert.deepEqual(JSON.parse(outputs[0] ?? "").record.origin.actor, hostile);
  });

  test("writes CSV with a row a change, in which no text is a formula, and numbers are numbers", async () => {
    await using folder = await temporaryFolder();
    const formulas = ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1"];
    const file = await logOf(folder.path, [
      writeEntry("r1", {
        changes: [
          ...formulas.map((after) => ({ path: "complianceRules.note", before: -1.5, after })),
          { path: "complianceRules.note", before: 'plain, with a "quote"', after: [1, null] },
        ],
      }),
      writeEntry("r2", { changes: [] }),
    ]);
    const rows = await csvRows(file);
    assert.deepEqual(
      rows.slice(0, -2).map(({ before, after }) => [before, after]),
      formulas.map((formula) => ["-1.5", `'${formula}`]),
    );
    assert.equal(rows.at(-2)?.before, 'plain, with a "quote"');
    assert.equal(rows.at(-2)?.after, "[1,null]");
    assert.deepEqual([rows[0]?.maxAbandonmentRate, rows[0]?.actor], ["0.03", "jo"]);
    assert.deepEqual([rows.at(-1)?.requestId, rows.at(-1)?.field], ["r2", ""]);
  });

  test("marks a record that was altered, goes on behind a line that is none, and fails", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, [writeEntry("r1"), writeEntry("r2"), writeEntry("r3")]);
    await tamper(file, ([a = "", b = "", c = ""]) => [a.replace("1.5", "9.5"), b, "rubbish", c]);
    const { code, stdout, stderr } = await audit("show", file);
    assert.equal(code, 3);
    assert.match(stdout, /altered\? {2}its content does not fit its hash/);
    assert.match(stdout, /request {3}r3/);
    assert.match(stderr, /no records: 1; records that were altered: 1\. Run/);
  });

  test("says what was cut off, of a last line that broke off, and of what a later release writes", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, [writeEntry("r1")]);
    await appendFile(file, '{"basis":{"cap');
    await logOf(folder.path, [Object({ ...writeEntry("r2"), event: { renamed: true } })]);
    await appendFile(file, '{"basis":{');
    const { code, stdout, stderr } = await audit("show", file);
    assert.match(stdout, /a write, which this release does not know; --json shows it whole/);
    assert.match(stdout, /cut {7}14 bytes of a torn line before it, sha256:/);
    assert.deepEqual(
      [code, stderr],
      [0, "warning: line 3 broke off; it was never acknowledged.\n"],
    );
  });

  test("has colours on a terminal only", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, [writeEntry("r1")]);
    const { stdout } = await auditOnTerminal("show", file);
    assert.ok(stdout.startsWith("\u001b[1m2026-03-02"));
  });

  test("ends quietly when nobody reads on, and not as if it had shown everything", {
    skip: process.platform === "win32",
  }, async () => {
    await using folder = await temporaryFolder();
    const long = { origin: { actor: "x".repeat(200_000) } };
    const file = await logOf(folder.path, [writeEntry("r1", long), writeEntry("r2", long)]);
    const bin = join(import.meta.dirname, "..", "..", "..", "provider", "bin", "cxone-dialer.js");
    const script = '"$1" "$2" audit show "$3" --json | head -c 10; echo " $PIPESTATUS"';
    const { stdout, stderr } = await promisify(execFile)("bash", [
      "-c",
      script,
      "bash",
      process.execPath,
      bin,
      file,
    ]);
    assert.match(stdout, /^.{10} 141\n$/s);
    assert.equal(stderr, "");
  });

  test("distinguishes a wrong flag, and a file that cannot be read, from a trail with gaps", async () => {
    await using folder = await temporaryFolder();
    const file = await logOf(folder.path, [writeEntry("r1")]);
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["show", join(folder.path, "none")], /cannot be read \(ENOENT\)/],
      [["show", file, "--until", "2026-02-30"], /Write it as 2026-03-31/],
      [["show", file, "--json", "--csv"], /cannot be used with option/],
    ];
    const outcomes = await Promise.all(cases.map(([args]) => audit(...args)));
    for (const [i, [, said]] of cases.entries()) {
      assert.equal(outcomes[i]?.code, 2);
      assert.match(outcomes[i]?.stderr ?? "", said);
    }
  });
});
