import assert from "node:assert/strict";
import { test } from "node:test";
import { estimatePacing } from "../../../provider/src/domain/pacing/index.ts";
import { roundHalfEven } from "../../../provider/src/domain/pacing/round-half-even.ts";
import { readTable } from "./read-json.ts";

const { estimates = [], rounded = [] } = readTable<readonly number[]>("estimate-cases.json");

test(`the rule of thumb is Python's digit for digit in ${estimates.length} cases`, () => {
  assert.ok(estimates.length > 2000);
  for (const row of estimates) {
    const [historicalAnswerRate = 0, activeAgents = 0, targetAbandonment = 0] = row;
    const [averageCallDuration = 0, ...expected] = row.slice(3);
    const options = { historicalAnswerRate, activeAgents, targetAbandonment, averageCallDuration };
    const estimate = estimatePacing(options);
    const { recommendedQueueDepth, optimalDialRate } = estimate;
    const { estimatedAbandonment, agentUtilization } = estimate;
    assert.deepEqual(
      [recommendedQueueDepth, optimalDialRate, estimatedAbandonment, agentUtilization],
      expected,
      JSON.stringify(options),
    );
  }
});

test(`rounding is Python's in ${rounded.length} cases, ties and near ties among them`, () => {
  for (const [value = 0, digits = 0, expected = 0] of rounded) {
    assert.ok(
      Object.is(roundHalfEven(value, digits), expected),
      `round(${value}, ${digits}) is ${expected}, not ${roundHalfEven(value, digits)}`,
    );
  }
});

test("an option that is out of range is named with its value and the range", () => {
  const options = {
    historicalAnswerRate: 0.3,
    activeAgents: 10,
    targetAbandonment: 0.03,
    averageCallDuration: 180,
  };
  for (const [change, message] of [
    [{ historicalAnswerRate: 0 }, "historicalAnswerRate must be over 0 and at most 1, but is 0"],
    [{ activeAgents: 0 }, "activeAgents must be a whole number from 1 to 1,000,000, but is 0"],
    [{ targetAbandonment: 3 }, "targetAbandonment must be from 0 to 1, but is 3"],
    [{ averageCallDuration: 0 }, "averageCallDuration must be a finite number over 0, but is 0"],
  ] as const) {
    assert.throws(() => estimatePacing({ ...options, ...change }), { name: "RangeError", message });
  }
});
