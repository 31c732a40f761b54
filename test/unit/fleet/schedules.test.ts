import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { FleetRow } from "pulumi-cxone-dialer";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { configsOf } from "./register.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());

const defaults: FleetRow = {
  campaignId: "campaign-1",
  pacingType: "predictive",
  dialRate: 1,
  agentRatio: 1.5,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
};

const header = "start,end,agents,answerRate,averageHandleTimeSeconds";
const figures = { agents: 8, answerRate: 0.3, averageHandleTimeSeconds: 180 };

async function write(name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
}

async function staffingFrom(fleet: readonly string[], extension = "csv"): Promise<unknown> {
  const file = await write(`fleet.${extension}`, fleet);
  return (await configsOf({ file, defaults })).a?.staffing;
}

const named = (schedule: string) => [
  "name,configId,staffing.intervals,staffing.answerRateVariation",
  `a,config-1,${schedule},0.2`,
];

describe("a row names the CSV file of its schedule", () => {
  test("with the intervals of every day", async () => {
    await write("all.csv", [header, "09:00,12:00,8,0.3,180", "12:00,13:00,0,0.3,180"]);
    assert.deepEqual(await staffingFrom(named("all.csv")), {
      answerRateVariation: 0.2,
      intervals: [
        { ...figures, start: "09:00", end: "12:00" },
        { ...figures, start: "12:00", end: "13:00", agents: 0 },
      ],
    });
  });

  test("or of the days of the week, columns in any order", async () => {
    await write("week.csv", [
      "weekday,agents,start,end,averageHandleTimeSeconds,answerRate",
      "Monday to Tuesday,8,09:00,12:00,180,0.3",
      "saturday,4,10:00,12:00,180,0.3",
    ]);
    const workday = [{ ...figures, start: "09:00", end: "12:00" }];
    const intervals = {
      monday: workday,
      tuesday: workday,
      saturday: [{ ...figures, start: "10:00", end: "12:00", agents: 4 }],
    };
    assert.deepEqual(await staffingFrom(named("week.csv")), {
      answerRateVariation: 0.2,
      intervals,
    });
    const yaml = ["a:", "  configId: config-1", "  staffing:", "    intervals: week.csv"];
    assert.deepEqual(await staffingFrom(yaml, "yaml"), { intervals });
  });
});

describe("what is wrong with a schedule's file is named with its line", () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      "a gap",
      [header, "09:00,12:00,8,0.3,180", "", "13:00,14:00,8,0.3,180"],
      /bad\.csv, line 4, column start: it is 13:00, but the interval before it ends at 12:00\./,
    ],
    [
      "a column that is missing",
      ["start,end,agents,answerRate", "09:00,12:00,8,0.3"],
      /bad\.csv, line 1: there is no column "averageHandleTimeSeconds"\.$/,
    ],
    [
      "a column that is none",
      [`${header},note`, "09:00,12:00,8,0.3,180,x"],
      /bad\.csv, line 1: "note" is no column of a schedule\. Its columns are start, /,
    ],
    [
      "a word for a number",
      [header, "09:00,12:00,eight,0.3,180"],
      /bad\.csv, line 2, column agents: it must be a number, but is "eight"\.$/,
    ],
    [
      "a cell too many",
      [header, "09:00,12:00,8,0.3,180,1"],
      /bad\.csv, line 2: it has 6 cells, and the header has 5\./,
    ],
    [
      "a day that is none",
      [`weekday,${header}`, "friday to monday,09:00,12:00,8,0.3,180"],
      /bad\.csv, line 2, column weekday: it must be a day or a run of days, .* but is "friday to monday"\.$/,
    ],
    [
      "a mistake on several days, once",
      [`weekday,${header}`, "monday to friday,09:00,08:00,8,0.3,180"],
      /^[^\n]*bad\.csv, line 2, column end: it is 08:00, but the interval starts at 09:00\.[^\n]*$/,
    ],
    ["nothing", [], /bad\.csv, line 1: it is empty\.$/],
    ["no interval", [header], /bad\.csv, the schedule is empty\. Write an interval, /],
  ];
  for (const [name, lines, message] of cases) {
    test(name, async () => {
      await write("bad.csv", lines);
      await assert.rejects(staffingFrom(named("bad.csv")), message);
    });
  }

  test("a file that is not there, with the row that names it", async () => {
    await assert.rejects(
      staffingFrom(named("none.csv")),
      /fleet\.csv, a: the schedule cannot be read: ENOENT/,
    );
  });

  test("a cell that names no CSV file", async () => {
    await assert.rejects(
      staffingFrom(named("week.xlsx")),
      /line 2, column staffing\.intervals: it must be the name of a CSV file with a schedule, which ends in \.csv, but is "week\.xlsx"\./,
    );
  });
});
