import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type PeriodOptions,
  parsePeriodOptions,
} from "../../../provider/src/domain/pacing/period-options.ts";
import { Random } from "../../../provider/src/domain/pacing/random.ts";
import { runDays } from "../../../provider/src/domain/pacing/simulate-days.ts";
import { isWhole, sampled, sampleOf } from "../../support/extent.ts";
import { pageOf, said } from "./guide.ts";
import { oddsOf } from "./period.ts";

const centres = Array.from({ length: 200 }, (_, i) => i);
const chosen = sampled(centres, 5);

/** A call centre, and what a period of it comes to that does as the model says. */
function periodOf(seed: number) {
  const random = new Random(seed);
  const between = (from: number, to: number) => from + (to - from) * random.uniform();
  const whole = (from: number, to: number) => Math.floor(between(from, to + 1));
  const agents = whole(3, 25);
  const averageHandleTimeSeconds = between(60, 300);
  const answerRate = between(0.1, 0.4);
  const options: PeriodOptions = {
    pacingType: "predictive",
    linesCounted: random.uniform() < 0.5 ? "perAgent" : "pooled",
    intervals: Array.from({ length: whole(1, 8) }, () => ({
      seconds: 900 * whole(1, 4),
      agents: Math.max(1, whole(agents / 2, agents)),
      answerRate: answerRate * between(0.8, 1.25),
      averageHandleTimeSeconds: averageHandleTimeSeconds * between(0.9, 1.1),
    })),
    dialRate: (between(0.7, 1.1) * agents) / averageHandleTimeSeconds / answerRate,
    agentRatio: between(1.5, 3.5),
    maxQueueDepth: whole(1, 50),
    answerRateVariation: random.uniform() < 0.3 ? 0 : between(0.05, 0.3),
    days: whole(7, 31),
    limit: 0.03,
  };
  const { settings, answerRateVariation: s, daysLeft } = parsePeriodOptions(options);
  const normal = () =>
    Math.sqrt(2 * random.exponential()) * Math.cos(2 * Math.PI * random.uniform());
  const factors = Array.from({ length: daysLeft }, () => Math.exp(s * normal() - (s * s) / 2));
  const counts = runDays(
    { ...settings, seed: 7_000_000 + seed },
    options.intervals,
    factors,
  ).days.flat();
  const total = (name: "answered" | "abandoned") =>
    counts.reduce((sum, each) => sum + each[name], 0);
  return { options, rate: total("abandoned") / total("answered") };
}

test(`nine of ten periods end within their 90 % interval${sampleOf(chosen.length, centres.length)}`, (t) => {
  const held = chosen.filter((seed) => {
    const { options, rate } = periodOf(seed);
    const { periodLow, periodHigh } = oddsOf(options);
    return rate >= periodLow && rate <= periodHigh;
  });
  const coverage = held.length / chosen.length;
  t.diagnostic(`${held.length} of ${chosen.length}`);
  // Of a sample, two standard errors more.
  const tolerance = 0.05 + (chosen.length < centres.length ? 0.05 : 0);
  assert.ok(Math.abs(coverage - 0.9) <= tolerance, `${held.length} of ${chosen.length}`);
  if (!isWhole) return;
  const [all, inside] = said(
    pageOf("forecast.md"),
    /Of (\d+) generated call centres that follow the model, (\d+) ended between them/,
  );
  assert.deepEqual([all, inside], [`${chosen.length}`, `${held.length}`]);
});
