import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { cxoneDialer } from "../../support/cxone-dialer.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());

const history = (...args: readonly string[]) => cxoneDialer(["history", ...args]);

async function write(name: string, text: string): Promise<string> {
  const file = join(folder.path, name);
  await writeFile(file, text);
  return file;
}

/** Two Mondays and two Tuesdays. */
const dates = ["2026-03-02", "2026-03-03", "2026-03-09", "2026-03-10"];
const rows = dates.flatMap((date) =>
  ["09:00", "09:30", "10:00"].map((time) => ({ date, time, agents: time === "10:00" ? 4 : 8 })),
);

const csv = [
  "Campaign;When;Connects;Agents;dials;abandoned;handleSeconds",
  ...rows.map(({ date, time, agents }) => `one;${date} ${time};60;${agents};200;1;10620`),
].join("\n");

const jsonLines = rows
  .map(({ date, time, agents }) =>
    JSON.stringify({
      start: `${date}T${time}:00-06:00`,
      ...{ agents, dials: 200, answered: 60, abandoned: 1, handleSeconds: 10_620 },
    }),
  )
  .join("\n");

const renamed = ["answered=Connects", "start=When", "campaignId=Campaign", "agents=Agents"].flatMap(
  (column) => ["--column", column],
);

describe("cxone-dialer history check", () => {
  test("reads columns by other names, in any order", async () => {
    const file = await write("good.csv", csv);
    const { code, stdout, stderr } = await history("check", file, ...renamed);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.equal(
      stdout,
      "Campaign one: 12 intervals on 4 days from 2026-03-02 to 2026-03-10; 2,400 dials, 720 answered, 12 abandoned (1.67 %).\n" +
        "Every row can be used.\n",
    );
  });

  test("names each row that cannot be used, and exits with 3", async () => {
    const file = await write(
      "bad.csv",
      "start,agents,dials,answered,abandoned,handleSeconds\n2026-03-02T09:00,8,200,60,1,100\n2026-03-02T09:00,8,200,60,1,100\n2026-03-02T09:30,8,200,60,61,100\n",
    );
    const { code, stdout } = await history("check", file, "--minutes", "30");
    assert.equal(code, 3);
    assert.match(stdout, /2 rows cannot be used:/);
    assert.match(
      stdout,
      /line 3, column start: it is within the 30 minutes of the interval in line 2\./,
    );
    assert.match(stdout, /line 4, column abandoned: it is 61, but only 60 calls were answered\./);
    const { stdout: json } = await history("check", file, "--minutes", "30", "--json");
    const { unusable, campaigns } = JSON.parse(json);
    assert.deepEqual([unusable, campaigns[""].rows], [2, 1]);
  });

  test("says which column is missing, and how to name it", async () => {
    const file = await write("other.csv", csv);
    const { code, stderr } = await history("check", file, ...renamed.slice(2));
    assert.equal(code, 2);
    assert.match(
      stderr,
      /has no column "answered"\. Its columns are Campaign, When, Connects, .* with --column answered=NAME\./,
    );
  });

  test("refuses what it cannot read with what to write instead", async () => {
    const file = await write("empty.csv", "");
    const problems: readonly (readonly [readonly string[], RegExp])[] = [
      [["check", join(folder.path, "none.csv")], /none\.csv cannot be read: ENOENT/],
      [
        ["check", file],
        /empty\.csv has no row\. A history has a header with the columns start, agents, dials, /,
      ],
      [
        ["check", file, "--time-zone", "Mars/Base"],
        /Mars\/Base is no time zone\. Give an IANA name/,
      ],
      [["check", file, "--column", "calls=x"], /Write NAME=OTHER, where NAME is one of start, /],
      [["check", file, "--minutes", "0"], /An interval is over 0 and at most 1,440 minutes\./],
    ];
    for (const [args, message] of problems) {
      const { code, stderr } = await history(...args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
    }
  });
});

describe("cxone-dialer history learn", () => {
  test("leaves the telemetry file as it is where nothing is learnt", async () => {
    const [header = "", row = ""] = csv.split("\n");
    const file = await write("one-row.csv", `${header}\n${row}`);
    const telemetry = join(folder.path, "untouched.json");
    const { code, stdout } = await history("learn", file, ...renamed, "--telemetry", telemetry);
    assert.equal(code, 4);
    assert.equal(
      stdout,
      "Campaign one: nothing is learnt. It takes two days of the same weekday at least.\n",
    );
    await assert.rejects(readFile(telemetry), { code: "ENOENT" });
  });

  test("writes a schedule beside what the telemetry file holds, and the same again", async () => {
    const file = await write("good.jsonl", jsonLines);
    const other = { asOf: "2026-03-01T00:00:00Z", agents: 3 };
    const pulled = { asOf: "2026-03-01T00:00:00Z", agents: 9, answerRate: 0.2 };
    const before = JSON.stringify({ campaigns: { two: other, one: pulled } });
    const telemetry = await write("telemetry.json", before);
    const args = ["--telemetry", telemetry, "--campaign", "one", "--time-zone", "America/Chicago"];
    const { code, stdout } = await history("learn", file, ...args);
    assert.equal(code, 0);
    assert.match(stdout, /^Campaign one: a schedule from 4 days from 2026-03-02 to 2026-03-10\./);
    const text = await readFile(telemetry, "utf8");
    const { campaigns } = JSON.parse(text);
    const day = (agents: number, start: string, end: string) => ({
      ...{ start, end, agents, answerRate: 0.3, averageHandleTimeSeconds: 180 },
    });
    const usual = [day(8, "09:00", "09:30"), day(8, "09:30", "10:00"), day(4, "10:00", "10:30")];
    // The clock was set forward on 8 March.
    const later = [day(8, "10:00", "10:30"), day(8, "10:30", "11:00"), day(4, "11:00", "11:30")];
    assert.deepEqual(campaigns.two, other);
    const { intervals, answerRateVariation, ...rest } = campaigns.one;
    assert.deepEqual(rest, {
      ...pulled,
      timeZone: "America/Chicago",
      learned: { from: "2026-03-02", to: "2026-03-10", days: 4 },
    });
    assert.equal(answerRateVariation, 0);
    assert.equal(intervals.monday.length, 5);
    assert.deepEqual(intervals.monday[0], usual[0]);
    assert.deepEqual(intervals.monday.at(-1), later.at(-1));
    await history("learn", file, ...args);
    assert.equal(await readFile(telemetry, "utf8"), text);
  });

  test("asks whose history it is where nothing says so", async () => {
    const file = await write("nobody.csv", csv);
    const telemetry = join(folder.path, "new.json");
    const names = renamed.filter((_, i) => i !== 4 && i !== 5);
    const { code, stderr } = await history("learn", file, "--telemetry", telemetry, ...names);
    assert.equal(code, 2);
    assert.match(stderr, /Give --campaign ID, or a column campaignId\./);
  });
});

test("names what a line of JSON lacks, and the flag that says another name", async () => {
  const file = await write("renamed.jsonl", jsonLines.replaceAll('"answered"', '"Connects"'));
  const { code, stdout } = await history("check", file, "--time-zone", "America/Chicago");
  assert.equal(code, 3);
  assert.match(
    stdout,
    /\n {2}line 1, column answered: it is missing\. If the file calls it otherwise, say so with --column answered=NAME\.\n/,
  );
});
