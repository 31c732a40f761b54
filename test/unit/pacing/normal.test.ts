import assert from "node:assert/strict";
import { test } from "node:test";
import {
  exp,
  normalProbability,
  normalQuantile,
  normalScores,
} from "../../../provider/src/domain/pacing/normal.ts";

const near = (actual: number, expected: number, error = 1e-12) =>
  assert.ok(Math.abs(actual - expected) <= error, `${actual} is not ${expected}`);

test("the exponential function has thirteen digits", () => {
  for (const x of [-40, -3, -0.7, 0, 1e-9, 0.5, 1, 5, 20]) near(exp(x) / Math.exp(x), 1, 1e-13);
});

test("the normal distribution comes to its published values", () => {
  for (const [z, probability] of [
    [0, 0.5],
    [1, 0.8413447460685429],
    [1.6448536269514722, 0.95],
    [-1.959963984540054, 0.025],
    [3, 0.9986501019683699],
    [-6, 9.865876450376946e-10],
    [9, 1],
    [-9, 0],
  ] as const) {
    near(normalProbability(z), probability);
    if (z >= 0 && z < 6) near(normalQuantile(probability), z, 1e-10);
  }
});

test("scores stand for the distribution: symmetric, with its variance and its tails", () => {
  for (const count of [8, 9, 30, 400]) {
    const scores = normalScores(count);
    const mean = (power: number) =>
      scores.reduce((sum, score) => sum + score ** power, 0) / scores.length;
    assert.equal(scores.length, count);
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => a - b),
    );
    near(mean(1), 0);
    near(mean(2), 1);
    near(mean(3), 0);
    near(mean(4), 3, 1e-9);
  }
});
