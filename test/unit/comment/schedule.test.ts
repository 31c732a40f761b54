import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  campaignForecasts,
  figureSources,
} from "../../../provider/src/cli/comment/judge/campaign.ts";
import { reviewOf } from "../../../provider/src/cli/comment/judge/review.ts";
import { jsonReport } from "../../../provider/src/cli/comment/render/json-report.ts";
import { markdown } from "../../../provider/src/cli/comment/render/markdown.ts";
import type { Inputs, Preview } from "../../../provider/src/cli/shared/preview/preview.ts";
import { checkPeriod } from "../../../provider/src/dialer-config/check-period.ts";
import { scheduleFigures } from "../../../provider/src/dialer-config/figures.ts";

const figures = { answerRate: 0.3, averageHandleTimeSeconds: 180 };
const morning = { start: "09:00", end: "13:00", agents: 12, ...figures };
const afternoon = { start: "13:00", end: "15:00", agents: 8, ...figures };

const inputs = {
  configId: "config-1",
  campaignId: "campaign-1",
  pacingType: "predictive",
  dialRate: 0.2,
  agentRatio: 2,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
  regulation: "us",
  staffing: { intervals: [morning, afternoon], answerRateVariation: 0.2 },
} as const;

const forecast = {
  covers: "30 days",
  abandonmentRate: 0.0251,
  abandonmentMargin: 0.0015,
  periodLow: 0.021,
  periodHigh: 0.031,
  chanceOverLimit: 0.123,
  worstInterval: "13:00",
  worstAbandonmentRate: 0.0391,
  occupancy: 0.812,
  answeredPerDay: 900,
  optimalDialRate: 0.19,
  linesCounted: "perAgent",
  lineRounding: "up",
};

const steady = {
  ...{ covers: "one steady hour", model: "simulated", abandonmentRate: 0.011 },
  ...{ abandonmentMargin: 0.001, occupancy: 0.7, optimalDialRate: 10 },
};

const urn = "urn:pulumi:prod::centre::pulumi-nodejs:dynamic/cxone:DialerConfig::first-call";

function preview(before: Inputs, after: Inputs): Preview {
  return {
    stack: { project: "centre", stack: "prod" },
    changes: [{ urn, operation: "update", before, after }],
    others: {},
    unchanged: 0,
    kept: [],
    hidden: 0,
    messages: [],
    isWhole: true,
  };
}

function factsOf(given: Preview, maxChance?: number) {
  const bound = { kind: "share", value: maxChance ?? 1, text: "10%" } as const;
  const review = reviewOf(given, maxChance === undefined ? {} : { maxChance: bound });
  const sources = figureSources(review.configurations, { kind: "none" });
  return { review, campaigns: [], sources, now: new Date(0) };
}

const before = { ...inputs, staffing: { agents: 10, ...figures }, forecast: steady };
const scheduled = preview(before, { ...inputs, forecast });

describe("a configuration with a schedule", () => {
  test("says what is spent of the period that goes on, and how that ends", () => {
    const covers = "the 30 days from 2026-03-02 (9 left)";
    const spent = { covers, periodRate: 0.0345, budgetSpent: 1.0623, spentUntil: "2026-03-22" };
    const given = preview(before, { ...inputs, forecast: { ...forecast, ...spent } });
    const row = markdown(factsOf(given))
      .split("\n")
      .find((line) => line.startsWith("| `first-call`"))
      ?.split(" | ");
    assert.equal(
      row?.[5],
      "12.3 % over the 30 days from `2026-03-02` (9 left)<br>106 % of it spent, ends at 3.45 %",
    );
    const [configuration] = JSON.parse(jsonReport(factsOf(given))).configurations;
    assert.deepEqual(configuration.spent, { share: 1.0623, periodRate: 0.0345 });
  });

  test("has the period's chance in the headline and the table, with the worst interval", () => {
    const lines = markdown(factsOf(scheduled)).split("\n");
    assert.equal(
      lines[1],
      "### ✅ Passes: abandonment 1.10 % → 2.51 %, limit 3 %, chance of exceeding it 12.3 % over 30 days",
    );
    const row = lines.find((line) => line.startsWith("| `first-call`"))?.split(" | ");
    assert.equal(row?.[3], "1.10 % ± 0.10 → **2.51 % ± 0.15**<br>worst `13:00` 3.91 %");
    assert.equal(row?.[5], "12.3 % over 30 days");
    assert.ok(lines.some((line) => line.includes("| Chance of exceeding it |")));
    const text = lines.join("\n");
    assert.match(
      text,
      /A forecast is for 30 days by the schedule, of each configuration by itself\./,
    );
    assert.match(text, /campaign `campaign-1`: by the schedule that the program plans\./);
  });

  test("is held to --max-chance by the period's chance", () => {
    assert.deepEqual(factsOf(scheduled, 0.2).review.exceeded, []);
    const { verdict, exceeded } = factsOf(scheduled, 0.1).review;
    assert.equal(verdict, "over-threshold");
    assert.deepEqual(
      exceeded.map(({ flag, after }) => [flag, after]),
      [["--max-chance", 0.123]],
    );
  });

  test("says which intervals change, and of each what", () => {
    const fewer = [morning, { ...afternoon, agents: 6 }];
    const after = { ...inputs, staffing: { ...inputs.staffing, intervals: fewer }, forecast };
    const { configurations } = factsOf(preview({ ...inputs, forecast }, after)).review;
    assert.deepEqual(configurations[0]?.settings, [
      { path: "staffing.intervals.13:00.agents", before: "8", after: "6", cause: "program" },
    ]);
  });

  test("says so in JSON", () => {
    const { configurations } = JSON.parse(jsonReport(factsOf(scheduled)));
    const { covers, chanceOverLimit, worstInterval } = configurations[0];
    assert.deepEqual(
      { covers, chanceOverLimit, worstInterval },
      {
        covers: "30 days",
        chanceOverLimit: 0.123,
        worstInterval: { name: "13:00", abandonmentRate: 0.0391 },
      },
    );
  });
});

test("a campaign with several configurations is forecast together over the period, as check does", () => {
  const second = { ...inputs, configId: "config-2", dialRate: 0.1 };
  const [found] = campaignForecasts(
    [{ urn, operation: "update", before, after: { ...inputs, forecast } }],
    { kept: [{ urn: `${urn}-too`, inputs: second }], hidden: 0 },
    { kind: "none" },
  );
  const schedule = scheduleFigures(inputs.staffing)?.schedule;
  assert.ok(schedule && found);
  const demand = (configId: string, dialRate: number) =>
    ({ configId, dialRate, agentRatio: 2, agents: 12, pacingType: "predictive" }) as const;
  const checked = checkPeriod(inputs, schedule, demand("both", 0.3), [], {
    linesCounted: "perAgent",
    lineRounding: "up",
  });
  assert.equal(found.abandonmentRate.after, checked?.forecast?.abandonmentRate);
  assert.equal(found.abandonmentLimit, 0.03);
});
