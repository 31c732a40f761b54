import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { forecastPacing, type PeriodOptions } from "../../../provider/src/domain/pacing/index.ts";
import { type PeriodOdds, periodOdds } from "../../../provider/src/domain/pacing/period-odds.ts";
import { parsePeriodOptions } from "../../../provider/src/domain/pacing/period-options.ts";
import { simulatePeriodDays } from "../../../provider/src/domain/pacing/period-search.ts";
import { thorough } from "../../../provider/src/domain/pacing/simulate-days.ts";
import { oddsOf, standardErrorOf } from "./period.ts";

const interval = fc.record({
  seconds: fc.integer({ min: 2, max: 8 }).map((quarters) => 900 * quarters),
  agents: fc.integer({ min: 2, max: 20 }),
  answerRate: fc.double({ min: 0.15, max: 0.45, noNaN: true }),
  averageHandleTimeSeconds: fc.double({ min: 60, max: 240, noNaN: true }),
});
const intervals = fc.array(interval, { minLength: 1, maxLength: 5 });
const settings = fc.record({
  pacingType: fc.constant("predictive" as const),
  linesCounted: fc.constantFrom("perAgent" as const, "pooled" as const),
  dialRate: fc.double({ min: 0.1, max: 0.8, noNaN: true }),
  agentRatio: fc.integer({ min: 10, max: 40 }).map((tenths) => tenths / 10),
  maxQueueDepth: fc.integer({ min: 0, max: 50 }),
  answerRateVariation: fc.constantFrom(0, 0.2),
  limit: fc.constant(0.03),
});

/** Of days that differ by chance alone. */
function assertNear(options: PeriodOptions, other: PeriodOptions): void {
  const [a, b] = [oddsOf(options), oddsOf(other)];
  const joint = Math.hypot(standardErrorOf(a), standardErrorOf(b));
  assert.ok(
    Math.abs(a.abandonmentRate - b.abandonmentRate) < 4 * joint,
    `${a.abandonmentRate}, but ${b.abandonmentRate}`,
  );
}

test("a schedule of equal intervals is forecast as its steady hour", () => {
  fc.assert(
    fc.property(settings, interval, fc.integer({ min: 1, max: 12 }), (change, hour, count) => {
      // A long day, for each begins with everyone free.
      const equal = { ...hour, seconds: 86_400 / count };
      const setting = { ...change, answerRateVariation: 0 };
      const odds = oddsOf({ ...setting, intervals: Array.from({ length: count }, () => equal) });
      const steady = forecastPacing({ ...setting, ...hour, maxAbandonmentRate: 0.03 });
      const joint = Math.hypot(standardErrorOf(odds), steady.abandonmentMargin / 1.96);
      const start = (10 * hour.averageHandleTimeSeconds) / 86_400;
      const difference = Math.abs(odds.abandonmentRate - steady.abandonmentRate);
      assert.ok(
        difference < 4 * joint + start * steady.abandonmentRate,
        `${odds.abandonmentRate}, but ${steady.abandonmentRate}`,
      );
    }),
    { numRuns: 20 },
  );
});

test("an interval that is split in two changes nothing", () => {
  fc.assert(
    fc.property(settings, intervals, fc.nat(), (change, day, which) => {
      const split = day.flatMap((each, i) => {
        const half = { ...each, seconds: each.seconds / 2 };
        return i === which % day.length ? [half, half] : [each];
      });
      assertNear({ ...change, intervals: day }, { ...change, intervals: split });
    }),
    { numRuns: 20 },
  );
});

test("long days of a large team, simulated in part, are forecast as whole ones", () => {
  const intervals = [80, 100, 40, 60, 20, 70, 90, 50].map((agents) => ({
    seconds: 10_800,
    agents,
    answerRate: 0.3,
    averageHandleTimeSeconds: 180,
  }));
  for (const answerRateVariation of [0, 0.2]) {
    const options: PeriodOptions = {
      pacingType: "predictive",
      intervals,
      answerRateVariation,
      dialRate: 1.1,
      agentRatio: 3,
      maxQueueDepth: 50,
      limit: 0.03,
    };
    const [part, whole] = [thorough, { events: 8_000_000, fewestDays: 8, settling: 3 }].map(
      (effort) => oddsOf(options, effort),
    );
    assert.ok(part && whole);
    const joint = Math.hypot(standardErrorOf(part), standardErrorOf(whole));
    assert.ok(Math.abs(part.abandonmentRate - whole.abandonmentRate) < 3 * joint);
    const deviation = (odds: PeriodOdds) =>
      ((odds.periodHigh - odds.periodLow) / 2 / 1.6448536269514722) ** 2 -
      standardErrorOf(odds) ** 2;
    const ratio = Math.sqrt(deviation(part) / deviation(whole));
    assert.ok(ratio > 0.75 && ratio < 1.25, `${ratio}`);
  }
});

test("where the dial rate holds the dialer back, more agents in an interval never raise the rate", () => {
  const more = fc.integer({ min: 1, max: 5 });
  fc.assert(
    fc.property(settings, intervals, fc.nat(), more, (change, day, which, more) => {
      // The ratio leaves room for more dials where more agents are free: then there are more calls, and who is short of agents has more.
      const setting = { ...change, agentRatio: Infinity };
      const staffed = day.map((each, i) => ({
        ...each,
        agents: each.agents + (i === which % day.length ? more : 0),
      }));
      const [few, many] = [day, staffed].map((intervals) => oddsOf({ ...setting, intervals }));
      assert.ok(few && many);
      const joint = Math.hypot(standardErrorOf(few), standardErrorOf(many));
      assert.ok(
        many.periodRate < few.periodRate + 4 * joint,
        `${many.periodRate}, but ${few.periodRate}`,
      );
    }),
    { numRuns: 20 },
  );
});

test("the more is spent, the higher the chance to end over the limit", () => {
  const counts = fc.tuple(fc.nat(20_000), fc.nat(600), fc.nat(600), fc.nat(30));
  fc.assert(
    fc.property(settings, intervals, counts, (change, intervals, [calls, one, other, days]) => {
      const answered = calls + 600;
      const [less, more] = [Math.min(one, other), Math.max(one, other)].map((abandoned) =>
        parsePeriodOptions({ ...change, intervals, spent: { answered, abandoned, days } }),
      );
      assert.ok(less && more);
      const simulated = simulatePeriodDays(less, { events: 100_000, fewestDays: 8, settling: 2 });
      const [low, high] = [less, more].map((plan) => periodOdds(simulated, plan));
      assert.ok(low && high);
      // The chance is known to some 14 digits, and one close to 1 goes up and down in the last of them.
      assert.ok(high.chanceOverLimit >= low.chanceOverLimit - 1e-12);
      assert.ok(high.periodRate >= low.periodRate);
    }),
    { numRuns: 30 },
  );
});
