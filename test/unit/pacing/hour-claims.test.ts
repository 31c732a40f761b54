import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Dialer } from "../../../provider/src/domain/pacing/dialer.ts";
import { estimatePacing, forecastPacing } from "../../../provider/src/domain/pacing/index.ts";
import { simulateDays } from "../../../provider/src/domain/pacing/simulate-days.ts";
import { simulateDialer } from "../../../provider/src/domain/pacing/simulate-dialer.ts";
import { isNear, pageOf, said, share, tableAfter } from "./guide.ts";

const guide = pageOf("forecast.md");

/** The guide's example: the flags of its command. */
const example: Dialer = {
  agents: 12,
  answerRate: 0.24,
  averageHandleTimeSeconds: 210,
  dialRate: 1.2,
  agentRatio: 2,
  linesCounted: "perAgent",
  lineRounding: "up",
  maxQueueDepth: 40,
  abandonSeconds: 2,
  ringSecondsAnswered: 10,
  ringSecondsUnanswered: 20,
  seed: 1981,
};

/** What `cxone-dialer forecast` says of the example; a single run is off by its margin in nineteen of twenty cases. */
const forecastOf = (change: Partial<Dialer>) =>
  forecastPacing({ pacingType: "predictive", maxAbandonmentRate: 0.03, ...example, ...change });

const simulated = new Map<string, number>();

/** Of several runs, for a figure that is closer than one run's margin. */
function abandonment(change: Partial<Dialer>): number {
  const key = JSON.stringify(change);
  const rate = simulated.get(key) ?? meanAbandonment({ ...example, ...change });
  simulated.set(key, rate);
  return rate;
}

function meanAbandonment(dialer: Dialer): number {
  const rates = [1, 2, 3, 4].map((seed) => simulateDialer({ ...dialer, seed }).abandonmentRate);
  return rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
}

describe("the guide's hour", () => {
  const header = "| lines for each free agent | abandoned | agents busy | if lines are pooled |\n";
  const rows = tableAfter(guide, header);

  test("has the forecast of each number of lines", () => {
    assert.deepEqual(
      rows.map(([lines]) => Number(lines)),
      [1, 1.5, 2, 2.5, 3],
    );
    for (const [lines, abandoned, busy, pooled] of rows) {
      const agentRatio = Number(lines);
      const { abandonmentRate, occupancy } = forecastOf({ agentRatio });
      isNear(abandonmentRate, share(abandoned), 0.0035);
      isNear(occupancy, share(busy), 0.01);
      const other = forecastOf({ agentRatio, linesCounted: "pooled" });
      isNear(other.abandonmentRate, share(pooled), 0.0035);
    }
  });

  test("loses one call in eleven at three lines, for five points of occupancy", () => {
    said(guide, /At three lines one answered call in eleven is a silent phone/);
    said(guide, /gain five percentage points of occupancy over two lines/);
    isNear(abandonment({ agentRatio: 3 }), 1 / 11, 0.004);
    const [two, three] = [2, 3].map((agentRatio) => forecastOf({ agentRatio }).occupancy);
    isNear((three ?? 0) - (two ?? 0), 0.05, 0.01);
  });

  test("is over the US limit at three lines, and close to it at two", () => {
    said(guide, /the tool refuses 3, and passes 2 with a warning, since it is close/);
    assert.ok(forecastOf({ agentRatio: 3 }).abandonmentRate > 0.03);
    const { abandonmentRate } = forecastOf({ agentRatio: 2 });
    assert.ok(abandonmentRate > 0.025 && abandonmentRate < 0.03, `${abandonmentRate}`);
  });
});

describe("the guide's readings of a ratio", () => {
  const rows = tableAfter(
    guide,
    "| 12 agents at | per agent, up | per agent, down | pooled, up | pooled, down |\n",
  );
  const readings = (["perAgent", "pooled"] as const).flatMap((linesCounted) =>
    (["up", "down"] as const).map((lineRounding) => ({ linesCounted, lineRounding })),
  );

  for (const [ratio, ...cells] of rows) {
    test(`have the figures of a ratio of ${ratio}`, () => {
      readings.forEach((reading, i) => {
        isNear(abandonment({ ...reading, agentRatio: Number(ratio) }), share(cells[i]), 0.0025);
      });
    });
  }

  test("differ by a factor of ten, and the default calls the most people", () => {
    said(guide, /they change the forecast of a small team by a factor of ten/);
    const [ofUp = 0, , , ofPooledDown = 0] = (rows[0] ?? []).slice(1).map(share);
    assert.ok(ofUp > 10 * ofPooledDown, `${ofUp} and ${ofPooledDown}`);
    for (const agentRatio of [1.6, 2, 3]) {
      const rates = readings.map((reading) => abandonment({ ...reading, agentRatio }));
      assert.ok(rates.every((rate) => rate <= (rates[0] ?? 0)));
    }
  });

  test("differ by more than a day's chance", () => {
    said(guide, /They differ by more than a day's chance, so a few days decide/);
    const day = { seconds: 8 * 3600, agents: 12, answerRate: 0.24, averageHandleTimeSeconds: 210 };
    const effort = { events: 2_000_000, fewestDays: 8, settling: 3 };
    const [perAgent, pooled] = (["perAgent", "pooled"] as const).map((linesCounted) => {
      const { days } = simulateDays({ ...example, linesCounted }, [day], 0, effort);
      const rates = days.flat().map(({ answered, abandoned }) => abandoned / answered);
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      const squares = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0);
      return { mean, deviation: Math.sqrt(squares / (rates.length - 1)) };
    });
    assert.ok(perAgent && pooled);
    const apart = perAgent.mean - pooled.mean;
    const deviation = Math.max(perAgent.deviation, pooled.deviation);
    assert.ok(apart > deviation, `${apart}, of a standard deviation of ${deviation}`);
    // Four days: the mean of either is known to half a day's deviation, and two of these lie between them.
    assert.ok(apart > 2 * (deviation / 2), `${apart}`);
  });
});

describe("the guide's teams at three lines", () => {
  const rows = tableAfter(guide, "| agents | per agent | pooled |\n");

  for (const [agents, perAgent, pooled] of rows) {
    test(`have the figures of ${agents} agents`, () => {
      const team = {
        ...{ agents: Number(agents), answerRate: 0.3, averageHandleTimeSeconds: 180 },
        ...{ agentRatio: 3, dialRate: Infinity, maxQueueDepth: Infinity },
      };
      isNear(abandonment(team), share(perAgent), 0.003);
      isNear(abandonment({ ...team, linesCounted: "pooled" }), share(pooled), 0.003);
    });
  }

  test("are too few agents where they are twenty, and enough where they are two hundred", () => {
    said(
      guide,
      /three lines for each free agent are too many for twenty agents, and comfortable for two hundred/,
    );
    const rateOf = (count: number) => share(rows.find(([agents]) => Number(agents) === count)?.[1]);
    assert.ok(rateOf(20) > 0.03 && rateOf(200) < 0.01);
  });
});

describe("the guide's rule of thumb", () => {
  const estimate = (historicalAnswerRate: number, activeAgents = 10) =>
    estimatePacing({
      ...{ historicalAnswerRate, activeAgents },
      ...{ targetAbandonment: 0.03, averageCallDuration: 180 },
    });

  test("has the same abandonment for any number of agents: 2t²", () => {
    said(guide, /its abandonment is 2t² for any number of agents/);
    for (const agents of [1, 10, 1000]) {
      isNear(estimate(0.3, agents).estimatedAbandonment, 2 * 0.03 ** 2, 0.0001);
    }
  });

  test("dials less where fewer people answer, although more dials keep the limit", () => {
    said(guide, /its dial rate falls as fewer people answer, although it has to rise/);
    assert.ok(estimate(0.2).optimalDialRate < estimate(0.4).optimalDialRate);
    const highest = (answerRate: number) =>
      forecastOf({ answerRate, agents: 10, averageHandleTimeSeconds: 180 }).optimalDialRate;
    assert.ok(highest(0.2) > highest(0.4), `${highest(0.2)} and ${highest(0.4)}`);
  });
});
