import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { judge } from "../../../provider/src/cli/adopt/judge.ts";
import { defaultLineReading } from "../../../provider/src/domain/pacing/lines.ts";

const figures = { answerRate: 0.3, averageHandleTimeSeconds: 180 };
const intervals = [
  { start: "09:00", end: "13:00", agents: 12, ...figures },
  { start: "13:00", end: "15:00", agents: 8, ...figures },
];

/** At night nobody is logged in. */
const campaign = {
  id: "91ab",
  name: "Spring sales",
  agentCount: 0,
  answerRate: 0.3,
  averageHandleTimeSeconds: 180,
};

function judged(changes: object) {
  const settings = {
    ...{ configId: "4f1c", campaignId: "91ab", pacingType: "predictive", dialRate: 0.15 },
    ...{ agentRatio: 2, maxAbandonmentRate: 0.03, maxQueueDepth: 40, answerRateThreshold: 0.2 },
    ...{ regulation: "us", ...changes },
  };
  return judge({ arguments: settings, campaign }, defaultLineReading);
}

describe("a configuration of a plan that has a schedule", () => {
  test("is held to it over the period, whoever is logged in just now", () => {
    const passing = judged({ staffing: { intervals } });
    assert.deepEqual([passing.demand?.agents, passing.forecast([])], [12, []]);
    assert.deepEqual(passing.capacity([]), []);
    const [refusal] = judged({ staffing: { intervals }, dialRate: 0.3, agentRatio: 3 }).forecast(
      [],
    );
    assert.match(refusal?.message ?? "", /^Over 30 days, .* The worst interval is 13:00/);
  });

  test("is not, where the plan has none", () => {
    const { demand, capacity } = judged({});
    assert.equal(demand?.agents, 0);
    assert.notDeepEqual(capacity([]), []);
  });
});
