import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { FailureKind } from "../../../provider/src/transport/failure.ts";
import { backOff, RetryPlan, systemClock } from "../../../provider/src/transport/retry.ts";

/** How often a failure of this kind is tried again, where it comes every time. */
function retries(kind: FailureKind): number {
  const plan = new RetryPlan(() => 0.5);
  let count = 0;
  while (plan.next({ kind }) !== undefined) count++;
  return count;
}

const atMost: Record<FailureKind, number> = {
  unsent: 3,
  lost: 3,
  unavailable: 3,
  rateLimited: 8,
  unauthorized: 1,
  unclear: 0,
  final: 0,
};

const kinds: FailureKind[] = [
  "unsent",
  "lost",
  "unavailable",
  "rateLimited",
  "unauthorized",
  "unclear",
  "final",
];
const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("retries", () => {
  for (const kind of kinds) {
    test(`a request that is ${kind} each time is tried again ${atMost[kind]} times`, () => {
      assert.equal(retries(kind), atMost[kind]);
    });
  }

  test("dropped connections and 503s share their retries; a 429 between them has its own", () => {
    const plan = new RetryPlan(() => 0.5);
    const answers = [
      "lost",
      "rateLimited",
      "unavailable",
      "unauthorized",
      "unsent",
      "lost",
    ] as const;
    const tried = answers.map((kind) => plan.next({ kind }) !== undefined);
    assert.deepEqual(tried, [true, true, true, true, true, false]);
  });

  test("back-off is between 0 and 2^n seconds, and never over its ceiling", () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(120_000), fraction, (n, ceiling, random) => {
        const wait = backOff(n, ceiling, () => random);
        assert.ok(wait >= 0 && wait <= 2 ** n * 1_000 && wait <= ceiling);
      }),
    );
  });

  test("the jitter is full: the whole of 0 to 2^n seconds is used", () => {
    assert.equal(
      backOff(3, 60_000, () => 0),
      0,
    );
    assert.equal(
      backOff(3, 60_000, () => 0.5),
      4_000,
    );
    assert.equal(
      backOff(3, 60_000, () => 1),
      8_000,
    );
  });

  test("each retry may wait twice as long as the one before, up to a minute", () => {
    const plan = new RetryPlan(() => 1);
    const waits = Array.from({ length: 8 }, () => plan.next({ kind: "rateLimited" }));
    assert.deepEqual(
      waits,
      [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1_000),
    );
  });

  test("what the tenant asks for wins over any back-off, up to five minutes", () => {
    for (const kind of ["rateLimited", "unavailable"] as const) {
      const plan = new RetryPlan(() => 1);
      assert.equal(plan.next({ kind, retryAfterMs: 7_000 }), 7_000);
      assert.equal(plan.next({ kind, retryAfterMs: 300_000 }), 300_000);
      assert.equal(plan.next({ kind, retryAfterMs: 300_001 }), undefined);
    }
  });
});

test("the system's clock goes on while it sleeps, and sleeps as long as it is asked to", async () => {
  const begin = systemClock.now();
  await systemClock.sleep(5);
  // A timer counts whole milliseconds.
  assert.ok(systemClock.now() - begin >= 4);
});
