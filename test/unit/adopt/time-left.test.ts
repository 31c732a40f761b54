import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { secondsLeft, spoken } from "../../../provider/src/cli/adopt/tenant/connect.ts";

const quota = { requestsPerMinute: 100 };

describe("the time that is left", () => {
  for (const { pace, expected } of [
    // Nine windows of the quota's minute after the first.
    { pace: { made: 0, left: 1000, elapsedSeconds: 0 }, expected: "10 min" },
    // The first hundred went in seven seconds, which says nothing of the rest.
    { pace: { made: 100, left: 900, elapsedSeconds: 7 }, expected: "10 min" },
    { pace: { made: 500, left: 500, elapsedSeconds: 253 }, expected: "6 min" },
    // A tenant that takes two seconds for each is slower than the quota.
    { pace: { made: 100, left: 900, elapsedSeconds: 200 }, expected: "30 min" },
    { pace: { made: 990, left: 10, elapsedSeconds: 560 }, expected: "less than a minute" },
    { pace: { made: 0, left: 50, elapsedSeconds: 0 }, expected: "less than a minute" },
  ]) {
    test(`after ${pace.made} requests in ${pace.elapsedSeconds} s, with ${pace.left} to go, is ${expected}`, () => {
      assert.equal(spoken(secondsLeft({ ...pace, ...quota })), expected);
    });
  }
});
