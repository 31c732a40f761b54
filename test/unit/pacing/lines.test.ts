import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { Dialer } from "../../../provider/src/domain/pacing/dialer.ts";
import {
  highestAgentRatio,
  type PacingOptions,
} from "../../../provider/src/domain/pacing/forecast-pacing.ts";
import {
  forecastPacing,
  type LineRounding,
  type LinesCounted,
  mmnD,
} from "../../../provider/src/domain/pacing/index.ts";
import { simulateDialer } from "../../../provider/src/domain/pacing/simulate-dialer.ts";
import { readTable } from "./read-json.ts";

const dialer: Dialer = {
  agents: 10,
  answerRate: 0.3,
  averageHandleTimeSeconds: 180,
  dialRate: Infinity,
  agentRatio: 2,
  linesCounted: "perAgent",
  lineRounding: "up",
  maxQueueDepth: 500,
  abandonSeconds: 2,
  ringSecondsAnswered: 10,
  ringSecondsUnanswered: 20,
  seed: 1981,
};
const twelveAgents: Dialer = {
  ...dialer,
  agents: 12,
  answerRate: 0.24,
  averageHandleTimeSeconds: 210,
  dialRate: 1.2,
};

const readings = (["perAgent", "pooled"] as const).flatMap((linesCounted) =>
  (["up", "nearest", "down"] as const).map((lineRounding) => ({ linesCounted, lineRounding })),
);

/** Of several runs, for a figure that is closer than one run's margin. */
function abandonment(change: Dialer): number {
  const seeds = [1, 2, 3, 4];
  const rates = seeds.map((seed) => simulateDialer({ ...change, seed }).abandonmentRate);
  return rates.reduce((sum, rate) => sum + rate, 0) / seeds.length;
}

describe("lines of each agent's own abandon more than as many in a pool", () => {
  for (const [change, pooled, perAgent] of [
    [{ ...dialer }, 0.039, 0.067],
    [{ ...dialer, agentRatio: 3 }, 0.12, 0.172],
    [{ ...dialer, agents: 20, agentRatio: 3 }, 0.047, 0.114],
    [{ ...dialer, agents: 50, agentRatio: 3 }, 0.0035, 0.047],
    [{ ...twelveAgents }, 0.016, 0.028],
    [{ ...twelveAgents, agentRatio: 3 }, 0.057, 0.092],
  ] as const) {
    test(`${change.agents} agents at ${change.agentRatio}, ${change.dialRate} dials a second`, () => {
      for (const [linesCounted, expected] of [
        ["perAgent", perAgent],
        ["pooled", pooled],
      ] as const) {
        const found = abandonment({ ...change, linesCounted });
        assert.ok(Math.abs(found - expected) < 0.004, `${linesCounted}: ${found}, not ${expected}`);
      }
    });
  }
});

describe("a fraction of a line decides as much as whose the lines are", () => {
  for (const [agentRatio, down, nearest, up] of [
    [1.5, 0.0024, 0.0107, 0.0107],
    [1.6, 0.0021, 0.0104, 0.0151],
    [2, 0.0166, 0.0166, 0.0166],
    [2.5, 0.0287, 0.0463, 0.0463],
  ] as const) {
    test(`a ratio of ${agentRatio}, pooled`, () => {
      for (const [lineRounding, expected] of Object.entries({ down, nearest, up }) as [
        LineRounding,
        number,
      ][]) {
        const pooled = {
          ...twelveAgents,
          agentRatio,
          linesCounted: "pooled",
          lineRounding,
        } as const;
        const found = abandonment(pooled);
        // Both figures have an interval.
        assert.ok(Math.abs(found - expected) < 0.0035, `${lineRounding}: ${found}`);
      }
    });
  }

  test("per agent, 1.6 is two lines rounded up or to the nearest, and one rounded down", () => {
    const at = (agentRatio: number, lineRounding: LineRounding) =>
      simulateDialer({ ...twelveAgents, agentRatio, lineRounding });
    assert.deepEqual(at(1.6, "up"), at(2, "up"));
    assert.deepEqual(at(1.6, "nearest"), at(2, "up"));
    assert.deepEqual(at(1.6, "down"), at(1, "up"));
    assert.deepEqual(at(1.5, "nearest"), at(2, "up"));
    assert.deepEqual(at(1.4, "nearest"), at(1, "up"));
  });

  test("a product that falls short of a whole number in its last digits is that number", () => {
    const rare = { ...dialer, agents: 25, answerRate: 0.01, averageHandleTimeSeconds: 1 };
    assert.ok(1.16 * 25 < 29 && 1.12 * 25 > 28);
    for (const [agents, agentRatio, lines] of [
      [25, 1.16, 29],
      [25, 1.12, 28],
    ] as const) {
      for (const lineRounding of ["up", "nearest", "down"] as const) {
        const pooled = { ...rare, agents, linesCounted: "pooled", lineRounding } as const;
        assert.deepEqual(
          simulateDialer({ ...pooled, agentRatio }),
          simulateDialer({ ...pooled, agentRatio: lines / agents }),
        );
      }
    }
  });
});

test("the simulation agrees with one that shares no code with it", () => {
  type Point = Partial<Dialer> & Record<"abandonmentRate" | "standardError" | "occupancy", number>;
  const { points = [] } = readTable<Point>("dialer-points.json");
  assert.ok(points.length > 40, `${points.length} points`);
  const deviations = points.map((point) => {
    const { abandonmentRate, standardError, occupancy, ...setting } = point;
    const simulated = simulateDialer({ ...dialer, ...setting });
    const joint = Math.hypot(standardError, simulated.abandonmentMargin / 1.96);
    const deviation = (simulated.abandonmentRate - abandonmentRate) / joint;
    assert.ok(Math.abs(deviation) < 3.5, `${JSON.stringify(point)}: ${simulated.abandonmentRate}`);
    assert.ok(Math.abs(simulated.occupancy - occupancy) < 0.015, JSON.stringify(point));
    return deviation;
  });
  const far = deviations.filter((deviation) => Math.abs(deviation) > 2).length;
  assert.ok(far <= points.length / 10, `${far} of ${points.length} are off by two errors`);
});

const anyDialer = fc.record({
  agents: fc.integer({ min: 1, max: 60 }),
  answerRate: fc.double({ min: 0.1, max: 1, noNaN: true }),
  averageHandleTimeSeconds: fc.double({ min: 20, max: 600, noNaN: true }),
  dialRate: fc.oneof(
    fc.double({ min: 0.1, max: 10, noNaN: true }),
    fc.constant(Number.POSITIVE_INFINITY),
  ),
  maxQueueDepth: fc.integer({ min: 0, max: 20 }),
  ringSecondsAnswered: fc.double({ min: 1, max: 30, noNaN: true }),
  ringSecondsUnanswered: fc.double({ min: 1, max: 40, noNaN: true }),
  seed: fc.nat(),
});

test("at one line for each free agent nobody waits, whoever's the lines are", () => {
  const reading = fc.constantFrom(...readings);
  fc.assert(
    fc.property(anyDialer, reading, (change, reading) => {
      const { abandonmentRate, waitProbability } = simulateDialer({
        ...dialer,
        ...change,
        ...reading,
        agentRatio: 1,
      });
      assert.deepEqual([abandonmentRate, waitProbability], [0, 0]);
    }),
    { numRuns: 25 },
  );
});

test("without limits every reading is M/M/n+D", () => {
  const options: PacingOptions = {
    ...twelveAgents,
    pacingType: "predictive",
    dialRate: 0.2,
    agentRatio: Infinity,
    maxQueueDepth: Infinity,
    maxAbandonmentRate: 0.03,
  };
  const { pAbandon } = mmnD({
    agents: 12,
    erlangs: 0.2 * 0.24 * 210,
    handleTimeSeconds: 210,
    patienceSeconds: 2,
  });
  for (const reading of readings) {
    const { model, abandonmentRate } = forecastPacing({ ...options, ...reading });
    assert.deepEqual([model, abandonmentRate], ["exact", pAbandon]);
  }
});

test("lines per agent never abandon less than pooled ones, where the ratio is whole or rounded up", () => {
  const ratio = fc.oneof(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 10, max: 50 }).map((tenths) => tenths / 10),
  );
  fc.assert(
    fc.property(anyDialer, ratio, (change, agentRatio) => {
      const of = (linesCounted: LinesCounted) =>
        simulateDialer({ ...dialer, ...change, agentRatio, linesCounted });
      const [own, pooled] = [of("perAgent"), of("pooled")];
      const joint = Math.hypot(own.abandonmentMargin, pooled.abandonmentMargin);
      assert.ok(
        own.abandonmentRate > pooled.abandonmentRate - 2 * joint,
        `${own.abandonmentRate} against ${pooled.abandonmentRate}`,
      );
    }),
    { numRuns: 20 },
  );
});

test("lines per agent have the same digits on every machine", () => {
  const { abandonmentRate, occupancy, events } = simulateDialer(dialer);
  assert.deepEqual(
    { abandonmentRate, occupancy, events },
    {
      abandonmentRate: 0.06408242424242573,
      occupancy: 0.8816203907678771,
      events: 132545,
    },
  );
});

describe("the highest ratio that passes", () => {
  const refused: PacingOptions = {
    ...twelveAgents,
    pacingType: "predictive",
    agentRatio: 5,
    maxAbandonmentRate: 0.05,
  };

  test("is a number of whole lines where lines are per agent, however they are rounded", () => {
    for (const lineRounding of ["up", "nearest", "down"] as const) {
      for (const agentRatio of [3, 3.7, 5]) {
        assert.equal(highestAgentRatio({ ...refused, agentRatio, lineRounding }), 2);
      }
    }
  });

  test("is found in tenths where lines are pooled", () => {
    const pooled = { linesCounted: "pooled", lineRounding: "down" } as const;
    const highest = highestAgentRatio({ ...refused, ...pooled, maxAbandonmentRate: 0.03 });
    // Long runs give 2.74, 2.76 and 2.98 % for these, and over 3 % for the next.
    assert.ok([2.5, 2.6, 2.7].includes(highest ?? 0), String(highest));
  });

  test("is none where one line an agent is all that is asked for", () => {
    assert.equal(highestAgentRatio({ ...refused, agentRatio: 1 }), undefined);
  });
});

test("per agent and rounded up is what holds where nothing is said", () => {
  const options: PacingOptions = {
    ...twelveAgents,
    pacingType: "predictive",
    agentRatio: 1.6,
    maxAbandonmentRate: 0.03,
  };
  const { linesCounted, lineRounding, ...unsaid } = options;
  assert.deepEqual([linesCounted, lineRounding], ["perAgent", "up"]);
  assert.deepEqual(
    forecastPacing(unsaid),
    forecastPacing({ ...unsaid, linesCounted: "perAgent", lineRounding: "up" }),
  );
});

for (const [name, message] of [
  ["linesCounted", 'linesCounted must be "perAgent" or "pooled", but is "each"'],
  ["lineRounding", 'lineRounding must be "up", "nearest" or "down", but is "each"'],
] as const) {
  test(message, () => {
    const options = { ...twelveAgents, pacingType: "predictive", maxAbandonmentRate: 0.03 };
    const wrong: PacingOptions = JSON.parse(JSON.stringify({ ...options, [name]: "each" }));
    assert.throws(() => forecastPacing(wrong), { name: "RangeError", message });
  });
}
