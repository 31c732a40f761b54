import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import type { ScheduleInterval } from "../../../provider/src/domain/pacing/index.ts";
import { periodOdds, share } from "../../../provider/src/domain/pacing/period-odds.ts";
import { parsePeriodOptions } from "../../../provider/src/domain/pacing/period-options.ts";
import { simulatePeriodDays } from "../../../provider/src/domain/pacing/period-search.ts";
import { standardErrorOf } from "./period.ts";

interface ReferenceDay {
  readonly name: string;
  readonly intervals: readonly ScheduleInterval[];
  readonly dialRate: number;
  readonly agentRatio: number;
  readonly maxQueueDepth: number;
  readonly answerRateVariation: number;
  readonly answeredPerDay: number;
  readonly abandonmentRate: number;
  readonly standardErrorOfRate: number;
  readonly standardDeviationOver30Days: number;
  readonly byInterval: readonly number[];
}

const file = new URL("period-reference.json", import.meta.url);
const reference: readonly ReferenceDay[] = JSON.parse(readFileSync(file, "utf8"));

/** Enough for 200 days and more. */
const effort = { events: 4_000_000, fewestDays: 8, settling: 3 };

describe("days agree with those of an independent simulation", () => {
  for (const day of reference) {
    test(`${day.name}, answer rates varying by ${100 * day.answerRateVariation} %`, (t) => {
      const plan = parsePeriodOptions({
        ...day,
        pacingType: "predictive",
        linesCounted: "pooled",
        lineRounding: "down",
        limit: 0.03,
      });
      const [simulated] = simulatePeriodDays(plan, effort);
      assert.ok(simulated);
      const odds = periodOdds([simulated], plan);
      const own = standardErrorOf(odds);
      const joint = Math.hypot(day.standardErrorOfRate, own);
      const deviation = (odds.abandonmentRate - day.abandonmentRate) / joint;
      t.diagnostic(`off by ${deviation.toFixed(2)} joint standard errors`);
      assert.ok(Math.abs(deviation) < 3, `${odds.abandonmentRate}, off by ${deviation}`);

      // What the simulation does not know for sure is in the interval, but not in the reference.
      const reach = (odds.periodHigh - odds.periodLow) / 2 / 1.6448536269514722;
      const overDays = Math.sqrt(reach ** 2 - own ** 2);
      const wide = overDays / day.standardDeviationOver30Days;
      assert.ok(Math.abs(wide - 1) < 0.2, `${overDays} over 30 days`);
      assert.ok(Math.abs(odds.answeredPerDay / day.answeredPerDay - 1) < 0.015);

      day.byInterval.forEach((expected, k) => {
        const [answered, abandoned] = (["answered", "abandoned"] as const).map((name) =>
          simulated.days.reduce((sum, parts) => sum + (parts[k]?.[name] ?? 0), 0),
        );
        const rate = share(abandoned ?? 0, answered ?? 0);
        // The reference has about as many calls as there are here; those that are abandoned come in clusters of about three.
        const error = Math.sqrt((3 * 2 * expected) / (answered ?? 0));
        const spread = day.answerRateVariation * 0.13 * expected;
        assert.ok(
          Math.abs(rate - expected) < 3 * Math.hypot(error, spread),
          `interval ${k}: ${rate}, not ${expected}`,
        );
      });
    });
  }
});
