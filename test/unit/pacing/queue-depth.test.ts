import assert from "node:assert/strict";
import { test } from "node:test";
import { queueDepthThatTurnsNobodyAway } from "../../../provider/src/domain/pacing/queue-depth.ts";

test("the depth is the smallest of which the Poisson tail leaves one call in 10,000", () => {
  // Of two answers on average, eight or more come with a probability of 0.0011, seven or more with 0.0045.
  assert.equal(queueDepthThatTurnsNobodyAway(0.05, 1, 2), 9);
  // Ten or more come with 0.000046, nine or more with 0.00024.
  assert.equal(queueDepthThatTurnsNobodyAway(1, 1, 2), 11);
});

test("where hardly anyone waits one place is enough, and without patience there is no queue at all", () => {
  assert.equal(queueDepthThatTurnsNobodyAway(1e-5, 100, 2), 1);
  assert.equal(queueDepthThatTurnsNobodyAway(0.5, 100, 0), 2);
});
