import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  forecastPacing,
  type KindOfDay,
  type PeriodOptions,
} from "../../../provider/src/domain/pacing/index.ts";
import { parsePeriodOptions } from "../../../provider/src/domain/pacing/period-options.ts";
import { simulatePeriodDays } from "../../../provider/src/domain/pacing/period-search.ts";
import { direction } from "../../../scripts/assumptions/deviations.ts";
import { isNear, said, share, tableAfter } from "./guide.ts";
import { asHour, asPart, day, guide, hours, settings } from "./guide-day.ts";
import { oddsOf } from "./period.ts";

const hourly = hours.map((hour) =>
  forecastPacing({ ...settings, ...hour, maxAbandonmentRate: 0.03 }),
);

/** The day's means, by the agents' hours. */
function oneSteadyHour(): number {
  const all = hours.reduce((sum, hour) => sum + hour.agents, 0);
  const answerRate = hours.reduce((sum, hour) => sum + hour.agents * hour.answerRate, 0) / all;
  const mean = { agents: Math.round(all / hours.length), answerRate };
  const hour = { ...mean, averageHandleTimeSeconds: 180, maxAbandonmentRate: 0.03 };
  return forecastPacing({ ...settings, ...hour }).abandonmentRate;
}

function stitched(): number {
  const calls = hourly.reduce((sum, hour) => sum + hour.answeredPerHour, 0);
  return hourly.reduce((sum, hour) => sum + hour.answeredPerHour * hour.abandonmentRate, 0) / calls;
}

/** Of the whole day. */
const rateOf = (change: Partial<PeriodOptions>) => oddsOf({ ...day, ...change }).abandonmentRate;
const scaled = (name: "answerRate" | "averageHandleTimeSeconds", factor: number) =>
  rateOf({ intervals: hours.map((hour) => ({ ...hour, [name]: factor * hour[name] })) });

/** Half of the days as planned, and half with so many agents more. */
const everyOtherDay = (more: number): readonly KindOfDay[] =>
  [0, more].map((change) => ({
    share: 1 / 2,
    intervals: hours.map((hour) => ({ ...hour, agents: hour.agents + change })),
  }));

const instead: Readonly<Record<string, () => number>> = {
  "each hour is forecast by itself, weighted by its calls": stitched,
  "one steady hour with the day's means": oneSteadyHour,
  "answer rates vary by 10 % from day to day": () => rateOf({ answerRateVariation: 0.1 }),
  "answer rates vary by 20 % from day to day": () => rateOf({ answerRateVariation: 0.2 }),
  "a tenth more people answer all month": () => scaled("answerRate", 1.1),
  "a tenth fewer people answer all month": () => scaled("answerRate", 0.9),
  "one agent fewer in each hour": () =>
    rateOf({ intervals: hours.map((hour) => ({ ...hour, agents: hour.agents - 1 })) }),
  "two agents fewer in each hour of every other day": () =>
    oddsOf({ ...settings, limit: 0.03, kindsOfDay: everyOtherDay(-2) }).abandonmentRate,
  "calls take a tenth longer": () => scaled("averageHandleTimeSeconds", 1.1),
};

describe("the guide's day", () => {
  // Enough for 200 days: an hour of a day has few calls.
  const [simulated] = simulatePeriodDays(parsePeriodOptions(day), {
    events: 4_000_000,
    fewestDays: 8,
    settling: 3,
  });
  const ofDay = hours.map((_, i) => {
    const total = (name: "answered" | "abandoned") =>
      (simulated?.days ?? []).reduce((sum, parts) => sum + (parts[i]?.[name] ?? 0), 0);
    return { answered: total("answered"), rate: total("abandoned") / total("answered") };
  });
  const calls = ofDay.reduce((sum, { answered }) => sum + answered, 0);
  const abandonmentRate =
    ofDay.reduce((sum, { answered, rate }) => sum + answered * rate, 0) / calls;

  test("has the abandonment of each hour, as part of the day and by itself", () => {
    assert.equal(hours.length, 8);
    asPart.forEach((cell, i) => {
      isNear(ofDay[i]?.rate, share(cell), 0.0015 + 0.08 * share(cell));
    });
    asHour.forEach((cell, i) => {
      isNear(hourly[i]?.abandonmentRate, share(cell), 0.003 + 0.05 * share(cell));
    });
  });

  test("is worse in the hour after staff leaves than the same staff is by itself", () => {
    assert.ok((ofDay[4]?.rate ?? 0) > (hourly[4]?.abandonmentRate ?? 1) + 0.003);
  });

  test("has the mean that is written, which is not that of a mean hour", () => {
    const [written] = said(guide, /Over the day, ([\d.]+ %) are abandoned\./);
    const [mean] = said(guide, /with the day's mean staff and answer rate has ([\d.]+ %)\./);
    isNear(abandonmentRate, share(written), 0.001);
    isNear(oneSteadyHour(), share(mean), 0.0025);
    assert.ok(oneSteadyHour() < abandonmentRate - 0.002);
  });
});

describe("the guide's period", () => {
  test("ends in the range that is written, wider where days differ", () => {
    const alike = oddsOf(day);
    const [low, high] = said(
      guide,
      /would end nearly every period between ([\d.]+ %) and ([\d.]+ %)\./,
    );
    isNear(alike.periodLow, share(low), 0.001);
    isNear(alike.periodHigh, share(high), 0.001);
    const differing = oddsOf({ ...day, answerRateVariation: 0.2, limit: 0.022 });
    const [mean, from, to] = said(
      guide,
      /the mean rises to ([\d.]+ %), .*nine periods of ten end between ([\d.]+ %) and ([\d.]+ %)\./,
    );
    isNear(differing.abandonmentRate, share(mean), 0.001);
    isNear(differing.periodLow, share(from), 0.001);
    isNear(differing.periodHigh, share(to), 0.001);
    said(guide, /A limit of 2\.2 % is safe in the first case; in the second, two periods of ten/);
    assert.ok(oddsOf({ ...day, limit: 0.022 }).chanceOverLimit < 0.001);
    isNear(differing.chanceOverLimit, 0.2, 0.1);
  });
});

describe("the guide's table of what is assumed of days", () => {
  const rows = tableAfter(
    guide,
    "| assumed of the days | instead | abandoned | the forecast is |\n",
  );

  test("has a row for each that is forecast", () => {
    assert.deepEqual(
      rows.map(([, what]) => what),
      Object.keys(instead),
    );
  });

  for (const [, what = "", abandoned, off] of rows) {
    test(`has the figure where ${what}, and says which way the forecast is off`, () => {
      // Steady hours are simulated by themselves, as exactly as a check needs them.
      const isOfHours = instead[what] === stitched || instead[what] === oneSteadyHour;
      isNear(instead[what]?.(), share(abandoned), isOfHours ? 0.0025 : 0.001);
      assert.equal(off, direction(0.018, share(abandoned)));
    });
  }

  test("has no larger difference than that of a month with other answer rates", () => {
    said(guide, /A month that is unlike the last ones\*\* is the largest of these/);
    const differences = rows.map(([, what = "", abandoned]) => ({
      what,
      points: Math.abs(share(abandoned) - 0.018),
    }));
    const [largest] = differences.toSorted((a, b) => b.points - a.points);
    assert.equal(largest?.what, "a tenth more people answer all month");
  });
});
