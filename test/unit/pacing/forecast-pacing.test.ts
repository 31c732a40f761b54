import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  forecastPacing,
  mmnD,
  type PacingForecast,
  type PacingOptions,
} from "../../../provider/src/domain/pacing/index.ts";

const options: PacingOptions = {
  pacingType: "predictive",
  agents: 10,
  answerRate: 0.3,
  averageHandleTimeSeconds: 180,
  dialRate: 0.5,
  agentRatio: 2,
  maxQueueDepth: 150,
  maxAbandonmentRate: 0.03,
};
const openLoop: PacingOptions = { ...options, agentRatio: Infinity, maxQueueDepth: Infinity };
const forecast = (change: Partial<PacingOptions> = {}) => forecastPacing({ ...options, ...change });

describe("one dial for each idle agent", () => {
  for (const pacingType of ["preview", "progressive"] as const) {
    test(`${pacingType} abandons nobody, and agents are idle while lines ring`, () => {
      const idle = 10 + (0.7 / 0.3) * 20;
      const { occupancy, answeredPerHour, idleSecondsBetweenCalls, ...rest } = forecast({
        pacingType,
      });
      assert.deepEqual(rest, {
        model: "exact",
        abandonmentRate: 0,
        abandonmentMargin: 0,
        waitProbability: 0,
        optimalDialRate: 10,
        recommendedQueueDepth: 1,
      });
      const near = (actual: number, expected: number) =>
        assert.ok(Math.abs(actual / expected - 1) < 1e-12, `${actual} is not ${expected}`);
      near(occupancy, 180 / (180 + idle));
      near(answeredPerHour, (10 * 3600) / (180 + idle));
      near(idleSecondsBetweenCalls, idle);
    });
  }
});

describe("where no limit binds the forecast is exact", () => {
  test("without limits it is M/M/n+D", () => {
    const dialRate = 0.1;
    const result = forecastPacing({ ...openLoop, dialRate });
    const { pAbandon, occupancy } = mmnD({
      agents: 10,
      erlangs: dialRate * 0.3 * 180,
      handleTimeSeconds: 180,
      patienceSeconds: 2,
    });
    assert.equal(result.model, "exact");
    assert.equal(result.abandonmentRate, pAbandon);
    assert.equal(result.occupancy, occupancy);
    assert.equal(result.abandonmentMargin, 0);
    assert.ok(result.waitProbability > pAbandon);
    assert.ok(Math.abs(result.answeredPerHour - 3600 * dialRate * 0.3) < 1e-9);
    // An agent's time is calls and the idle seconds between them.
    const calls = result.answeredPerHour * (1 - pAbandon);
    const secondsOfAgents = calls * (180 + result.idleSecondsBetweenCalls);
    assert.ok(Math.abs(secondsOfAgents - 10 * 3600) < 1e-6);
  });

  test("a queue that is deeper than any that forms is no limit", () => {
    const deep = forecastPacing({ ...openLoop, maxQueueDepth: 150 });
    assert.deepEqual(deep, forecastPacing(openLoop));
    assert.equal(forecastPacing({ ...openLoop, maxQueueDepth: 1 }).model, "simulated");
    // Nor is any where nobody waits at all.
    const impatient = { ...openLoop, abandonSeconds: 0 };
    assert.deepEqual(forecastPacing({ ...impatient, maxQueueDepth: 1 }), forecastPacing(impatient));
  });

  test("a ratio is no limit where agents are plentiful, and is one where they are not", () => {
    const models = [30, 45, 55, 60, 65, 70, 80].map((agents) => {
      const { model, waitProbability } = forecast({ agents });
      if (model === "exact")
        assert.ok(waitProbability < 1e-6, `${agents} agents: ${waitProbability}`);
      return model;
    });
    assert.equal(models.at(0), "simulated");
    assert.equal(models.at(-1), "exact");
  });

  test("optimalDialRate is the last hundredth that passes", () => {
    const agents = fc.integer({ min: 1, max: 400 });
    const limit = fc.double({ min: 0.001, max: 0.05, noNaN: true });
    fc.assert(
      fc.property(agents, limit, (agents, maxAbandonmentRate) => {
        const dialer = { ...openLoop, agents, maxAbandonmentRate };
        const { optimalDialRate } = forecastPacing(dialer);
        const at = (dialRate: number) => forecastPacing({ ...dialer, dialRate }).abandonmentRate;
        if (optimalDialRate > 0) assert.ok(at(optimalDialRate) <= maxAbandonmentRate);
        const next = optimalDialRate === 0 ? 0.1 : optimalDialRate + 0.01;
        if (optimalDialRate < 10) assert.ok(at(next) > maxAbandonmentRate);
      }),
    );
  });
});

describe("where a limit binds the forecast is simulated", () => {
  const binding: Partial<PacingOptions>[] = [
    {},
    { agentRatio: 3 },
    { agents: 5, averageHandleTimeSeconds: 60, dialRate: 0.2 },
    { agents: 50, agentRatio: 5, dialRate: 3 },
    { agents: 20, answerRate: 0.8, agentRatio: 1.5 },
    { ...openLoop, maxQueueDepth: 0, dialRate: 0.1 },
  ];
  for (const change of binding) {
    test(`optimalDialRate passes, and is close to the limit: ${JSON.stringify(change)}`, () => {
      const { model, optimalDialRate, abandonmentMargin } = forecast(change);
      assert.equal(model, "simulated");
      assert.ok(abandonmentMargin > 0 && abandonmentMargin < 0.0025);
      const { abandonmentRate } = forecast({ ...change, dialRate: optimalDialRate });
      assert.ok(abandonmentRate <= 0.03, `${optimalDialRate}: ${abandonmentRate}`);
      if (optimalDialRate === 10) return;
      const above = forecast({ ...change, dialRate: 1.1 * optimalDialRate + 0.01 });
      assert.ok(
        above.abandonmentRate > 0.03 - 0.0025,
        `${optimalDialRate}: ${above.abandonmentRate}`,
      );
    });
  }

  test("optimalDialRate does not depend on the dial rate that is asked about", () => {
    const rates = [0.3, 0.68, 10, Infinity].map(
      (dialRate) => forecast({ dialRate }).optimalDialRate,
    );
    assert.deepEqual(rates, rates.toSpliced(0, 3, ...Array(3).fill(rates.at(-1))));
  });

  const fewAnswers = [
    { agents: 2, answerRate: 0.02, agentRatio: 5, dialRate: 3 },
    { agents: 5, answerRate: 0.05, agentRatio: 5, dialRate: 1 },
    { agents: 3, answerRate: 0.02, agentRatio: 4, dialRate: 0.5 },
  ];
  for (const change of fewAnswers) {
    test(`optimalDialRate is no lower than a rate that passes, however few answer: ${JSON.stringify(change)}`, () => {
      const { abandonmentRate, optimalDialRate } = forecast(change);
      assert.ok(abandonmentRate <= 0.03, `${abandonmentRate}`);
      assert.ok(optimalDialRate >= change.dialRate, `${optimalDialRate}`);
    });
  }

  test("optimalDialRate is searched for under a rate that fails, however few answer", () => {
    const few = { agents: 5, answerRate: 0.05, agentRatio: 5 };
    assert.ok(forecast({ ...few, dialRate: 10 }).abandonmentRate > 0.03);
    const { optimalDialRate } = forecast({ ...few, dialRate: 10 });
    assert.ok(optimalDialRate > 0.3, `${optimalDialRate}`);
    assert.ok(forecast({ ...few, dialRate: optimalDialRate }).abandonmentRate <= 0.03);
  });

  test("optimalDialRate is 10 where even that passes, and 0 where nothing does", () => {
    assert.equal(forecast({ agents: 50 }).optimalDialRate, 10);
    assert.equal(forecast({ agents: 1, agentRatio: 5 }).optimalDialRate, 0);
  });

  test("an unbounded dialer does what a very fast one does", () => {
    const unbounded = forecast({ dialRate: Infinity });
    const fast = forecast({ dialRate: 1000 });
    assert.ok(Math.abs(unbounded.abandonmentRate - fast.abandonmentRate) < 0.005);
    assert.ok(Math.abs(unbounded.occupancy - fast.occupancy) < 0.01);
  });
});

test("the recommended queue turns practically nobody away", () => {
  const crowded = { ...openLoop, agents: 20, dialRate: 0.36, abandonSeconds: 20 };
  const free = forecastPacing(crowded);
  const limited = forecastPacing({ ...crowded, maxQueueDepth: free.recommendedQueueDepth });
  assert.ok(free.recommendedQueueDepth > 1 && free.recommendedQueueDepth < 20);
  assert.ok(
    Math.abs(limited.abandonmentRate - free.abandonmentRate) < 2 * limited.abandonmentMargin,
  );
  assert.ok(Math.abs(limited.waitProbability - free.waitProbability) < 0.02);
  const shallow = forecastPacing({ ...crowded, maxQueueDepth: 0 });
  assert.ok(shallow.abandonmentRate > free.abandonmentRate + 0.02);
});

test("the recommended queue is 1 where nobody waits, and at most 500", () => {
  assert.equal(forecast({ agents: 1000 }).recommendedQueueDepth, 1);
  const flooded = { ...openLoop, dialRate: 1e4, abandonSeconds: 100 };
  assert.equal(forecastPacing(flooded).recommendedQueueDepth, 500);
});

test("every forecast of a legal configuration is made of shares and finite numbers", () => {
  const legal = fc.record({
    pacingType: fc.constantFrom("predictive", "progressive"),
    agents: fc.integer({ min: 1, max: 500 }),
    answerRate: fc.double({ min: 0.05, max: 1, noNaN: true }),
    averageHandleTimeSeconds: fc.double({ min: 10, max: 1800, noNaN: true }),
    dialRate: fc.double({ min: 0.1, max: 10, noNaN: true }),
    agentRatio: fc.double({ min: 1, max: 5, noNaN: true }),
    maxQueueDepth: fc.integer({ min: 1, max: 500 }),
    maxAbandonmentRate: fc.double({ min: 0, max: 0.05, noNaN: true }),
  });
  fc.assert(
    fc.property(legal, (options) => {
      const { model, ...figures } = forecastPacing(options);
      assert.ok(Object.values(figures).every(Number.isFinite), JSON.stringify(figures));
      const { abandonmentRate, abandonmentMargin, occupancy, waitProbability } = figures;
      for (const each of [abandonmentRate, occupancy, waitProbability]) {
        assert.ok(each >= 0 && each <= 1 + 1e-12, JSON.stringify(figures));
      }
      assert.ok(abandonmentRate <= waitProbability + 1e-3, JSON.stringify(figures));
      assert.equal(abandonmentMargin === 0, model === "exact");
      assert.ok(figures.recommendedQueueDepth >= 1 && figures.recommendedQueueDepth <= 500);
      assert.ok(figures.optimalDialRate >= 0 && figures.optimalDialRate <= 10);
    }),
    { numRuns: 40 },
  );
});

test("the same options give the same forecast, another seed another one", () => {
  const first: PacingForecast = forecast();
  assert.deepEqual(first, forecast());
  assert.deepEqual(
    first,
    forecast({ abandonSeconds: 2, ringSecondsAnswered: 10, ringSecondsUnanswered: 20, seed: 1981 }),
  );
  const other = forecast({ seed: 7 });
  assert.notEqual(first.abandonmentRate, other.abandonmentRate);
  assert.ok(Math.abs(first.abandonmentRate - other.abandonmentRate) < 0.005);
});

describe("an option that is out of range is named with its value and the range", () => {
  for (const [change, message] of [
    [{ agents: 0 }, "agents must be a whole number from 1 to 1,000,000, but is 0"],
    [{ answerRate: 0 }, "answerRate must be over 0 and at most 1, but is 0"],
    [{ answerRate: 1.2 }, "answerRate must be over 0 and at most 1, but is 1.2"],
    [
      { averageHandleTimeSeconds: -1 },
      "averageHandleTimeSeconds must be a finite number over 0, but is -1",
    ],
    [{ dialRate: 0 }, "dialRate must be over 0, but is 0"],
    [{ dialRate: Number.NaN }, "dialRate must be over 0, but is NaN"],
    [{ agentRatio: 0.5 }, "agentRatio must be from 1 to Infinity, but is 0.5"],
    [
      { maxQueueDepth: 1.5 },
      "maxQueueDepth must be a whole number of at least 0, or Infinity, but is 1.5",
    ],
    [{ maxAbandonmentRate: 3 }, "maxAbandonmentRate must be from 0 to 1, but is 3"],
    [{ abandonSeconds: -1 }, "abandonSeconds must be a finite number of at least 0, but is -1"],
    [{ ringSecondsAnswered: 0 }, "ringSecondsAnswered must be a finite number over 0, but is 0"],
    [
      { ringSecondsUnanswered: Infinity },
      "ringSecondsUnanswered must be a finite number over 0, but is Infinity",
    ],
    [{ seed: -1 }, "seed must be a whole number from 0 to 4,294,967,295, but is -1"],
    [
      { dialRate: Infinity, agentRatio: Infinity },
      "dialRate and agentRatio are both Infinity, so nothing limits the dials. Give one of them a number",
    ],
  ] as const satisfies readonly (readonly [Partial<PacingOptions>, string])[]) {
    test(message, () => {
      assert.throws(() => forecast(change), { name: "RangeError", message });
    });
  }

  test("a pacing type that does not exist", () => {
    const unknown: PacingOptions = JSON.parse(JSON.stringify({ ...options, pacingType: "power" }));
    assert.throws(() => forecastPacing(unknown), {
      name: "RangeError",
      message: 'pacingType must be "preview", "progressive" or "predictive", but is "power"',
    });
  });
});
