import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Dialer } from "../../../provider/src/domain/pacing/dialer.ts";
import { limitsNeverBind } from "../../../provider/src/domain/pacing/limits.ts";

const dialer: Dialer = {
  agents: 60,
  answerRate: 0.3,
  averageHandleTimeSeconds: 180,
  dialRate: 0.5,
  agentRatio: 2,
  linesCounted: "perAgent",
  lineRounding: "up",
  maxQueueDepth: 150,
  abandonSeconds: 2,
  ringSecondsAnswered: 10,
  ringSecondsUnanswered: 20,
  seed: 1981,
};

/** One dial in a million. */
const NEGLIGIBLE = 1e-6;

const VALUES = 600;

/** From the definition, e^−m m^k/k!, in logarithms: of each value, and of that value or a higher one. */
function poisson(mean: number) {
  let logarithm = -mean;
  const values = Array.from({ length: VALUES }, (_, value) => {
    if (value > 0) logarithm += Math.log(mean / value);
    return Math.exp(logarithm);
  });
  let sum = 0;
  const tails = values.toReversed().map((each) => {
    sum += each;
    return sum;
  });
  return { values, tails: tails.reverse() };
}

/** The probability that as many lines ring as the free agents may have, state by state. */
function meetsTheRatio(of: Dialer, linesFor: (free: number) => number): number {
  const answers = of.dialRate * of.answerRate;
  const lines = poisson(
    answers * of.ringSecondsAnswered + (of.dialRate - answers) * of.ringSecondsUnanswered,
  );
  const busy = poisson(answers * of.averageHandleTimeSeconds);
  let sum = busy.tails[of.agents] ?? 0;
  for (let free = 1; free <= of.agents; free++) {
    sum += (busy.values[of.agents - free] ?? 0) * (lines.tails[linesFor(free)] ?? 0);
  }
  return sum;
}

/** The dial rate at which so many dials in a million meet a limit. */
function dialRateAt(probability: (dialRate: number) => number, target: number): number {
  let [low, high] = [0, 5];
  for (let i = 0; i < 25; i++) {
    const middle = (low + high) / 2;
    if (probability(middle) < target) low = middle;
    else high = middle;
  }
  return low;
}

describe("limits are taken never to bind up to one dial in a million, and no further", () => {
  const cases: [string, Partial<Dialer>, (free: number) => number][] = [
    ["two lines an agent", {}, (free) => 2 * free],
    ["1.6 lines an agent, rounded up", { agentRatio: 1.6 }, (free) => 2 * free],
    ["1.6, rounded down", { agentRatio: 1.6, lineRounding: "down" }, (free) => free],
    ["few agents", { agents: 8, agentRatio: 5 }, (free) => 5 * free],
    [
      "agents who are nearly always free",
      { agents: 4, agentRatio: 5, averageHandleTimeSeconds: 0.1 },
      (free) => 5 * free,
    ],
    ["pooled", { agentRatio: 1.6, linesCounted: "pooled" }, (free) => Math.ceil(1.6 * free)],
    [
      "pooled, rounded down",
      { agentRatio: 1.6, linesCounted: "pooled", lineRounding: "down" },
      (free) => Math.floor(1.6 * free),
    ],
    [
      "pooled, to the nearest",
      { agentRatio: 1.6, linesCounted: "pooled", lineRounding: "nearest" },
      (free) => Math.round(1.6 * free),
    ],
  ];
  for (const [name, change, linesFor] of cases) {
    test(name, () => {
      const changed = { ...dialer, ...change };
      const isExact = (target: number) => {
        const probability = (dialRate: number) => meetsTheRatio({ ...changed, dialRate }, linesFor);
        return limitsNeverBind({ ...changed, dialRate: dialRateAt(probability, target) });
      };
      assert.equal(isExact(0.98 * NEGLIGIBLE), true);
      assert.equal(isExact(1.02 * NEGLIGIBLE), false);
    });
  }

  test("the queue, where there is no ratio", () => {
    const openLoop = { ...dialer, agentRatio: Infinity, maxQueueDepth: 6 };
    const isExact = (target: number) => {
      const probability = (dialRate: number) => poisson(dialRate * 0.3 * 2).tails[6] ?? 0;
      return limitsNeverBind({ ...openLoop, dialRate: dialRateAt(probability, target) });
    };
    assert.equal(isExact(0.98 * NEGLIGIBLE), true);
    assert.equal(isExact(1.02 * NEGLIGIBLE), false);
  });
});

test("nothing is a limit where there is none, or where nobody waits", () => {
  const openLoop = { ...dialer, agentRatio: Infinity, dialRate: 1e6 };
  assert.equal(limitsNeverBind({ ...openLoop, maxQueueDepth: Infinity }), true);
  assert.equal(limitsNeverBind({ ...openLoop, maxQueueDepth: 0, abandonSeconds: 0 }), true);
  assert.equal(limitsNeverBind(openLoop), false);
});

test("an unbounded dialer always meets its ratio, and a million agents at work do", () => {
  assert.equal(limitsNeverBind({ ...dialer, dialRate: Infinity }), false);
  const many = { ...dialer, agents: 1_000_000 };
  assert.equal(limitsNeverBind({ ...many, dialRate: 15_000 }), true);
  assert.equal(limitsNeverBind({ ...many, dialRate: 16_000 }), false);
});
