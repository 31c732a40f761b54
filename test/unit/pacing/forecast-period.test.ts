import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  forecastPeriod,
  type KindOfDay,
  type PeriodOptions,
} from "../../../provider/src/domain/pacing/index.ts";

const hour = { seconds: 3600, agents: 12, answerRate: 0.25, averageHandleTimeSeconds: 180 };
const options: PeriodOptions = {
  pacingType: "predictive",
  intervals: [
    { ...hour, agents: 8, answerRate: 0.3 },
    { ...hour, agents: 16 },
    { ...hour, agents: 10 },
  ],
  answerRateVariation: 0.15,
  dialRate: 0.55,
  agentRatio: 2,
  maxQueueDepth: 50,
  limit: 0.03,
};
const forecast = (change: Partial<PeriodOptions> = {}) => forecastPeriod({ ...options, ...change });

test("the same options give the same digits, on every machine", () => {
  const { abandonmentRate, periodHigh, chanceOverLimit, optimalDialRate } = forecast();
  assert.deepEqual(
    { abandonmentRate, periodHigh, chanceOverLimit, optimalDialRate },
    {
      abandonmentRate: 0.0296482125548777,
      periodHigh: 0.033602008707712565,
      chanceOverLimit: 0.44177492966069665,
      optimalDialRate: 0.44,
    },
  );
  assert.deepEqual(forecast(), forecast({ days: 30, seed: 1981, linesCounted: "perAgent" }));
  assert.notEqual(forecast({ seed: 7 }).abandonmentRate, abandonmentRate);
});

test("the intervals add up to the day", () => {
  const { byInterval, worstInterval, answeredPerDay, abandonmentRate, occupancy } = forecast();
  const near = (actual: number, expected: number) =>
    assert.ok(Math.abs(actual / expected - 1) < 1e-12, `${actual} is not ${expected}`);
  near(
    byInterval.reduce((sum, { answered }) => sum + answered, 0),
    answeredPerDay,
  );
  const abandoned = byInterval.reduce((sum, each) => sum + each.answered * each.abandonmentRate, 0);
  near(abandoned / answeredPerDay, abandonmentRate);
  assert.equal(worstInterval, 0);
  assert.ok(byInterval.every((each) => each.occupancy > 0 && each.occupancy < 1));
  assert.ok(occupancy > 0.5 && occupancy < 1);
});

test("the quarter of an hour after agents leave is worse than the same by itself", () => {
  const quarter = { ...hour, seconds: 900, agents: 8 };
  const after = forecast({ intervals: [{ ...hour, agents: 20 }, quarter], dialRate: 1 });
  const before = forecast({ intervals: [quarter, quarter], dialRate: 1 });
  const rate = ({ byInterval }: typeof after) => byInterval[1]?.abandonmentRate ?? 0;
  assert.ok(rate(after) > 1.1 * rate(before), `${rate(after)} and ${rate(before)}`);
});

test("an interval without agents dials nothing", () => {
  const { byInterval } = forecast({
    intervals: [hour, { ...hour, agents: 0 }, hour],
    dialRate: Infinity,
  });
  const [, pause] = byInterval;
  // Lines that ring when the agents leave are answered, and abandoned.
  assert.ok(pause && pause.answered < 10 && pause.abandonmentRate > 0.98, JSON.stringify(pause));
  assert.ok(pause.occupancy > 0.99, "who is still on a call is busy");
});

describe("days of several kinds", () => {
  const long = options.intervals;
  const short = [{ ...hour, agents: 4 }];
  const week = (...kindsOfDay: KindOfDay[]) => {
    const { intervals: _, ...others } = options;
    return forecastPeriod({ ...others, kindsOfDay });
  };

  test("count by their shares, and nobody is called on days that are left out", () => {
    const [ofLong, ofShort] = [forecast(), forecast({ intervals: short })];
    const mixed = week({ share: 5 / 7, intervals: long }, { share: 1 / 7, intervals: short });
    const answered = (5 / 7) * ofLong.answeredPerDay + (1 / 7) * ofShort.answeredPerDay;
    assert.ok(Math.abs(mixed.answeredPerDay / answered - 1) < 0.02);
    const abandoned =
      (5 / 7) * ofLong.answeredPerDay * ofLong.abandonmentRate +
      (1 / 7) * ofShort.answeredPerDay * ofShort.abandonmentRate;
    const margin = ofLong.abandonmentMargin + mixed.abandonmentMargin;
    assert.ok(Math.abs(mixed.abandonmentRate - abandoned / answered) < margin);
    assert.equal(mixed.byInterval.length, 4);
    assert.equal(mixed.worstInterval, 3);
  });

  test("that are alike are one kind, but for chance", () => {
    const half = { share: 1 / 2, intervals: long };
    const [one, two] = [forecast(), week(half, half)];
    assert.deepEqual(week({ share: 1, intervals: long }), one);
    const margin = one.abandonmentMargin + two.abandonmentMargin;
    assert.ok(Math.abs(one.abandonmentRate - two.abandonmentRate) < margin);
    const width = ({ periodLow, periodHigh }: typeof one) => periodHigh - periodLow;
    assert.ok(Math.abs(width(two) / width(one) - 1) < 0.25, `${width(two)}, ${width(one)}`);
  });

  test("are at most all days, and named where one is out of its range", () => {
    const third = { share: 1 / 3, intervals: short };
    assert.throws(() => week(), /^RangeError: kindsOfDay must be 1 to 7, but are 0$/);
    assert.throws(
      () => week(third, third, { ...third, share: 0.5 }),
      /^RangeError: the shares of kindsOfDay must be at most 1 together, but are 1\.16/,
    );
    assert.throws(
      () => week(third, { ...third, share: 0 }),
      /^RangeError: kindsOfDay\[1\]\.share must be over 0 and at most 1, but is 0$/,
    );
    assert.throws(
      () => week({ share: 1, intervals: [{ ...hour, agents: -1 }] }),
      /^RangeError: kindsOfDay\[0\]\.intervals\[0\]\.agents must be a whole number/,
    );
  });
});

test("days that differ more make the period less certain, and worse", () => {
  const [same, different] = [
    forecast({ answerRateVariation: 0 }),
    forecast({ answerRateVariation: 0.4 }),
  ];
  const width = ({ periodLow, periodHigh }: typeof same) => periodHigh - periodLow;
  assert.ok(width(different) > 2 * width(same));
  assert.ok(different.abandonmentRate > same.abandonmentRate);
});

describe("the budget", () => {
  test("is the limit's share of all calls of the period", () => {
    const { budget, answeredPerDay, abandonmentRate, periodRate } = forecast({
      days: 28,
      spent: { answered: 7000, abandoned: 250, days: 10 },
    });
    const allowed = 0.03 * (7000 + 18 * answeredPerDay);
    const expected = 18 * answeredPerDay * abandonmentRate;
    const near = (actual: number, expected: number) =>
      assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);
    near(budget.allowed, allowed);
    near(budget.expected, expected);
    near(budget.left, allowed - 250);
    near(budget.lastsDays, (allowed - 250) / (answeredPerDay * abandonmentRate));
    near(periodRate, (250 + expected) / (7000 + 18 * answeredPerDay));
    assert.equal(budget.spent, 250);
  });

  test("lasts no day where more is spent than the period allows", () => {
    const { budget, chanceOverLimit, optimalDialRate, highestAgentRatio } = forecast({
      spent: { answered: 1000, abandoned: 1000, days: 20 },
    });
    assert.ok(budget.left < 0);
    assert.equal(budget.lastsDays, 0);
    assert.deepEqual([chanceOverLimit, optimalDialRate, highestAgentRatio], [1, 0, 0]);
  });

  test("of a period that is over leaves nothing to chance", () => {
    const over = (abandoned: number) =>
      forecast({ spent: { answered: 1000, abandoned, days: 30 } });
    assert.deepEqual([over(29).chanceOverLimit, over(31).chanceOverLimit], [0, 1]);
    const { periodLow, periodRate, periodHigh } = over(31);
    assert.deepEqual([periodLow, periodRate, periodHigh], [0.031, 0.031, 0.031]);
  });

  test("that is overspent is made up for by a dialer that is neither too fast nor too slow", () => {
    const { optimalDialRate } = forecast({
      dialRate: 2,
      agentRatio: 3,
      spent: { answered: 6000, abandoned: 250, days: 15 },
    });
    const at = (dialRate: number) =>
      forecast({ dialRate, agentRatio: 3, spent: { answered: 6000, abandoned: 250, days: 15 } })
        .chanceOverLimit;
    assert.ok(optimalDialRate > 0.1 && optimalDialRate < 2, `${optimalDialRate}`);
    assert.ok(at(optimalDialRate) < 0.05);
    assert.ok(at(0.05) > 0.05);
  });
});

describe("what is recommended passes, and what is well above does not", () => {
  for (const change of [
    {},
    { dialRate: 3, agentRatio: 3 },
    { dialRate: 0.2, agentRatio: 5 },
    { dialRate: 1, agentRatio: 2.4, linesCounted: "pooled" },
    { dialRate: Infinity, agentRatio: 4, answerRateVariation: 0 },
  ] as const satisfies readonly Partial<PeriodOptions>[]) {
    test(JSON.stringify(change), () => {
      const { optimalDialRate, highestAgentRatio } = forecast(change);
      const { linesCounted = "perAgent" } = options;
      if (optimalDialRate > 0) {
        const { chanceOverLimit } = forecast({ ...change, dialRate: optimalDialRate });
        assert.ok(chanceOverLimit < 0.05, `${optimalDialRate}: ${chanceOverLimit}`);
      }
      if (optimalDialRate > 0 && optimalDialRate < 8) {
        const { chanceOverLimit } = forecast({ ...change, dialRate: 1.25 * optimalDialRate });
        assert.ok(chanceOverLimit > 0.05, `${1.25 * optimalDialRate}: ${chanceOverLimit}`);
      }
      const at = (agentRatio: number) => forecast({ ...change, agentRatio }).chanceOverLimit;
      if (highestAgentRatio > 0) assert.ok(at(highestAgentRatio) < 0.05);
      if (highestAgentRatio < 5 && linesCounted === "perAgent") {
        assert.ok(at(highestAgentRatio + 1) > 0.05, `${highestAgentRatio}`);
      }
    });
  }
});

describe("one dial for each idle agent", () => {
  for (const pacingType of ["preview", "progressive"] as const) {
    test(`${pacingType} abandons nobody`, () => {
      const { byInterval, answeredPerDay, occupancy, budget, ...rest } = forecast({ pacingType });
      assert.deepEqual(rest, {
        abandonmentRate: 0,
        abandonmentMargin: 0,
        periodRate: 0,
        periodLow: 0,
        periodHigh: 0,
        chanceOverLimit: 0,
        worstInterval: 0,
        optimalDialRate: 10,
        highestAgentRatio: 5,
      });
      assert.equal(budget.lastsDays, Infinity);
      assert.ok(answeredPerDay > 0 && occupancy > 0.5);
      assert.equal(byInterval.length, 3);
    });
  }
});

describe("an option that is out of range is named with its value and the range", () => {
  const of = (change: Partial<typeof hour>) => ({ intervals: [hour, { ...hour, ...change }] });
  const spent = { answered: 100, abandoned: 3, days: 2 };
  for (const [change, message] of [
    [{ intervals: [] }, "intervals must be 1 to 1,440, but are 0"],
    [of({ seconds: 0 }), "intervals[1].seconds must be a finite number over 0, but is 0"],
    [
      of({ agents: 1.5 }),
      "intervals[1].agents must be a whole number from 0 to 10,000, but is 1.5",
    ],
    [of({ answerRate: 0 }), "intervals[1].answerRate must be over 0 and at most 1, but is 0"],
    [
      of({ averageHandleTimeSeconds: -1 }),
      "intervals[1].averageHandleTimeSeconds must be a finite number over 0, but is -1",
    ],
    [
      of({ seconds: 90_000 }),
      "intervals must last at most 90,000 seconds together, the longest day of a year, but last 93600",
    ],
    [
      { intervals: [{ ...hour, agents: 0 }] },
      "intervals must have agents in at least one, but have 0 in all. Leave out a day without agents",
    ],
    [{ answerRateVariation: 2 }, "answerRateVariation must be from 0 to 1, but is 2"],
    [{ days: 0 }, "days must be over 0 and at most 366, but is 0"],
    [{ limit: 3 }, "limit must be from 0 to 1, but is 3"],
    [
      { spent: { ...spent, answered: -1 } },
      "spent.answered must be a finite number of at least 0, but is -1",
    ],
    [
      { spent: { ...spent, abandoned: 101 } },
      "spent.abandoned must be from 0 to spent.answered, 100, but is 101",
    ],
    [{ spent: { ...spent, days: 31 } }, "spent.days must be from 0 to days, 30, but is 31"],
    [{ dialRate: 0 }, "dialRate must be over 0, but is 0"],
    [{ agentRatio: 0.5 }, "agentRatio must be from 1 to Infinity, but is 0.5"],
    [
      { dialRate: Infinity, agentRatio: Infinity },
      "dialRate and agentRatio are both Infinity, so nothing limits the dials. Give one of them a number",
    ],
  ] as const satisfies readonly (readonly [Partial<PeriodOptions>, string])[]) {
    test(message, () => {
      assert.throws(() => forecast(change), { name: "RangeError", message });
    });
  }
});
