import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Forecast, JsonObject } from "pulumi-cxone-dialer";
import { forecastPeriod } from "pulumi-cxone-dialer/pacing";
import { scheduleFigures } from "../../provider/src/dialer-config/figures.ts";
import { fields } from "../../provider/src/dialer-config/schema.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { beginRun } from "./in-process.ts";
import { afternoon, figures, hour, intervals, morning } from "./schedules.ts";
import { stackConfigOf, startWorld } from "./world.ts";

const { provider, scene, tenant } = await startWorld();

/** A page of the documentation, without its line breaks. */
function guide(name: string): string {
  const file = new URL(`../../docs/${name}`, import.meta.url);
  return readFileSync(file, "utf8").replaceAll(/\s+/g, " ");
}

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const pace = { pacingType: "predictive", agentRatio: 2, regulation: "us" };

/** A campaign that has nobody logged in: what passes does so by the schedule. */
const campaign = { agentCount: 0 };

async function checked(changes: JsonObject, given = scene({ campaign })) {
  provider.takeWarnings();
  const { inputs, failures } = await provider.check(
    given.program({ ...pace, dialRate: 0.15, staffing: { intervals }, ...changes }),
  );
  return {
    forecast: inputs.forecast as Forecast | string | undefined,
    failures,
    warnings: provider.takeWarnings().join("\n"),
  };
}

const toThreeDigits = (value: number) => Number(value.toPrecision(3));

describe("a schedule in place of a steady hour", () => {
  test("is forecast over the period that the regulation counts", async () => {
    const { forecast, failures, warnings } = await checked({});
    const seconds = (hours: number) => 3600 * hours;
    const expected = forecastPeriod({
      pacingType: "predictive",
      intervals: [
        { ...figures, agents: 12, seconds: seconds(4) },
        { ...figures, agents: 8, seconds: seconds(2) },
      ],
      dialRate: 0.15,
      agentRatio: 2,
      maxQueueDepth: 40,
      limit: 0.03,
    });
    assert.deepEqual([failures, warnings], [[], ""]);
    assert.deepEqual(forecast, {
      covers: "30 days",
      abandonmentRate: toThreeDigits(expected.abandonmentRate),
      abandonmentMargin: toThreeDigits(expected.abandonmentMargin),
      periodLow: toThreeDigits(expected.periodLow),
      periodHigh: toThreeDigits(expected.periodHigh),
      chanceOverLimit: toThreeDigits(expected.chanceOverLimit),
      worstInterval: "13:00",
      worstAbandonmentRate: toThreeDigits(expected.byInterval[1]?.abandonmentRate ?? 0),
      budgetUse: toThreeDigits(expected.budget.expected / expected.budget.left),
      occupancy: toThreeDigits(expected.occupancy),
      answeredPerDay: toThreeDigits(expected.answeredPerDay),
      optimalDialRate: expected.optimalDialRate,
      linesCounted: "perAgent",
      lineRounding: "up",
    });
  });

  test("over the limit is refused with the worst interval, and what it says would pass does", async () => {
    const { failures } = await checked({ dialRate: 0.2, agentRatio: 3 });
    const [failure, ...more] = failures;
    assert.deepEqual(more, []);
    assert.equal(failure?.property, "dialRate");
    const reason = failure?.reason ?? "";
    assert.ok(guide("schedule.md").includes(reason), reason);
    assert.match(
      reason,
      /^Over 30 days, [\d.]+ % \(± [\d.]+ %\) of answered calls would be abandoned: no agent within 2 s\. That is over the limit of 3 %\. The worst interval is 13:00, after 4 agents leave: [\d.]+ %\. /,
    );
    const [, rate] = /the highest dialRate that passes is ([\d.]+); at/.exec(reason) ?? [];
    const [, ratio] = /the highest agentRatio is ([\d.]+) /.exec(reason) ?? [];
    assert.ok(rate && ratio, reason);
    for (const passing of [
      { dialRate: Number(rate), agentRatio: 3 },
      { dialRate: 0.2, agentRatio: Number(ratio) },
    ]) {
      const { failures: none, warnings } = await checked(passing);
      assert.deepEqual([none, warnings], [[], ""], JSON.stringify(passing));
    }
  });

  test("under the limit warns where the chance of ending over it is more than 5 %", async () => {
    const staffing = { intervals, answerRateVariation: 0.25 };
    const { forecast, failures, warnings } = await checked({ dialRate: 0.25, staffing });
    assert.deepEqual(failures, []);
    assert.ok(typeof forecast === "object" && "chanceOverLimit" in forecast);
    assert.ok(forecast.chanceOverLimit > 0.05 && forecast.abandonmentRate < 0.03);
    assert.match(
      warnings,
      /The limit is 3 %, and the chance that a period ends over it is [\d.]+ %, more than 5 %\. The worst interval is 13:00/,
    );
  });

  test("counts all configurations of the campaign together", async () => {
    const given = scene({ campaign });
    const three = { agentRatio: 3 };
    assert.deepEqual((await checked(three, given)).failures, []);
    const { forecast, failures } = await checked({ ...three, configId: "second" }, given);
    assert.match(
      failures[0]?.reason ?? "",
      /^With this program's 2 configurations of the campaign together, over 30 days, /,
    );
    assert.deepEqual(forecast, (await checked(three)).forecast);
  });

  test("by weekday counts each day as often as it comes", async () => {
    const saturday = [{ ...morning, agents: 4 }];
    const workdays = ["monday", "tuesday", "wednesday", "thursday", "friday"];
    const week = Object.fromEntries(workdays.map((day) => [day, intervals]));
    const { forecast } = await checked({ staffing: { intervals: { ...week, saturday } } });
    assert.ok(typeof forecast === "object" && "worstInterval" in forecast);
    assert.equal(forecast.worstInterval, "saturday 09:00");
    const all = (await checked({})).forecast;
    assert.ok(typeof all === "object" && "answeredPerDay" in all);
    const share = forecast.answeredPerDay / all.answeredPerDay;
    assert.ok(share > 5 / 7 && share < 6 / 7, `${share}`);
  });

  test("of a law that counts each day is held to it on the worst day", async () => {
    const staffing = { intervals: { monday: intervals, tuesday: [{ ...morning, agents: 2 }] } };
    const { forecast } = await checked({ regulation: "uk", dialRate: 0.1, staffing });
    assert.ok(typeof forecast === "object");
    assert.equal(forecast.covers, "24 hours of tuesday");
  });

  test("says how many agents it carries the dials with: as many as it has at most", async () => {
    const { failures } = await checked({ dialRate: 10, agentRatio: 2, pacingType: "progressive" });
    assert.deepEqual(failures, []);
    const few = { intervals: [{ ...morning, agents: 2 }] };
    const { failures: refused } = await checked({ dialRate: 10, staffing: few });
    assert.match(refused[0]?.reason ?? "", /has 2 agents, which carry 4 dials a second/);
  });

  test("is not known while a value is not that it depends on", async () => {
    for (const staffing of [
      { intervals: UNKNOWN },
      { intervals: [morning, { ...afternoon, agents: UNKNOWN }] },
      { intervals, answerRateVariation: UNKNOWN },
    ]) {
      const { forecast, failures } = await checked({ staffing });
      assert.deepEqual([forecast, failures], [UNKNOWN, []]);
    }
  });
});

const TWO_SECONDS = "of answered calls would be abandoned: no agent within 2 s.";
const BY_AGENT = "Assumed: lines per agent, fractions rounded up.";

const nextHour = { start: "10:00", end: "11:00" };
const fast = { dialRate: 0.3, agentRatio: 3 };

describe("a refusal by a schedule says", () => {
  const cases: readonly (readonly [string, JsonObject, string])[] = [
    [
      "the worst interval by its start where the day begins with it, and the lowest dialRate of the API's",
      { ...fast, staffing: { intervals: [hour(7)] } },
      `Over 30 days, 9.79 % (± 0.24 %) ${TWO_SECONDS} That is over the limit of 3 %. The worst interval is 09:00: 9.79 %. ` +
        "With a chance under 5 %, at an agentRatio of 3 the highest dialRate that passes is 0.1; at a dialRate of 0.3 the highest " +
        `agentRatio is 1 (whole lines). Or plan more agents in the schedule. ${BY_AGENT}`,
    ],
    [
      "that one agent leaves, and that no dialRate passes",
      { ...fast, staffing: { intervals: [hour(7), hour(6, nextHour)] } },
      `Over 30 days, 10.7 % (± 0.21 %) ${TWO_SECONDS} That is over the limit of 3 %. The worst interval is 10:00, after an agent ` +
        "leaves: 11.8 %. With a chance under 5 %, at an agentRatio of 3 no dialRate passes; at a dialRate of 0.3 the highest " +
        `agentRatio is 1 (whole lines). Or plan more agents in the schedule. ${BY_AGENT}`,
    ],
    [
      "nothing of agents where as many stay",
      { ...fast, staffing: { intervals: [hour(6), hour(6, { ...nextHour, answerRate: 0.5 })] } },
      `Over 30 days, 17.5 % (± 0.23 %) ${TWO_SECONDS} That is over the limit of 3 %. The worst interval is 10:00: 22.7 %. ` +
        "With a chance under 5 %, at an agentRatio of 3 no dialRate passes; at a dialRate of 0.3 the highest agentRatio is 1 " +
        `(whole lines). Or plan more agents in the schedule. ${BY_AGENT}`,
    ],
  ];
  for (const [name, changes, reason] of cases) {
    test(name, async () => {
      assert.deepEqual((await checked(changes)).failures, [{ property: "dialRate", reason }]);
    });
  }

  test("nothing of whole lines where they are pooled", async () => {
    const pooled = await beginRun({
      ...stackConfigOf(tenant),
      "cxone:linesCounted": "pooled",
    });
    const staffing = { intervals: [hour(6)] };
    const { failures } = await pooled.check(
      scene({ campaign }).program({ ...pace, ...fast, agentRatio: 2.5, staffing }),
    );
    assert.match(
      failures[0]?.reason ?? "",
      /at a dialRate of 0\.3 the highest agentRatio is 1\. Or plan more agents in the schedule\. Assumed: lines pooled, fractions rounded up\.$/,
    );
  });

  test("what is left for this configuration beside the others of the campaign", async () => {
    const given = scene({ campaign });
    const staffing = { intervals: [hour(20)] };
    await checked({ dialRate: 0.25, agentRatio: 2, staffing }, given);
    const { failures } = await checked(
      { configId: "another", dialRate: 0.3, agentRatio: 3, staffing },
      given,
    );
    assert.deepEqual(failures, [
      {
        property: "dialRate",
        reason:
          `With this program's 2 configurations of the campaign together, over 30 days, 4 % (± 0.18 %) ${TWO_SECONDS} That is ` +
          "over the limit of 3 %. The worst interval is 09:00: 4 %. With a chance under 5 %, at an agentRatio of 3 the highest " +
          "dialRate that passes is 0.18; at a dialRate of 0.3 the highest agentRatio is 2 (whole lines). Or plan more agents in " +
          `the schedule. ${BY_AGENT}`,
      },
    ]);
  });

  test("no other agentRatio where another configuration of the campaign has a higher one", async () => {
    const given = scene({ campaign });
    const staffing = { intervals: [hour(8)] };
    await checked({ dialRate: 0.1, agentRatio: 3, staffing }, given);
    const { failures } = await checked(
      { configId: "lower", dialRate: 0.15, agentRatio: 2, staffing },
      given,
    );
    assert.match(
      failures[0]?.reason ?? "",
      /at an agentRatio of 3 no dialRate passes\. Or plan more agents/,
    );
  });
});

test("a day of a law that counts each by itself is warned of by the names of such days", async () => {
  const given = scene({ campaign });
  const days = { monday: [hour(8)], tuesday: [hour(6)], friday: [hour(6)] };
  const { forecast, failures, warnings } = await checked(
    { regulation: "uk", dialRate: 0.1, staffing: { intervals: days } },
    given,
  );
  assert.deepEqual(failures, []);
  assert.equal(
    warnings.split("\n")[0],
    `Dialer configuration ${given.configId}, dialRate: Over 24 hours of tuesday, friday, 1.94 % (± 0.14 %) ${TWO_SECONDS} The limit ` +
      "is 3 %, and the chance that a period ends over it is 22.7 %, more than 5 %. The worst interval is 09:00: 1.94 %. With a " +
      "chance under 5 %, at an agentRatio of 2 no dialRate passes; at a dialRate of 0.1 the highest agentRatio is 1 (whole lines). " +
      `Or plan more agents in the schedule. ${BY_AGENT}`,
  );
  assert.ok(typeof forecast === "object" && "worstInterval" in forecast);
  assert.equal(forecast.worstInterval, "09:00");
});

describe("where one line is dialled for each free agent", () => {
  const progressive = { pacingType: "progressive" };

  test("a forecast by a schedule has no lines to count", async () => {
    const staffing = { intervals: [hour(6)] };
    const { forecast, failures, warnings } = await checked({
      ...progressive,
      regulation: "uk",
      staffing,
    });
    assert.deepEqual([failures, warnings], [[], ""]);
    assert.deepEqual(forecast, {
      covers: "24 hours",
      abandonmentRate: 0,
      abandonmentMargin: 0,
      periodLow: 0,
      periodHigh: 0,
      chanceOverLimit: 0,
      worstInterval: "09:00",
      worstAbandonmentRate: 0,
      budgetUse: 0,
      occupancy: 0.761,
      answeredPerDay: 91.3,
      optimalDialRate: 10,
    });
  });

  test("even a limit of 0 is kept", async () => {
    const staffing = { intervals: [hour(6)] };
    const { failures, warnings } = await checked({
      ...progressive,
      maxAbandonmentRate: 0,
      staffing,
    });
    assert.deepEqual([failures, warnings], [[], ""]);
  });

  const runs: readonly (readonly [readonly string[], string])[] = [
    [["monday", "tuesday"], "monday, tuesday"],
    [["tuesday", "wednesday", "thursday"], "tuesday to thursday"],
    [["monday", "wednesday", "friday"], "monday, wednesday, friday"],
  ];
  for (const [days, names] of runs) {
    test(`the days that are alike are named together: ${names}`, async () => {
      const intervals = Object.fromEntries(days.map((day) => [day, [hour(6)]]));
      const { forecast } = await checked({
        ...progressive,
        regulation: "uk",
        staffing: { intervals },
      });
      assert.equal(Object(forecast).covers, `24 hours of ${names}`);
    });
  }
});

test("a schedule is not forecast while a limit is not known", async () => {
  for (const name of ["maxQueueDepth", "maxAbandonmentRate", "regulation"]) {
    const { forecast, failures } = await checked({ [name]: UNKNOWN });
    assert.deepEqual([forecast, failures], [UNKNOWN, []], name);
  }
});

describe("a schedule in one figure", () => {
  const week = {
    monday: [hour(6)],
    friday: [
      hour(3, { end: "11:00", answerRate: 0.2, averageHandleTimeSeconds: 100 }),
      hour(6, { start: "11:00", end: "12:00", answerRate: 0.2, averageHandleTimeSeconds: 140 }),
    ],
    saturday: [hour(6)],
  };

  test("is the most agents, the answer rate of an agent's hour, and the handle time of an answered call", () => {
    const { intervals } = fields.staffing.parse({ intervals: week }) ?? {};
    const { figures, schedule } = scheduleFigures({ intervals }) ?? assert.fail("no schedule");
    assert.equal(figures.agents, 6);
    assert.ok(Math.abs(schedule.answerRate - 0.25) < 1e-12, `${schedule.answerRate}`);
    assert.equal(figures.answerRate, schedule.answerRate);
    const { averageHandleTimeSeconds } = figures;
    assert.ok(
      Math.abs(Number(averageHandleTimeSeconds) - 156) < 1e-9,
      `${averageHandleTimeSeconds}`,
    );
    assert.equal(schedule.answerRateVariation, 0);
  });

  test("has an answer rate that is held to the configuration's threshold", async () => {
    const given = scene({ campaign });
    const { warnings } = await checked(
      { pacingType: "progressive", answerRateThreshold: 0.35, staffing: { intervals: week } },
      given,
    );
    assert.equal(
      warnings.split("\n")[0],
      `Dialer configuration ${given.configId}, answerRateThreshold: The campaign's answer rate, 25 %, is under answerRateThreshold, 35 %: ` +
        "the tenant would not dial ahead.",
    );
  });
});

describe("a schedule in the telemetry file", () => {
  const asOf = new Date().toISOString();

  async function checkedWith(entry: JsonObject, changes: JsonObject) {
    const folder = await temporaryFolder();
    const file = join(folder.path, "telemetry.json");
    const given = scene({ campaign: { agentCount: 30, answerRate: 0.3, averageHandleTime: 180 } });
    const { campaignId = "" } = given.program({});
    await writeFile(
      file,
      JSON.stringify({ campaigns: { [String(campaignId)]: { asOf, ...entry } } }),
    );
    const inProcess = await beginRun({
      ...stackConfigOf(tenant),
      "cxone:telemetry": file,
    });
    const { inputs } = await inProcess.check(
      given.program({ ...pace, dialRate: 0.15, ...changes }),
    );
    await folder[Symbol.asyncDispose]();
    return Object(inputs.forecast) as Forecast;
  }

  test("is forecast as the program's own would be", async () => {
    const entry = { intervals, agents: 99, timeZone: "Europe/London" };
    assert.deepEqual(await checkedWith(entry, {}), (await checked({})).forecast);
  });

  test("gives way to figures that the program plans", async () => {
    const staffing = { agents: 30, ...figures };
    const { covers } = await checkedWith({ intervals }, { staffing });
    assert.equal(covers, "one steady hour");
  });
});
