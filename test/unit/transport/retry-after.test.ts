import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { retryAfterMilliseconds } from "../../../provider/src/transport/retry.ts";

const now = Date.UTC(2026, 2, 1, 12, 0, 0);
const seconds = fc.integer({ min: 0, max: 1_000_000 });

describe("Retry-After", () => {
  test("in seconds is that many", () => {
    fc.assert(
      fc.property(seconds, (n) => {
        assert.equal(retryAfterMilliseconds(String(n), undefined, now), n * 1_000);
      }),
    );
  });

  test("as a date is the time until then, by the clock of the sender", () => {
    fc.assert(
      fc.property(seconds, fc.integer({ min: -600, max: 600 }), (n, skew) => {
        const retryAt = now + skew * 1_000;
        const until = new Date(retryAt + n * 1_000).toUTCString();
        const date = new Date(retryAt).toUTCString();
        assert.equal(retryAfterMilliseconds(until, date, now), n * 1_000);
      }),
    );
  });

  test("as a date without a Date beside it is the time until then by our clock", () => {
    const until = new Date(now + 7_000).toUTCString();
    assert.equal(retryAfterMilliseconds(until, undefined, now), 7_000);
    assert.equal(retryAfterMilliseconds(until, "yesterday", now), 7_000);
  });

  for (const date of [
    "Sun, 01 Mar 2026 12:00:30 GMT",
    "Sunday, 01-Mar-26 12:00:30 GMT",
    "Sun Mar  1 12:00:30 2026",
  ]) {
    test(`"${date}" is a date`, () => {
      assert.equal(retryAfterMilliseconds(date, undefined, now), 30_000);
    });
  }

  test("without a zone is in GMT, wherever this machine is", (t) => {
    const before = process.env.TZ;
    process.env.TZ = "America/New_York";
    t.after(() => {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    });
    assert.equal(retryAfterMilliseconds("Sun Mar  1 12:00:30 2026", undefined, now), 30_000);
  });

  test("in the past asks for no wait", () => {
    const past = new Date(now - 60_000).toUTCString();
    assert.equal(retryAfterMilliseconds(past, undefined, now), 0);
  });

  for (const value of [
    undefined,
    "",
    "-5",
    "1.5",
    "soon",
    "2026-03-01",
    "not before Sun, 01 Mar 2026 12:00:30 GMT",
    "Sun, 99 Foo 2026 12:00 GMT",
  ]) {
    test(`${JSON.stringify(value)} asks for nothing that can be read`, () => {
      assert.equal(retryAfterMilliseconds(value, undefined, now), undefined);
    });
  }
});
