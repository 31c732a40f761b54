import assert from "node:assert/strict";
import { describe, mock, test } from "node:test";
import fc from "fast-check";
import { Limiter, type Limits } from "../../../provider/src/transport/limiter.ts";
import { settle } from "./support.ts";

/** Whether some span of `interval` milliseconds, its end left out, holds more than `limit` of the times. */
function exceeds(times: readonly number[], limit: number, interval: number): boolean {
  return times.some((time, i) => {
    const first = times[i - limit];
    return first !== undefined && time - first < interval;
  });
}

interface Scene {
  readonly limits: Limits;
  readonly requests: number;
  /** How far the clock jumps at a time, over and over: timers run that much late in a busy process. */
  readonly steps: readonly number[];
  /** When each of them comes, in milliseconds from the first. @default all at once */
  readonly arrivals?: readonly number[];
  /** A pause, and how many requests have gone when it begins. */
  readonly pause?: { readonly after: number; readonly milliseconds: number };
}

/** When each request may go, in milliseconds from the first. */
async function releases({
  limits,
  requests,
  steps,
  arrivals = [],
  pause,
}: Scene): Promise<number[]> {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    const limiter = new Limiter(limits, {
      now: () => Date.now(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    });
    const times: number[] = [];
    for (let i = 0; i < requests; i++) {
      setTimeout(() => {
        limiter.slot().then(() => {
          times.push(Date.now());
          if (times.length === pause?.after) limiter.pause(pause.milliseconds);
        });
      }, arrivals[i] ?? 0);
    }
    mock.timers.tick(0);
    for (let i = 0; times.length < requests; i++) {
      await settle();
      mock.timers.tick(steps[i % steps.length] ?? 1);
    }
    return times;
  } finally {
    mock.timers.reset();
  }
}

describe("limiter", () => {
  test("no second and no minute sees more than its limit, however late timers run", async () => {
    const scene = fc.record({
      limits: fc.record({
        requestsPerSecond: fc.integer({ min: 1, max: 20 }),
        requestsPerMinute: fc.integer({ min: 5, max: 60 }),
      }),
      requests: fc.integer({ min: 1, max: 100 }),
      steps: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 20, maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(scene, async (given) => {
        const times = await releases(given);
        assert.equal(exceeds(times, given.limits.requestsPerSecond, 1_000), false, "second");
        assert.equal(exceeds(times, given.limits.requestsPerMinute, 60_000), false, "minute");
      }),
      { numRuns: 20 },
    );
  });

  test("no second sees more than its limit where requests gather about the end of one", async () => {
    const limits = { requestsPerSecond: 5, requestsPerMinute: 1_000 };
    const arrivals = [0, ...Array(4).fill(1_100), ...Array(5).fill(1_250)];
    const times = await releases({ limits, requests: 10, steps: [10], arrivals });
    assert.deepEqual(times.slice(0, 5), [0, 1_100, 1_100, 1_100, 1_100]);
    assert.equal(exceeds(times, 5, 1_000), false);
  });

  test("requests below the limits go at once", async () => {
    const limits = { requestsPerSecond: 15, requestsPerMinute: 100 };
    assert.deepEqual(await releases({ limits, requests: 15, steps: [10] }), Array(15).fill(0));
  });

  test("little of what the limits allow is wasted", async () => {
    const limits = { requestsPerSecond: 15, requestsPerMinute: 100 };
    const times = await releases({ limits, requests: 200, steps: [10] });
    assert.ok((times[99] ?? Number.NaN) <= 7_500, `the first hundred took ${times[99]} ms`);
    assert.ok((times[199] ?? Number.NaN) <= 69_000, `two hundred took ${times[199]} ms`);
  });

  test("a pause holds back everybody, and what gathers meanwhile still keeps to the limits", async () => {
    const limits = { requestsPerSecond: 5, requestsPerMinute: 1_000 };
    const pause = { after: 3, milliseconds: 30_000 };
    const times = await releases({ limits, requests: 20, steps: [10], pause });
    assert.deepEqual(times.slice(0, 3), [0, 0, 0]);
    assert.ok(times.slice(3).every((time) => time >= 30_000));
    assert.equal(exceeds(times, 5, 1_000), false);
  });

  test("a shorter pause does not end a longer one", async () => {
    let now = 0;
    const limiter = new Limiter(
      { requestsPerSecond: 5, requestsPerMinute: 5 },
      {
        now: () => now,
        sleep: async (milliseconds) => {
          now += milliseconds;
        },
      },
    );
    limiter.pause(9_000);
    limiter.pause(2_000);
    await limiter.slot();
    assert.equal(now, 9_000);
  });
});
