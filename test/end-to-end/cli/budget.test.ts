import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { budget, days, header } from "./budget-command.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());

/** Fifteen days in a row with 1,000 answered calls each. */
async function historyWith(abandoned: number): Promise<string> {
  const file = join(folder.path, `${abandoned}.csv`);
  const rows = days(15, (i) => `10,4000,1000,${abandoned + (i % 3)},180000`);
  await writeFile(file, [header, ...rows].join("\n"));
  return file;
}

test("says what is spent, what is left, and how the period will end", async () => {
  const { code, stdout } = await budget([await historyWith(20), "--minutes", "60"]);
  assert.equal(code, 0);
  assert.equal(
    stdout,
    `The campaign, 2026-03-02 to 2026-03-31, as of 2026-03-16 (15 days left), limit 3 %
  spent     315 of 15,000 answered calls were abandoned (2.10 %): 35 % of what the period allows, 900
  left      585 calls
  burn      21.0 a day; at this pace it lasts until the period ends
  expected  2.10 % over the whole period; the chance that it ends over the limit is 0.0 %
`,
  );
});

test("exits with 3 where it will end over the limit, and names the day on which nothing is left", async () => {
  const file = await historyWith(35);
  const { code, stdout } = await budget([file, "--minutes", "60"]);
  assert.equal(code, 3);
  assert.match(stdout, /burn {6}36\.0 a day; at this pace nothing is left on 2026-03-27\n/);
  assert.match(stdout, /the chance that it ends over the limit is 100\.0 %/);
  const loose = ["--minutes", "60", "--regulation", "ca", "--max-chance", "0.5"];
  assert.equal((await budget([file, ...loose])).code, 0);
});

test("prints JSON for a pipeline", async () => {
  const { stdout } = await budget([await historyWith(20), "--minutes", "60", "--json"]);
  const { version, campaigns } = JSON.parse(stdout);
  assert.equal(version, 1);
  const [{ period, abandoned, left, chanceOverLimit, days }] = campaigns;
  assert.deepEqual(
    { period, abandoned, left, chanceOverLimit, days: days.length },
    {
      period: { from: "2026-03-02", to: "2026-03-31" },
      abandoned: 315,
      left: 585,
      chanceOverLimit: 0,
      days: 15,
    },
  );
});

test("draws on a terminal how it burns down", async () => {
  const args = [await historyWith(35), "--minutes", "60"];
  const { stdout } = await budget(args, { terminal: true });
  const lines = stdout.split("\n").filter((line) => /█.*┊|┊.*█/.test(line));
  assert.equal(lines.length, 15);
  assert.match(lines[0] ?? "", /2026-03-02 .*█.* 96 %/);
});

test("refuses what it cannot use with what to write instead", async () => {
  const file = await historyWith(20);
  const problems: readonly (readonly [readonly string[], RegExp])[] = [
    [["--from", "March"], /Write a day as 2026-03-02\./],
    [["--limit", "3"], /Write a share from 0 to 1, such as 0\.025\./],
    [["--as-of", "2026-01-01"], /2026-01-01 is before the campaign's first day, 2026-03-02\./],
    [["--from", "2027-01-01"], /--from: 2027-01-01 is after the history's last day, 2026-03-16\. /],
  ];
  for (const [args, message] of problems) {
    const { code, stderr } = await budget([file, ...args]);
    assert.equal(code, 2);
    assert.match(stderr, message);
  }
  const named = join(folder.path, "named.csv");
  await writeFile(named, `campaignId,${header}\none,2026-03-02T09:00,10,4000,1000,20,180000`);
  const { code, stderr } = await budget([named, "--campaign", "two"]);
  assert.equal(code, 2);
  assert.match(stderr, /has no row of two\./);
});

test("says that nothing is counted of days after the history", async () => {
  const file = await historyWith(20);
  const { code, stdout, stderr } = await budget([file, "--minutes", "60", "--as-of", "2026-03-20"]);
  assert.equal(code, 0);
  assert.match(stdout, /as of 2026-03-20 \(11 days left\)/);
  assert.match(
    stderr,
    /^warning: --as-of: the history ends on 2026-03-16\. Of the days from then to 2026-03-20 nothing is counted\.\n$/,
  );
});

test("says that nobody answered where nobody did", async () => {
  const file = join(folder.path, "nobody.csv");
  await writeFile(file, [header, ...days(3, () => "10,100,0,0,0")].join("\n"));
  const { code, stdout } = await budget([file, "--minutes", "60"]);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /limit 3 %\n {2}spent {5}nothing: nobody answered in the period, and nobody is expected to\n$/,
  );
});

test("refuses a history of which no row can be used", async () => {
  const file = join(folder.path, "unusable.csv");
  await writeFile(file, [header, ...days(2, () => "10,many,0,0,0")].join("\n"));
  const { code, stderr } = await budget([file]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^error: \S+unusable\.csv has no row that can be used\. `cxone-dialer history check` says what is wrong with each\.\n$/,
  );
});
