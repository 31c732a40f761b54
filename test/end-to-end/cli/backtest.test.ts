import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { NO_RECORD, sealRecord } from "../../../provider/src/domain/audit-record.ts";
import { cxoneDialer } from "../../support/cxone-dialer.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());

const backtest = (...args: readonly string[]) =>
  cxoneDialer(["backtest", ...args], { cwd: folder.path });

const bin = join(import.meta.dirname, "..", "..", "..", "provider", "bin", "cxone-dialer.js");
const settings = { dialRate: 1.8, agentRatio: 2, maxQueueDepth: 50 };
const campaignId = "2ce68a91-f07b-4d35-8e42-b95d1a60c7f4";

async function write(name: string, content: unknown): Promise<string> {
  await writeFile(
    join(folder.path, name),
    typeof content === "string" ? content : JSON.stringify(content),
  );
  return name;
}

before(async () => {
  assert.equal((await cxoneDialer(["sandbox", "history", "."], { cwd: folder.path })).code, 0);
  // Three weeks, in the midst of which the ratio went back to two lines.
  const [header, ...rows] = (await readFile(join(folder.path, "history.csv"), "utf8")).split("\n");
  const february = rows.filter((row) => row >= "2026-02-02" && row < "2026-02-21");
  await write("february.csv", [header, ...february].join("\n"));
  // So few days that nothing is fitted to them.
  const few = february.filter((row) => row >= "2026-02-03" && row < "2026-02-12");
  await write("few.csv", [header, ...few].join("\n"));
  await write("settings.json", [
    { ...settings, agentRatio: 3 },
    { ...settings, since: "2026-02-09" },
  ]);
});

const log = ["--audit-log", "audit.jsonl", "--time-zone", "America/Denver"];

describe("cxone-dialer backtest", () => {
  test("says how far forecasts were off, by what the dialer was set to, by the hour and by what was forecast", async () => {
    const { code, stdout, stderr } = await backtest("february.csv", ...log);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(
      stdout,
      /^Campaign 2ce68a91-\S+: 17 days from 2026-02-02 to 2026-02-20, 350 intervals\nThe forecast is too high by \d\.\d\d points \(± \d\.\d\d\)\.\n/,
    );
    assert.match(stdout, /\n {2}2026-02-02 {2}2026-02-07 {2}ratio 3, 1\.8 dials\/s +6 +[\d,]+ /);
    assert.match(stdout, /\n {2}2026-02-09 {2}2026-02-20 {2}ratio 2, 1\.8 dials\/s +11 +[\d,]+ /);
    assert.match(stdout, /\n {2}all +17 +[\d,]+ /);
    assert.match(stdout, /\n\d+ of 17 days \(\d+ %\) ended inside the forecast's 90 % interval\./);
    assert.match(stdout, /Nine of ten would if the forecast were right/);
    assert.match(stdout, /\nAs far as the tenant did not hold back, ring times of /);
    assert.match(stdout, /\nIf lines were counted pooled, the forecast would be too /);
    assert.match(stdout, /\nThe tenant held back: /);
    assert.match(stdout, /By the hour:\n {2}hour .*\n {2}09:00 /);
    assert.match(stdout, /Calibration: .*\n {2}forecast .*\n +\d\.\d\d % /);
  });

  test("takes the same settings from a file", async () => {
    const byLog = await backtest("few.csv", ...log);
    const byFile = await backtest("few.csv", "--settings", "settings.json");
    assert.equal(byFile.stdout, byLog.stdout);
  });

  test("takes from a file what the log of an adopted configuration does not say", async () => {
    const [first = "", ...others] = (
      await readFile(join(folder.path, "audit.jsonl"), "utf8")
    ).split("\n");
    const { hash: _, previous: __, sequence: ___, recordedAt, ...entry } = JSON.parse(first);
    const changes = [{ path: "agentRatio", before: 1.5, after: 2 }];
    const event = { ...entry.event, audit_trail: { ...entry.event.audit_trail, action: "UPDATE" } };
    const place = { sequence: 1, previous: NO_RECORD, recordedAt: new Date(recordedAt) };
    const adopted = sealRecord({ ...entry, purpose: "adopt", event, changes }, place);
    await write("adopted.jsonl", [adopted, ...others].join("\n"));
    const args = ["few.csv", "--audit-log", "adopted.jsonl", ...log.slice(2)];
    const alone = await backtest(...args);
    assert.equal(alone.code, 4);
    assert.match(
      alone.stdout,
      /nothing says pacingType and dialRate and maxQueueDepth of configuration d61f08ab-/,
    );
    await write("rest.json", settings);
    const { code, stdout } = await backtest(...args, "--settings", "rest.json");
    assert.equal(code, 0);
    assert.equal(stdout, (await backtest("few.csv", ...log)).stdout);
  });

  test("prints JSON for a pipeline, and exits with 3 where the forecast errs by more than --max-bias", async () => {
    const args = ["few.csv", "--settings", "settings.json", "--json"];
    const { code, stdout } = await backtest(...args, "--max-bias", "0.001");
    assert.equal(code, 3);
    const { version, campaigns, unusable } = JSON.parse(stdout);
    const [{ campaignId: id, overall, days, leftOut, assumptions }] = campaigns;
    assert.deepEqual([version, unusable, id, days.length, leftOut], [1, 0, campaignId, 8, []]);
    assert.ok(overall.bias > 0.001);
    assert.equal(assumptions.ringSecondsUnanswered, 20);
    const [{ ringTimes, holdingBack }] = campaigns;
    assert.deepEqual(
      [ringTimes.why, holdingBack],
      ["that takes 10 days at least, and there are 8", null],
    );
    assert.equal((await backtest(...args, "--max-bias", "0.5")).code, 0);
  });

  test("draws the calibration on a terminal", async () => {
    const args = ["backtest", "few.csv", "--settings", "settings.json"];
    const { stdout } = await cxoneDialer(args, { cwd: folder.path, terminal: true });
    const bars = stripVTControlCharacters(stdout)
      .split("\n")
      .filter((line) => /^ {2}[█·]*┊[█·]* \d+\.\d\d %$/.test(line));
    assert.equal(bars.length, 8);
    assert.doesNotMatch((await backtest(...args.slice(1))).stdout, /┊/);
  });

  test("prints a row for each interval, whose calls are those of the history", async () => {
    const args = ["few.csv", "--settings", "settings.json"];
    const { code, stdout } = await backtest(...args, "--csv");
    assert.equal(code, 0);
    const [head, ...rows] = stdout.trimEnd().split("\r\n");
    assert.equal(head, "start,campaignId,answered,abandoned,forecastAnswered,forecastRate");
    const sumOf = (column: number) =>
      rows.reduce((sum, row) => sum + Number(row.split(",")[column]), 0);
    const { stdout: json } = await backtest(...args, "--json");
    const [{ overall, intervals }] = JSON.parse(json).campaigns;
    assert.deepEqual(
      [rows.length, sumOf(2), sumOf(3)],
      [intervals, overall.answered, overall.abandoned],
    );
    assert.ok(Math.abs(sumOf(2) / sumOf(4) - overall.pace) < 1e-3);
    assert.match(rows[0] ?? "", /^2026-02-03T09:00,2ce68a91-[0-9a-f-]+,\d+,\d+,[\d.]+,0(\.\d+)?$/);
  });

  test("writes a page that needs nothing else", async () => {
    const args = ["few.csv", "--settings", "settings.json", "--html"];
    const { code, stderr } = await backtest(...args, "page.html");
    assert.deepEqual([code, stderr], [0, "Wrote page.html.\n"]);
    const page = await readFile(join(folder.path, "page.html"), "utf8");
    assert.match(page, /default-src 'none'/);
    assert.match(page, /<p class="headline">The forecast is too high by /);
    assert.equal(page.match(/<svg viewBox="0 0 760/g)?.length, 3);
    const unwritable = await backtest(...args, "none/page.html");
    assert.equal(unwritable.code, 1);
    assert.match(unwritable.stderr, /--html: none\/page\.html cannot be written: ENOENT/);
  });

  test("writes ring times into the telemetry file, finds the same again, and leaves what else is there", async () => {
    const before = { asOf: "2026-02-01T00:00:00Z", agents: 9, answerRate: 0.2 };
    const other = { asOf: "2026-02-01T00:00:00Z", agents: 3 };
    await write("telemetry.json", { campaigns: { other, [campaignId]: before } });
    const args = ["february.csv", ...log, "--telemetry", "telemetry.json", "--write", "--json"];
    const { code, stdout, stderr } = await backtest(...args);
    assert.equal(code, 0);
    const text = await readFile(join(folder.path, "telemetry.json"), "utf8");
    const { campaigns } = JSON.parse(text);
    const [{ ringTimes, overall }] = JSON.parse(stdout).campaigns;
    const { ringSecondsAnswered, ringSecondsUnanswered } = ringTimes;
    const days = { from: "2026-02-02", to: "2026-02-20", days: 17 };
    assert.deepEqual(campaigns, {
      [campaignId]: {
        ...{ asOf: before.asOf, timeZone: "America/Denver", agents: 9, answerRate: 0.2 },
        ringTimes: { ringSecondsAnswered, ringSecondsUnanswered, ...days },
      },
      other,
    });
    assert.match(
      stderr,
      /ring times of \d+(\.\d)? s and \d+(\.\d)? s, written into telemetry\.json\./,
    );

    const again = await backtest(...args);
    assert.equal(await readFile(join(folder.path, "telemetry.json"), "utf8"), text);
    const [{ assumptions, overall: after }] = JSON.parse(again.stdout).campaigns;
    assert.equal(assumptions.ringSecondsAnswered, ringSecondsAnswered);
    assert.ok(Math.abs(after.bias) < Math.abs(overall.bias) / 2);
  });

  test("writes no ring times that cannot be told", async () => {
    const args = ["few.csv", ...log, "--telemetry", "none.json"];
    const { code, stderr } = await backtest(...args, "--write");
    assert.equal(code, 4);
    assert.match(stderr, /nothing is written: that takes 10 days at least, and there are 8\./);
    const missing = await backtest(...args);
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /none\.json is not there\. With --write, it is made\./);
    const without = await backtest(...args.slice(0, -2), "--write");
    assert.equal(without.code, 2);
    assert.match(without.stderr, /--write needs the file: add --telemetry FILE\./);
    const anonymous = (await readFile(join(folder.path, "few.csv"), "utf8")).replaceAll(
      `,${campaignId},`,
      ",,",
    );
    await write("unnamed.csv", anonymous);
    const unnamed = await backtest("unnamed.csv", ...args.slice(1), "--write");
    assert.equal(unnamed.code, 2);
    assert.match(unnamed.stderr, /Give --campaign ID, or a column campaignId\./);
  });

  test("takes other assumptions", async () => {
    const args = ["few.csv", "--settings", "settings.json", "--json"];
    const biasOf = async (...more: readonly string[]) => {
      const { stdout } = await backtest(...args, ...more);
      return JSON.parse(stdout).campaigns[0].overall.bias;
    };
    const asAssumed = await biasOf();
    assert.ok((await biasOf("--lines", "pooled")) < asAssumed);
    assert.ok((await biasOf("--ring-answered", "4", "--ring-unanswered", "25")) < asAssumed);
  });

  test("names the days that are left out, and exits with 4", async () => {
    await write("later.json", { ...settings, since: "2026-02-09T12:00" });
    const { code, stdout } = await backtest("few.csv", "--settings", "later.json");
    assert.equal(code, 4);
    assert.match(
      stdout,
      /\nLeft out:\n {2}2026-02-03: what the dialer was set to is known only from later on\n/,
    );
    assert.match(stdout, /2 days from 2026-02-10 /);
    await write("never.json", { ...settings, since: "2027-01-01" });
    const none = await backtest("few.csv", "--settings", "never.json");
    assert.equal(none.code, 4);
    assert.match(
      none.stdout,
      /No day can be compared, so that nothing can be said of the forecast/,
    );
  });

  test("refuses what it cannot use with what to write instead", async () => {
    await write("low.json", { ...settings, agentRatio: 0.5 });
    await write("undated.json", [settings, settings]);
    await write("march.json", [settings, { ...settings, since: "March" }]);
    await write("misspelt.json", { ...settings, dialrate: 1 });
    await write("torn.json", "{\n");
    await write("word.json", { ...settings, agentRatio: "two" });
    const anonymous =
      "start,agents,dials,answered,abandoned,handleSeconds\n2026-02-02T09:00,5,90,20,1,6000\n";
    await write("anonymous.csv", anonymous);
    await write(
      "other.csv",
      anonymous.replace("start", "campaignId,start").replace("\n2", "\nx,2"),
    );
    const problems: readonly (readonly [readonly string[], RegExp])[] = [
      [["few.csv"], /Give --audit-log FILE with --time-zone NAME, or --settings FILE\./],
      [
        ["few.csv", ...log, "--settings", "settings.json"],
        /beside an audit log, it says what the log does not, from the beginning: write one object without since/,
      ],
      [["few.csv", ...log.slice(0, 2)], /Name the call centre's time zone/],
      [
        ["few.csv", "--audit-log", "none.jsonl", ...log.slice(2)],
        /none\.jsonl cannot be read: ENOENT/,
      ],
      [["few.csv", "--settings", "none.json"], /none\.json cannot be read: ENOENT/],
      [
        ["few.csv", "--settings", "low.json"],
        /agentRatio must be a number from 1 to 5, lines for each free agent, but is 0\.5\./,
      ],
      [
        ["few.csv", "--settings", "word.json"],
        /agentRatio must be a number from 1 to 5, lines for each free agent, but is "two"\./,
      ],
      [
        ["few.csv", "--settings", "misspelt.json"],
        /misspelt\.json: "dialrate": no such setting\. There are since, pacingType, dialRate, agentRatio, maxQueueDepth\.\n/,
      ],
      [
        ["few.csv", "--settings", "torn.json"],
        /^error: --settings: torn\.json is not JSON: [^\n]+\n$/,
      ],
      [["few.csv", "--settings", "undated.json"], /1\.since is missing: say from when these hold/],
      [["few.csv", "--settings", "march.json"], /1\.since is "March", but must be a time/],
      [["few.csv", ...log, "--campaign", "two"], /few\.csv has no row of two\./],
      [["other.csv", ...log], /audit\.jsonl has no write for campaign x\./],
      [["few.csv", ...log, "--max-bias", "5"], /Write a share from 0 to 1, such as 0\.005\./],
      [["few.csv", ...log, "--ring-answered", "0"], /Write seconds over 0 and at most 600/],
      [["few.csv", ...log, "--time-zone", "Mars/Base"], /Mars\/Base is no time zone/],
    ];
    for (const [args, message] of problems) {
      const { code, stderr } = await backtest(...args);
      assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
      assert.match(stderr, message);
    }
    // A log of one campaign needs no name.
    assert.equal((await backtest("anonymous.csv", ...log, "--minutes", "30")).code, 0);
  });

  test("leaves out the day of a single row, since nothing says how long it is", async () => {
    const header = "start,agents,dials,answered,abandoned,handleSeconds";
    await write("row.csv", `${header}\n2026-02-02T09:00,5,90,20,1,6000\n`);
    await write("always.json", settings);
    const args = ["row.csv", "--settings", "always.json"];
    const { code, stdout } = await backtest(...args);
    assert.equal(code, 4);
    assert.match(stdout, /2026-02-02: nothing says how long its interval is: give --minutes\n/);
    const { stdout: known } = await backtest(...args, "--minutes", "30");
    assert.match(known, /^The campaign: 1 day from 2026-02-02 to 2026-02-02, 1 interval\n/);
    assert.match(known, /\n[01] of 1 day \(/);
  });

  test("ends without a complaint where nobody reads on", async () => {
    const args = ["backtest", "few.csv", "--settings", "settings.json", "--csv"];
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder.path });
    child.stdout.destroy();
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    assert.deepEqual([stderr, code], ["", 141]);
  });

  test("does not trust a log that was altered, and skips a line that broke off", async () => {
    const text = await readFile(join(folder.path, "audit.jsonl"), "utf8");
    await write("altered.jsonl", text.replace('"after":3', '"after":2'));
    const args = ["few.csv", "--time-zone", "America/Denver"];
    const { code, stderr } = await backtest(...args, "--audit-log", "altered.jsonl");
    assert.equal(code, 2);
    assert.match(
      stderr,
      /line 2 of altered\.jsonl is not as it was written: its content does not fit its hash\. Run `cxone-dialer audit verify altered\.jsonl`\./,
    );
    await write("torn.jsonl", text);
    await appendFile(join(folder.path, "torn.jsonl"), '{"kind":"wri');
    assert.equal((await backtest(...args, "--audit-log", "torn.jsonl")).code, 0);
  });
});
