import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  argumentRanges,
  choiceText,
  isInRange,
  rangeText,
} from "../../../provider/src/domain/arguments.ts";

describe("a range of an argument", () => {
  test("reads as what the value has to be, and what it counts", () => {
    assert.deepEqual(Object.values(argumentRanges).map(rangeText), [
      "a number from 0.1 to 10, dials started a second over the campaign",
      "a number from 1 to 5, lines for each free agent",
      "a number from 0 to 0.05, a fraction of answered calls (0.03 is 3 %)",
      "a whole number from 1 to 500, answered calls that wait",
      "a number from 0 to 1, answered ÷ dialled",
      "a number from 1 to 5, the highest agentRatio to accept",
      "a whole number from 0 to 1000000, agents",
      "a number from 0 to 1, answered ÷ dialled",
      "a number from 1 to 86400, seconds",
      "a number from 0 to 1, by which answer rates differ from day to day (0.2 is about 20 %)",
    ]);
  });

  test("holds both of its ends and nothing beyond them", () => {
    const { agentRatio } = argumentRanges;
    const values = [0.99, 1, 2.5, 5, 5.01, Number.NaN];
    assert.deepEqual(
      values.map((value) => isInRange(value, agentRatio)),
      [false, true, true, true, false, false],
    );
  });

  test("of a count holds whole numbers only", () => {
    const { maxQueueDepth } = argumentRanges;
    const values = [0, 1, 2.5, 500, 501];
    assert.deepEqual(
      values.map((value) => isInRange(value, maxQueueDepth)),
      [false, true, false, true, false],
    );
  });
});

test("choices read as a list that ends in or", () => {
  assert.equal(choiceText(["merge", "fail", "overwrite"]), '"merge", "fail" or "overwrite"');
});
