import assert from "node:assert/strict";
import { test } from "node:test";
import { BatchMeans } from "../../../provider/src/domain/pacing/batch-means.ts";
import { Random } from "../../../provider/src/domain/pacing/random.ts";

/** Means of batches of a sequence of noughts and ones, with long stretches of either. */
function run(seed: number, stay: number, target: number): BatchMeans {
  const random = new Random(seed);
  const batches = new BatchMeans(100);
  let state = 0;
  for (let added = 0; !batches.isNarrowerThan(target); added += 1) {
    assert.ok(added < 10_000, "The interval does not get narrower.");
    let sum = 0;
    const { batchSize } = batches;
    for (let i = 0; i < batchSize; i++) {
      if (random.uniform() > stay) state = random.uniform() < 0.2 ? 1 : 0;
      sum += state;
    }
    batches.add(sum / batchSize);
  }
  return batches;
}

test("the 95 % interval holds the mean in about 95 of 100 runs, correlated or not", () => {
  for (const stay of [0, 0.9]) {
    const runs = Array.from({ length: 200 }, (_, seed) => run(seed, stay, 0.03));
    const hits = runs.filter(({ mean, halfWidth }) => Math.abs(mean - 0.2) <= halfWidth).length;
    assert.ok(hits >= 180 && hits <= 199, `${hits} of 200`);
    assert.ok(runs.every(({ halfWidth }) => halfWidth < 0.03));
  }
});

test("batches grow with the run", () => {
  assert.equal(run(1, 0, 0.03).batchSize, 100);
  assert.ok(run(1, 0.95, 0.01).batchSize >= 400);
});

test("a run without an event leaves three in so many possible", () => {
  const batches = new BatchMeans(50);
  for (let i = 0; i < 40; i++) batches.add(0);
  assert.equal(batches.mean, 0);
  assert.equal(batches.halfWidth, 3 / 2000);
});

test("without two batches nothing is known", () => {
  const batches = new BatchMeans(50);
  assert.equal(batches.halfWidth, 1);
  batches.add(0.5);
  assert.equal(batches.halfWidth, 1);
  batches.add(0.5);
  assert.equal(batches.halfWidth, 0.03);
});

// The 97.5 % points of Student's t with so many degrees of freedom. The expansion's own error falls with their fourth
// power; its smallest term is 5e-6 at 31.
for (const { degrees, t, tolerance } of [
  { degrees: 10, t: 2.228138852, tolerance: 2e-4 },
  { degrees: 31, t: 2.039513446, tolerance: 2e-6 },
  { degrees: 62, t: 1.998971517, tolerance: 2e-7 },
]) {
  test(`the interval is Student's with ${degrees} degrees of freedom`, () => {
    const n = degrees + 1;
    const batches = new BatchMeans(1e9);
    for (let i = 0; i < n; i++) batches.add(i % 2);
    const variance = (Math.floor(n / 2) * Math.ceil(n / 2)) / n / degrees;
    const measured = batches.halfWidth / Math.sqrt(variance / n);
    assert.ok(Math.abs(measured - t) < tolerance, `${measured}`);
  });
}
