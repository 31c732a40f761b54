import assert from "node:assert/strict";
import { test } from "node:test";
import { Poisson } from "../../../provider/src/domain/pacing/poisson.ts";

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual / expected - 1) < 1e-12, `${actual} is not ${expected}`);

test("values and tails are those of the definition", () => {
  const three = new Poisson(3);
  near(three.probability(0), Math.exp(-3));
  near(three.probability(2), 4.5 * Math.exp(-3));
  near(three.tail(1), -Math.expm1(-3));
  near(three.tail(2), 1 - 4 * Math.exp(-3));
  assert.equal(three.tail(0), 1);
  assert.equal(three.tail(Infinity), 0);
});

test("a mean of 0 is always 0, and a large one neither overflows nor takes long", () => {
  const none = new Poisson(0);
  assert.deepEqual([none.probability(0), none.tail(0), none.tail(1)], [1, 1, 0]);
  const many = new Poisson(1e6);
  assert.ok(Math.abs(many.tail(1e6) - 0.5) < 1e-3);
  assert.ok(many.tail(1e6 + 5000) < 1e-6 && many.tail(1e6 + 5000) > 1e-7);
});
