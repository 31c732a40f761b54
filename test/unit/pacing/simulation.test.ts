import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Dialer } from "../../../provider/src/domain/pacing/dialer.ts";
import { erlangB, mmnD } from "../../../provider/src/domain/pacing/index.ts";
import { simulateDialer } from "../../../provider/src/domain/pacing/simulate-dialer.ts";
import { SimulatedDialer } from "../../../provider/src/domain/pacing/simulated-dialer.ts";

const dialer: Dialer = {
  agents: 10,
  answerRate: 0.3,
  averageHandleTimeSeconds: 180,
  dialRate: Infinity,
  agentRatio: 2,
  maxQueueDepth: 500,
  abandonSeconds: 2,
  ringSecondsAnswered: 10,
  ringSecondsUnanswered: 20,
  seed: 1981,
  linesCounted: "pooled",
  lineRounding: "down",
};
const openLoop = { ...dialer, agentRatio: Infinity, maxQueueDepth: Infinity };

test("in the open loop the simulation agrees with M/M/n+D, whatever the ring times", () => {
  const grid = [
    [1, 0.5],
    [3, 2],
    [10, 5.5],
    [10, 12],
    [50, 41],
    [100, 89],
  ].flatMap(([agents = 0, erlangs = 0]) =>
    [
      { ringSecondsAnswered: 10, ringSecondsUnanswered: 20, answerRate: 0.3, abandonSeconds: 2 },
      { ringSecondsAnswered: 0.5, ringSecondsUnanswered: 90, answerRate: 0.8, abandonSeconds: 10 },
      { ringSecondsAnswered: 40, ringSecondsUnanswered: 5, answerRate: 1, abandonSeconds: 0 },
    ].flatMap((ring) => [1, 2].map((seed) => ({ ...openLoop, ...ring, agents, erlangs, seed }))),
  );
  const cases = grid.map(({ erlangs, ...dialer }) => {
    const exact = mmnD({
      agents: dialer.agents,
      erlangs,
      handleTimeSeconds: dialer.averageHandleTimeSeconds,
      patienceSeconds: dialer.abandonSeconds,
    });
    const dialRate = erlangs / dialer.averageHandleTimeSeconds / dialer.answerRate;
    const simulated = simulateDialer({ ...dialer, dialRate });
    const error = Math.abs(simulated.abandonmentRate - exact.pAbandon);
    // Where more people answer than the agents could ever take, a run may end before.
    assert.ok(simulated.abandonmentMargin < (erlangs > dialer.agents ? 0.004 : 0.0025));
    assert.ok(
      error < 2 * simulated.abandonmentMargin,
      `${dialer.agents} agents, ${erlangs} erlangs: off by ${error}`,
    );
    assert.ok(Math.abs(simulated.occupancy - exact.occupancy) < 0.01);
    return error <= simulated.abandonmentMargin;
  });
  const within = cases.filter(Boolean).length;
  assert.ok(
    within >= 0.85 * cases.length,
    `${within} of ${cases.length} are within their interval`,
  );
});

describe("the closed loop comes to the published figures", () => {
  for (const [agents, agentRatio, abandonmentRate, occupancy] of [
    [10, 1, 0, 0.76],
    [10, 1.5, 0.006, 0.82],
    [10, 2, 0.041, 0.87],
    [10, 3, 0.119, 0.915],
    [50, 3, 0.004, 0.914],
    [50, 4, 0.018, 0.939],
  ] as const) {
    test(`${agents} agents at a ratio of ${agentRatio}`, () => {
      const simulated = simulateDialer({ ...dialer, agents, agentRatio });
      const error = Math.abs(simulated.abandonmentRate - abandonmentRate);
      assert.ok(error < 0.0025 + 0.0005, `abandonment ${simulated.abandonmentRate}`);
      assert.ok(
        Math.abs(simulated.occupancy - occupancy) < 0.01,
        `occupancy ${simulated.occupancy}`,
      );
    });
  }
});

test("the same dialer gives the same digits, on every machine", () => {
  assert.deepEqual(simulateDialer(dialer), simulateDialer({ ...dialer }));
  const { abandonmentRate, occupancy, events } = simulateDialer(dialer);
  assert.deepEqual(
    { abandonmentRate, occupancy, events },
    { abandonmentRate: 0.04024065040650317, occupancy: 0.869836085072991, events: 98818 },
  );
});

test("another seed gives another run", () => {
  assert.notDeepEqual(simulateDialer(dialer), simulateDialer({ ...dialer, seed: 1982 }));
});

test("a run ends when its interval is narrow enough, and not much later", () => {
  for (const agentRatio of [1.5, 2, 3, 5]) {
    for (const agents of [2, 10, 50]) {
      const { abandonmentRate, abandonmentMargin, events } = simulateDialer({
        ...dialer,
        agents,
        agentRatio,
      });
      assert.ok(abandonmentMargin < 0.0025, String(abandonmentMargin));
      // Independent calls would need so many for this interval; each takes about eight events.
      const fewest = (abandonmentRate * (1 - abandonmentRate) * 1.96 ** 2) / 0.0025 ** 2;
      assert.ok(events < 8 * (10_000 + 4 * fewest), `${events} events`);
    }
  }
});

test("counting by every line gives the same mean as counting the answered ones", () => {
  for (const change of [
    {},
    { agents: 1, answerRate: 0.1, agentRatio: 4 },
    { agents: 40, answerRate: 0.2, agentRatio: 5, linesCounted: "perAgent" },
    { agents: 5, answerRate: 0.5, agentRatio: 3, maxQueueDepth: 1, abandonSeconds: 20 },
    { agents: 5, agentRatio: Infinity, dialRate: 0.2, maxQueueDepth: 2, abandonSeconds: 30 },
    { agents: 3, answerRate: 0.2, ringSecondsAnswered: 30, ringSecondsUnanswered: 5 },
  ] satisfies Partial<Dialer>[]) {
    const run = new SimulatedDialer({ ...dialer, ...change }, true);
    run.runUntil(200_000, 4_000_000);
    for (const count of ["waited", "abandoned"] as const) {
      const rate = run[count] / run.answered;
      const error = Math.abs(run.expected[count] / run.answered - rate);
      // Calls of one burst of answers share their fate, so four standard errors of independent ones are about two.
      const bound = 4 * Math.sqrt((rate * (1 - rate)) / run.answered);
      assert.ok(rate > 0.01, `${count} ${rate}`);
      assert.ok(error < bound, `${JSON.stringify(change)}: ${count} ${error}, not ${bound}`);
    }
  }
});

test("where few people answer, unanswered lines spare most of a run", () => {
  for (const [agents, answerRate] of [
    [2, 0.05],
    [5, 0.1],
    [1, 0.02],
  ] as const) {
    const setting = { ...dialer, agents, answerRate, agentRatio: 5, dialRate: 10 };
    const { abandonmentRate, events } = simulateDialer(setting);
    // So many independent calls would have the interval of the run; each takes a dial or more, of two events.
    const calls = (abandonmentRate * (1 - abandonmentRate) * 1.96 ** 2) / 0.0025 ** 2;
    assert.ok(events < ((2 / answerRate) * calls) / 2, `${events} events for ${calls} calls`);
  }
});

test("without a queue and a ratio the dialer is Erlang B", () => {
  const { abandonmentRate, abandonmentMargin } = simulateDialer({
    ...openLoop,
    dialRate: 5.5 / 180 / 0.3,
    maxQueueDepth: 0,
  });
  const { blocking } = erlangB({ agents: 10, erlangs: 5.5 });
  assert.ok(Math.abs(abandonmentRate - blocking) < abandonmentMargin);
});

test("at a ratio of one nobody waits, and agents are idle while their one line rings", () => {
  const { abandonmentRate, waitProbability, occupancy } = simulateDialer({
    ...dialer,
    agentRatio: 1,
  });
  assert.equal(abandonmentRate, 0);
  assert.equal(waitProbability, 0);
  const cycle = 180 + 10 + (0.7 / 0.3) * 20;
  assert.ok(Math.abs(occupancy - 180 / cycle) < 0.01);
});

test("a dial starts only where the ratio leaves room for a whole line", () => {
  const rounded = simulateDialer({ ...dialer, agents: 1, agentRatio: 1.9 });
  const whole = simulateDialer({ ...dialer, agents: 1, agentRatio: 1 });
  assert.equal(rounded.abandonmentRate, whole.abandonmentRate);
  assert.ok(1.16 * 25 < 29, "the product is rounded down");
  const idle = { ...dialer, agents: 25, answerRate: 0.01, averageHandleTimeSeconds: 1 };
  assert.deepEqual(
    simulateDialer({ ...idle, agentRatio: 1.16 }),
    simulateDialer({ ...idle, agentRatio: 1.16 + 1e-12 }),
  );
});

test("a run that only decides that a rate is over the limit ends early", () => {
  const full = simulateDialer({ ...dialer, agentRatio: 3 });
  const rough = simulateDialer({ ...dialer, agentRatio: 3 }, { over: 0.03 });
  assert.ok(rough.abandonmentRate - rough.abandonmentMargin > 0.03);
  assert.ok(rough.events < full.events / 2);
});

test("a run that only decides that a rate is under the limit ends early", () => {
  const full = simulateDialer({ ...dialer, agentRatio: 3 });
  const rough = simulateDialer({ ...dialer, agentRatio: 3 }, { under: 0.2 });
  assert.ok(rough.abandonmentRate + 3 * rough.abandonmentMargin < 0.2);
  assert.ok(rough.events < full.events / 2);
});

test("where nobody answers within the events of a run, the interval says that nothing is known", () => {
  const { abandonmentRate, abandonmentMargin } = simulateDialer({
    ...dialer,
    answerRate: 1e-9,
    dialRate: 10,
  });
  assert.equal(abandonmentRate, 0);
  assert.equal(abandonmentMargin, 1);
});

test("more lines than memory holds are refused", () => {
  assert.throws(() => simulateDialer({ ...dialer, agentRatio: 1e9 }), {
    name: "RangeError",
    message:
      /^agentRatio 1000000000 and dialRate Infinity let 1\.00e\+10 lines ring at once for 10 agents; at most 10,000,000/,
  });
});
