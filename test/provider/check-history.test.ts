import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { Forecast, JsonObject } from "pulumi-cxone-dialer";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { beginRun, takeMessages } from "./in-process.ts";
import { figures, hour, intervals } from "./schedules.ts";
import { stackConfigOf, startWorld } from "./world.ts";

const { scene, tenant } = await startWorld();
const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());

/** By itself it abandons about 1 % of the calls of a period. */
const pace = { pacingType: "predictive", agentRatio: 2, dialRate: 0.15, regulation: "us" };

/** What a preview has in place of a value that it does not know yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const DAY = 86_400_000;
const dateOf = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY).toISOString().slice(0, 10);

const header = "start,campaignId,agents,dials,answered,abandoned,handleSeconds";

interface Past {
  readonly days: number;
  readonly abandoned: number;
  /** @default yesterday */
  readonly lastDaysAgo?: number;
}

/** Days in a row, each with 1,000 answered calls. */
function historyOf(campaignId: string, { days, abandoned, lastDaysAgo = 1 }: Past): string {
  const rows = Array.from({ length: days }, (_, i) => {
    const date = dateOf(lastDaysAgo + days - 1 - i);
    return `${date}T09:00,${campaignId},10,4000,1000,${abandoned},180000`;
  });
  return [header, ...rows].join("\n");
}

let files = 0;

async function written(text: string): Promise<string> {
  files += 1;
  const file = join(folder.path, `${files}.csv`);
  await writeFile(file, text);
  return file;
}

const settings = {
  ...stackConfigOf(tenant),
};

interface Given {
  readonly changes?: JsonObject;
  readonly telemetry?: JsonObject;
  readonly campaignId?: string;
}

const given = scene({ campaign: { agentCount: 0 } });
const campaign = String(given.program({}).campaignId);

async function checkedWith(history: string | undefined, { changes = {}, telemetry }: Given = {}) {
  const config: Record<string, string> = { ...settings };
  if (history !== undefined) config["cxone:history"] = history;
  if (telemetry) {
    const entry = { asOf: new Date().toISOString(), ...telemetry };
    config["cxone:telemetry"] = await written(JSON.stringify({ campaigns: { [campaign]: entry } }));
  }
  const provider = await beginRun(config);
  await takeMessages();
  const { inputs, failures } = await provider.check(
    given.program({ ...pace, staffing: { intervals }, ...changes }),
  );
  return {
    forecast: Object(inputs.forecast) as Forecast,
    failures,
    reason: failures[0]?.reason ?? "",
    warnings: (await takeMessages())
      .filter((message) => !message.includes("it is created there"))
      .join("\n"),
  };
}

const fromPast = async (past: Past, more: Given = {}) =>
  checkedWith(await written(historyOf(campaign, past)), more);

describe("a deployment in a month of which much is spent", () => {
  test("is refused where the month ends over the limit, with what is spent and what would pass", async () => {
    const { failures, reason } = await fromPast({ days: 20, abandoned: 45 });
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["dialRate"],
    );
    const from = dateOf(20);
    assert.match(
      reason,
      new RegExp(
        `^Over the 30 days from ${from} \\(10 left\\), 3\\.\\d+ % \\(± [\\d.]+ %\\) of answered calls would be abandoned: no agent within 2 s\\. ` +
          `That is over the limit of 3 %\\. Up to ${dateOf(1)}, 900 of 20000 answered calls were abandoned \\(4\\.5 %\\): 1\\d\\d % of what the limit ` +
          "allows in the period\\. The worst interval is ",
      ),
    );
    const page = new URL("../../docs/budget.md", import.meta.url);
    const guide = readFileSync(page, "utf8").replaceAll(/\s+/g, " ");
    const onItsDates = reason.replace(from, "2026-03-02").replace(dateOf(1), "2026-03-21");
    const [shown = ""] = /^Over .* abandons nobody\./.exec(onItsDates) ?? [];
    assert.ok(shown !== "" && guide.includes(shown), onItsDates);
    assert.match(
      reason,
      /no dialRate passes, and pacingType "progressive" abandons nobody\. Or plan more agents/,
    );
  });

  test("is refused where it would pass in a month that begins, and what it says would pass does", async () => {
    const past = { days: 25, abandoned: 33 };
    const setting = { dialRate: 0.2, agentRatio: 2 };
    assert.deepEqual((await checkedWith(undefined, { changes: setting })).failures, []);
    const { reason } = await fromPast(past, { changes: setting });
    assert.match(reason, /^Over the 30 days from \S+ \(5 left\), /);
    const [, rate] = /the highest dialRate that passes is ([\d.]+)/.exec(reason) ?? [];
    assert.ok(rate !== undefined && Number(rate) < 0.2, reason);
    const passing = await fromPast(past, { changes: { ...setting, dialRate: Number(rate) } });
    assert.deepEqual([passing.failures, passing.warnings], [[], ""]);
  });

  test("has what is spent in its forecast, and the period's chance", async () => {
    const { forecast } = await fromPast({ days: 20, abandoned: 45 });
    assert.ok("spentUntil" in forecast);
    assert.deepEqual(
      [forecast.covers, forecast.spentUntil],
      [`the 30 days from ${dateOf(20)} (10 left)`, dateOf(1)],
    );
    assert.ok((forecast.budgetSpent ?? 0) > 1 && (forecast.periodRate ?? 0) > 0.03);
    assert.equal(forecast.budgetUse, 1000);
    assert.equal(forecast.chanceOverLimit, 1);
  });

  test("only warns where the configuration abandons nobody", async () => {
    const { failures, warnings } = await fromPast(
      { days: 20, abandoned: 45 },
      { changes: { pacingType: "progressive" } },
    );
    assert.deepEqual(failures, []);
    assert.match(
      warnings,
      /over the limit of 3 %, though this configuration abandons nobody\. Up to/,
    );
  });
});

/** Of a period that begins on Monday, 2 March 2026: a date, calls answered and those of them abandoned. */
function fromMonday(days: number, answered: number, abandoned: number): Promise<string> {
  const rows = Array.from({ length: days }, (_, i) => {
    const date = new Date(Date.UTC(2026, 2, 2 + i)).toISOString().slice(0, 10);
    return `${date}T09:00,${campaign},10,4000,${answered},${abandoned},180000`;
  });
  return written([header, ...rows].join("\n"));
}

/** Without the one that such a history is old. */
function freshWarnings(warnings: string): readonly string[] {
  return warnings.split("\n").filter((message) => !/^$| ends on .* days ago: /.test(message));
}

const eightHours = { start: "09:00", end: "17:00", ...figures };
const progressive = { pacingType: "progressive" };
const configuration = `Dialer configuration ${given.configId}`;

describe("what is spent of a period, and what is left of it", () => {
  test("is said in full of a configuration that abandons nobody and is over the limit", async () => {
    const { forecast, failures, warnings } = await checkedWith(await fromMonday(20, 1000, 45), {
      changes: { ...progressive, staffing: { intervals: [hour(6)] } },
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(freshWarnings(warnings), [
      `${configuration}, dialRate: Over the 30 days from 2026-03-02 (10 left), 4.3 % of answered calls would be abandoned: no agent ` +
        "within 2 s. That is over the limit of 3 %, though this configuration abandons nobody. Up to 2026-03-21, 900 of 20000 " +
        "answered calls were abandoned (4.5 %): 143 % of what the limit allows in the period.",
    ]);
    assert.deepEqual(forecast, {
      covers: "the 30 days from 2026-03-02 (10 left)",
      abandonmentRate: 0,
      abandonmentMargin: 0,
      periodLow: 0.043,
      periodHigh: 0.043,
      chanceOverLimit: 1,
      worstInterval: "09:00",
      worstAbandonmentRate: 0,
      budgetUse: 0,
      periodRate: 0.043,
      budgetSpent: 1.43,
      spentUntil: "2026-03-21",
      occupancy: 0.761,
      answeredPerDay: 91.3,
      optimalDialRate: 0,
    });
  });

  test("is warned of just under the limit, where nobody knows how many will answer", async () => {
    const intervals = [{ ...eightHours, agents: 20 }];
    const { failures, warnings } = await checkedWith(await fromMonday(20, 1000, 58), {
      changes: { ...progressive, staffing: { intervals, answerRateVariation: 1 } },
    });
    assert.deepEqual(failures, []);
    assert.match(
      freshWarnings(warnings).join(),
      /\(10 left\), 2\.9 % of .* That is close to the limit of 3 %, though this configuration abandons nobody\./,
    );
  });

  test("counts the days that are left, and nothing of a period without calls", async () => {
    const days = { monday: [hour(40)], tuesday: [{ ...eightHours, agents: 6 }] };
    const { failures } = await checkedWith(await fromMonday(29, 0, 0), {
      changes: {
        maxAbandonmentRate: 0,
        dialRate: 0.6,
        agentRatio: 3,
        staffing: { intervals: days },
      },
    });
    assert.deepEqual(failures, [
      {
        property: "dialRate",
        reason:
          "Over the 30 days from 2026-03-02 (1 left), 15.6 % (± 0.32 %) of answered calls would be abandoned: no agent within 2 s. " +
          "That is over the limit of 0 %. Up to 2026-03-30, 0 of 0 answered calls were abandoned: 0 % of what the limit allows in " +
          "the period. The worst interval is tuesday 09:00: 15.6 %. With a chance under 5 %, at an agentRatio of 3 no dialRate " +
          'passes, and pacingType "progressive" abandons nobody; at a dialRate of 0.6 the highest agentRatio is 1 (whole lines). ' +
          "Or plan more agents in the schedule. Assumed: lines per agent, fractions rounded up.",
      },
    ]);
  });

  test("is all too much where the limit is 0", async () => {
    const { forecast } = await checkedWith(await fromMonday(20, 1000, 5), {
      changes: { ...progressive, maxAbandonmentRate: 0, staffing: { intervals: [hour(6)] } },
    });
    assert.equal(Object(forecast).budgetSpent, 1000);
  });

  test("weighs each kind of day by how often it is left", async () => {
    const days = { monday: [hour(8)], tuesday: [hour(6)], saturday: [hour(7)] };
    const { reason } = await checkedWith(await fromMonday(20, 100, 5), {
      changes: { staffing: { intervals: days } },
    });
    assert.match(
      reason,
      /^Over the 30 days from 2026-03-02 \(10 left\), 4\.45 % \(± 0\.03 %\) of .*, 100 of 2000 answered calls were abandoned \(5 %\): 131 % of /,
    );
  });

  test("is that of the next period where nobody works on the days that are left", async () => {
    const { forecast, warnings } = await checkedWith(await fromMonday(29, 1000, 45), {
      changes: { ...progressive, staffing: { intervals: { monday: [hour(6)] } } },
    });
    assert.equal(forecast.covers, "30 days");
    assert.deepEqual(freshWarnings(warnings), []);
  });

  test("is that of the next period where both end alike", async () => {
    const { forecast } = await checkedWith(await fromMonday(20, 1000, 0), {
      changes: { ...progressive, staffing: { intervals: [hour(6)] } },
    });
    assert.equal(forecast.covers, "30 days");
  });

  test("is that of the period that ends over the limit more likely, although the other has the higher rate", async () => {
    const { forecast } = await checkedWith(await fromMonday(28, 1000, 29), {
      changes: {
        dialRate: 0.13,
        staffing: { intervals: [hour(7)], answerRateVariation: 0.3 },
      },
    });
    assert.equal(forecast.covers, "30 days");
    assert.ok(
      "chanceOverLimit" in forecast && forecast.chanceOverLimit > 0.01,
      JSON.stringify(forecast),
    );
    assert.ok(forecast.abandonmentRate < 0.0285, JSON.stringify(forecast));
  });
});

describe("a deployment in a month of which little is spent", () => {
  test("is forecast as it is without a history", async () => {
    const without = await checkedWith(undefined);
    const { forecast, failures, warnings } = await fromPast({ days: 10, abandoned: 2 });
    assert.deepEqual([failures, warnings], [[], ""]);
    assert.deepEqual(forecast, without.forecast);
  });

  test("is held to the next month all the same", async () => {
    const { failures, reason } = await fromPast(
      { days: 28, abandoned: 0 },
      { changes: { dialRate: 0.3, agentRatio: 3 } },
    );
    assert.equal(failures.length, 1);
    assert.match(reason, /^Over 30 days, /);
  });
});

test("periods are counted from the campaign's first day where the telemetry file says it", async () => {
  const past = { days: 20, abandoned: 45 };
  const { forecast } = await fromPast(past, { telemetry: { firstDay: dateOf(5) } });
  assert.ok("spentUntil" in forecast);
  assert.equal(forecast.covers, `the 30 days from ${dateOf(5)} (25 left)`);
});

describe("a history that cannot be used is an error of its own", () => {
  const row = `${dateOf(1)}T09:00,${campaign},10,4000,1000,20,180000`;
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      "without a column",
      "start,campaignId,agents,dials,Connects,abandoned,handleSeconds",
      /which cannot be used: \S+ has no column "answered"\. Its columns are .*\. Check takes columns by their own names/,
    ],
    [
      "with a row that is wrong",
      [header, row.replace(",20,", ",2000,")].join("\n"),
      /which has a row that cannot be used: line 2, column abandoned: it is 2000, but only 1000 calls were answered\. Without/,
    ],
    [
      "that does not say of which campaign it is",
      [header, row.replace(campaign, "")].join("\n"),
      /which has rows without a campaignId\. Add that column/,
    ],
    ["that is empty", header, /has no row/],
  ];
  for (const [name, text, message] of cases) {
    test(name, async () => {
      const { failures, reason } = await checkedWith(await written(text));
      assert.deepEqual(
        failures.map(({ property }) => property),
        [""],
      );
      assert.match(reason, /^cxone:history names \S+, which /);
      assert.match(reason, message);
      assert.match(reason, /\[CXONE_CONFIGURATION\]$/);
    });
  }

  test("that is not there", async () => {
    const { reason } = await checkedWith(join(folder.path, "none.csv"));
    assert.match(
      reason,
      /^cxone:history names .*none\.csv, which cannot be read \(ENOENT\)\. A relative path begins at the program's folder\. \[/,
    );
  });

  test("with many rows that are wrong, of which three are shown", async () => {
    const wrong = row.replace(",20,", ",2000,");
    const { reason } = await checkedWith(
      await written([header, wrong, wrong, wrong, wrong].join("\n")),
    );
    const each = (line: number) =>
      `line ${line}, column abandoned: it is 2000, but only 1000 calls were answered`;
    assert.equal(
      reason.replace(/^cxone:history names \S+, which /, ""),
      `has 4 rows that cannot be used: ${each(2)}; ${each(3)}; ${each(4)}. Without them, less would count as spent than is. ` +
        "`cxone-dialer history check` names them all. The call centre's time zone is timeZone in the telemetry file. " +
        "[CXONE_CONFIGURATION]",
    );
  });

  test("that is a folder", async () => {
    const path = join(folder.path, "folder.csv");
    await mkdir(path);
    assert.match((await checkedWith(path)).reason, /which cannot be used: .*EISDIR/);
  });
});

describe("a history that lacks something is warned of", () => {
  test("the campaign", async () => {
    const { warnings } = await checkedWith(
      await written(historyOf("another", { days: 3, abandoned: 2 })),
    );
    assert.equal(
      warnings,
      `${configuration}, forecast: The file of cxone:history has no row of campaign ${campaign}: nothing of its period counts as spent.`,
    );
  });

  test("the last days", async () => {
    const { warnings } = await fromPast({ days: 3, abandoned: 2, lastDaysAgo: 9 });
    assert.equal(
      warnings,
      `${configuration}, forecast: The history of campaign ${campaign} ends on ${dateOf(9)}, 9 days ago: what was abandoned since then ` +
        "does not count as spent. Export it anew; it should end at most 7 days ago.",
    );
    assert.equal((await fromPast({ days: 3, abandoned: 2, lastDaysAgo: 7 })).warnings, "");
  });

  test("a schedule to forecast the rest with", async () => {
    const staffing = { agents: 30, ...figures };
    const { warnings, forecast } = await fromPast(
      { days: 20, abandoned: 45 },
      { changes: { staffing } },
    );
    assert.equal(forecast.covers, "one steady hour");
    assert.match(
      warnings,
      /^Dialer configuration \S+, forecast: What campaign \S+ has spent of its period is not looked at: it has no schedule\. `cxone-dialer history learn` writes one into the telemetry file\./m,
    );
  });

  test("nothing of a campaign that a preview does not know yet, or whose figures it does not", async () => {
    const staffing = { agents: 30, ...figures };
    for (const changes of [
      { campaignId: UNKNOWN, staffing },
      { staffing: { ...staffing, agents: UNKNOWN } },
    ]) {
      const { warnings } = await fromPast({ days: 20, abandoned: 45 }, { changes });
      assert.doesNotMatch(warnings, /is not looked at/);
    }
  });
});

test("times with an offset are on the clock of the telemetry file's time zone", async () => {
  const file = await written(
    [header, `2026-03-02T02:00:00Z,${campaign},10,4000,1000,45,180000`].join("\n"),
  );
  assert.match((await checkedWith(file)).reason, /name the call centre's time zone/);
  const { failures, forecast } = await checkedWith(file, {
    telemetry: { timeZone: "America/Chicago" },
  });
  assert.deepEqual(failures, []);
  assert.ok("spentUntil" in forecast);
  assert.equal(forecast.spentUntil, "2026-03-01");
});

test("a history is read once in a process, and again where it has changed", async () => {
  const file = await written(historyOf(campaign, { days: 20, abandoned: 45 }));
  const provider = await beginRun({ ...settings, "cxone:history": file });
  const check = async () => {
    const { failures } = await provider.check(given.program({ ...pace, staffing: { intervals } }));
    return failures.length;
  };
  assert.equal(await check(), 1);
  // Another content of the same age and size is not looked at: that is how it is known not to be read.
  const at = new Date(2026, 0, 1);
  await utimes(file, at, at);
  assert.equal(await check(), 1);
  await writeFile(file, historyOf(campaign, { days: 20, abandoned: 15 }));
  await utimes(file, at, at);
  assert.equal(await check(), 1);
  await writeFile(file, historyOf(campaign, { days: 20, abandoned: 5 }));
  assert.equal(await check(), 0);
});
