import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../../../provider/src/domain/pacing/random.ts";

const DRAWS = 200_000;
const draw = (next: () => number) => Array.from({ length: DRAWS }, next);
const share = (numbers: readonly number[], holds: (number: number) => boolean) =>
  numbers.filter(holds).length / numbers.length;

/** Five standard errors of a share of the draws. */
const near = (actual: number, expected: number) =>
  assert.ok(
    Math.abs(actual - expected) < 5 * Math.sqrt((expected * (1 - expected)) / DRAWS),
    `${actual} is not near ${expected}`,
  );

test("uniform numbers fill the unit interval evenly", () => {
  const random = new Random(7);
  const numbers = draw(() => random.uniform());
  assert.ok(numbers.every((number) => number > 0 && number < 1));
  for (let tenth = 1; tenth < 10; tenth++)
    near(
      share(numbers, (n) => n < tenth / 10),
      tenth / 10,
    );
  near(
    share(numbers.slice(1), (n) => n < 0.5),
    0.5,
  );
});

test("exponential numbers have the exponential's tail", () => {
  const random = new Random(7);
  const numbers = draw(() => random.exponential());
  assert.ok(numbers.every((number) => number > 0));
  for (const at of [0.01, 0.1, 0.5, 1, 2, 4, 8])
    near(
      share(numbers, (n) => n > at),
      Math.exp(-at),
    );
});

test("an exponential number is −ln of the uniform number of the same bits", () => {
  const [uniform, exponential] = [new Random(42), new Random(42)];
  for (let i = 0; i < 5000; i++) {
    assert.ok(Math.abs(exponential.exponential() + Math.log(uniform.uniform())) < 1e-9);
  }
});

test("a number says little of the next", () => {
  const random = new Random(3);
  const numbers = draw(() => random.uniform());
  near(
    share(numbers, (n) => n < 0.5),
    0.5,
  );
  const both = numbers.filter((n, i) => i > 0 && n < 0.5 && (numbers[i - 1] ?? 1) < 0.5).length;
  near(both / DRAWS, 0.25);
});
