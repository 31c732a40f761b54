import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { chanceOverLimit } from "../../../provider/src/cli/comment/judge/figure.ts";
import { gaps } from "../../../provider/src/cli/shared/preview/gaps.ts";

function probability(rate: number, margin: number, limit: number): number {
  const chance = chanceOverLimit(rate, margin, limit);
  return typeof chance === "object" ? chance.probability : assert.fail(chance);
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const margin = fc.double({ min: 1e-6, max: 0.1, noNaN: true });

describe("the chance of exceeding the limit", () => {
  test("is a half at the limit, and 2.5 % where the interval just reaches it", () => {
    const near = (actual: number, expected: number) =>
      assert.ok(Math.abs(actual - expected) < 1e-6, `${actual}`);
    near(probability(0.03, 0.0025, 0.03), 0.5);
    near(probability(0.0275, 0.0025, 0.03), 0.025);
    near(probability(0.0325, 0.0025, 0.03), 0.975);
    // Φ(−1), from a table.
    near(probability(0.03 - 0.0025 / 1.959963984540054, 0.0025, 0.03), 0.158655254);
  });

  test("is a probability that grows with the rate and falls with the limit", () => {
    fc.assert(
      fc.property(share, share, margin, share, (a, b, width, limit) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const [less, more] = [probability(low, width, limit), probability(high, width, limit)];
        assert.ok(less >= 0 && more <= 1 && less <= more + 1e-7);
        assert.ok(probability(limit, width, high) <= probability(limit, width, low) + 1e-7);
      }),
    );
  });

  test("is no probability where a formula gave the rate: the limit itself keeps it", () => {
    assert.equal(chanceOverLimit(0.03, 0, 0.03), "within");
    assert.equal(chanceOverLimit(0.0301, 0, 0.03), "over");
    assert.equal(chanceOverLimit(0, 0, 0), "within");
  });

  test("is not known where one of its figures is not", () => {
    for (const gap of gaps) {
      assert.equal(chanceOverLimit(gap, 0.001, 0.03), gap);
      assert.equal(chanceOverLimit(0.01, gap, 0.03), gap);
      assert.equal(chanceOverLimit(0.01, 0.001, gap), gap);
    }
  });
});
