import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { forecastPeriod } from "pulumi-cxone-dialer/pacing";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { forecast, forecastRows } from "./forecast-command.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());

async function written(name: string, lines: readonly string[]): Promise<string> {
  const file = join(folder.path, name);
  await writeFile(file, lines.join("\n"));
  return file;
}

const header = "start,end,agents,answerRate,averageHandleTimeSeconds";
const figures = { answerRate: 0.3, averageHandleTimeSeconds: 180 };
const days = await written("days.csv", [header, "09:00,13:00,12,0.3,180", "13:00,15:00,8,0.3,180"]);
const entries = [
  { start: "09:00", end: "13:00", agents: 12, ...figures },
  { start: "13:00", end: "15:00", agents: 8, ...figures },
];
const flags = "--regulation us --ratio 2 --queue-depth 40";

/** What the period comes to, by the function that the package exports. */
const expected = forecastPeriod({
  pacingType: "predictive",
  intervals: [
    { ...figures, agents: 12, seconds: 14_400 },
    { ...figures, agents: 8, seconds: 7200 },
  ],
  answerRateVariation: 0.2,
  dialRate: 0.3,
  agentRatio: 2,
  maxQueueDepth: 40,
  limit: 0.03,
});

describe("cxone-dialer forecast --schedule", () => {
  test("forecasts the period that the regulation counts, with the worst interval", async () => {
    const [row] = await forecastRows(`--schedule ${days} --variation 0.2 ${flags} --dial-rate 0.3`);
    const { abandonmentRate, abandonmentMargin, periodLow, periodHigh } = expected;
    const { chanceOverLimit, occupancy, answeredPerDay } = expected;
    assert.deepEqual(row?.forecast, {
      covers: "30 days",
      abandonmentRate,
      abandonmentMargin,
      periodLow,
      periodHigh,
      chanceOverLimit,
      worstInterval: "13:00",
      worstAbandonmentRate: expected.byInterval[1]?.abandonmentRate,
      occupancy,
      answeredPerDay,
    });
  });

  test("says the highest dial rate that keeps the chance under 5 %, in a table of its own", async () => {
    const { code, stdout } = await forecast(
      `--schedule ${days} --variation 0.2 ${flags} --dial-rate 0.1:0.5:0.2`,
    );
    assert.equal(code, 0);
    assert.match(stdout, /^predictive, by its schedule, 12 agents, 30 % answered, 180 s a call, /);
    assert.match(
      stdout,
      /\ndials\/s +abandoned +± +occupancy +chance over +calls\/day +worst interval\n/,
    );
    assert.match(stdout, /\n +0\.1 .* 13:00: [\d.]+ %\n/);
    const [, rate] =
      /keeps the limit of 3 % over 30 days with a chance of 95 %: ([\d.]+) dials a second\./.exec(
        stdout,
      ) ?? [];
    const [row] = await forecastRows(
      `--schedule ${days} --variation 0.2 ${flags} --dial-rate ${rate}`,
    );
    assert.ok(Number(row?.forecast.chanceOverLimit) < 0.05, `${rate}`);
  });

  test("refuses what it cannot use", async () => {
    const bad = await written("bad.csv", [header, "09:00,13:00,12,30,180"]);
    const parted = await written("parted.csv", [
      header.replaceAll(",", ";"),
      "09:00;13:00;12;0.3;180",
    ]);
    const cases: readonly (readonly [string, RegExp])[] = [
      [`--schedule ${bad}`, /bad\.csv, line 2, column answerRate: it is 30, but must be over 0/],
      [
        `--schedule ${parted}`,
        /^error: --schedule: \S+, line 1: its columns are parted by semicolons\. Part them by commas\.\n$/,
      ],
      [`--schedule ${days} --agents 12`, /--agents: --schedule says it for each interval/],
      ["--schedule none.csv", /none\.csv cannot be read/],
      ["--agents 12 --variation 0.2", /--variation: .*give --schedule/],
      [`--schedule ${days} --variation 20`, /Write a share from 0 to 1/],
    ];
    for (const [args, message] of cases) {
      const { code, stderr } = await forecast(args);
      assert.equal(code, 2, args);
      assert.match(stderr, message);
    }
  });
});

describe("cxone-dialer forecast --from-stack of a configuration that plans a schedule", () => {
  const type = "pulumi-nodejs:dynamic/cxone:DialerConfig";
  const inputs = {
    ...{ configId: "config-1", campaignId: "campaign-1", pacingType: "predictive" },
    ...{ dialRate: 0.3, agentRatio: 2, maxQueueDepth: 40, maxAbandonmentRate: 0.03 },
    regulation: "us",
  };
  const planned = { intervals: entries, answerRateVariation: 0.2 };
  const steady = { agents: 12, ...figures };
  const state = JSON.stringify({
    version: 3,
    deployment: {
      resources: [
        ["planned", { ...inputs, staffing: planned }],
        ["steady", { ...inputs, campaignId: "campaign-2", staffing: steady }],
      ].map(([name, inputs]) => ({
        urn: `urn:pulumi:dev::calls::${type}::${name}`,
        type,
        inputs,
      })),
    },
  });

  test("is of its period, beside the steady hour of another", async () => {
    const [row, other] = await forecastRows("--from-stack -", { input: state });
    assert.equal(row?.forecast.covers, "30 days");
    assert.equal(row?.forecast.chanceOverLimit, expected.chanceOverLimit);
    assert.ok("waitProbability" in (other?.forecast ?? {}));
  });

  test("is of one steady hour where a flag gives a figure", async () => {
    const rows = await forecastRows("--from-stack - --agents 12", { input: state });
    for (const { forecast } of rows) assert.ok("waitProbability" in forecast);
  });

  test("is by the schedule that --schedule names", async () => {
    const rows = await forecastRows(`--from-stack - --schedule ${days} --variation 0.2`, {
      input: state,
    });
    for (const { forecast } of rows) {
      assert.equal(forecast.chanceOverLimit, expected.chanceOverLimit);
    }
  });
});
