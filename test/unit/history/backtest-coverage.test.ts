import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { backtest } from "../../../provider/src/domain/backtest/backtest.ts";
import { settingsInForce } from "../../../provider/src/domain/backtest/settings-in-force.ts";
import type { CampaignHistory } from "../../../provider/src/domain/history/history.ts";
import { Random } from "../../../provider/src/domain/pacing/random.ts";
import { runDays } from "../../../provider/src/domain/pacing/simulate-days.ts";
import { isWhole, sampled, sampleOf } from "../../support/extent.ts";

const campaigns = Array.from({ length: 24 }, (_, i) => i);
const chosen = sampled(campaigns, 6);

const DAYS = 45;
const DAY = 86_400_000;
const HALF_HOUR = 1_800_000;
const first = Date.parse("2026-03-02T09:00Z");
const campaignId = "one";

const assumed = {
  linesCounted: "perAgent",
  lineRounding: "up",
  ringSecondsAnswered: 10,
  ringSecondsUnanswered: 20,
} as const;

/** A campaign that does as the model says, with a shift that leaves and answer rates that differ from day to day. */
function campaignOf(seed: number): Parameters<typeof backtest> {
  const random = new Random(900 + seed);
  const between = (from: number, to: number) => from + (to - from) * random.uniform();
  const agents = 6 + Math.floor(between(0, 30));
  const [rate, averageHandleTimeSeconds] = [between(0.15, 0.4), between(100, 300)];
  const dialer = { dialRate: 2, agentRatio: [1.5, 2, 3][seed % 3] ?? 2, maxQueueDepth: 40 };
  const rows = Array.from({ length: DAYS }, (_, day) => {
    const factor = between(0.8, 1.2);
    const parts = Array.from({ length: 12 }, (_, i) => ({
      seconds: HALF_HOUR / 1000,
      agents: i < 7 ? agents : Math.ceil(0.6 * agents),
      answerRate: (i < 7 ? rate : 1.25 * rate) * factor,
      averageHandleTimeSeconds,
    }));
    const settings = { ...dialer, ...assumed, abandonSeconds: 2, seed: 1000 * seed + day };
    const [counts = []] = runDays(settings, parts, [1]).days;
    return counts.map(({ answered, abandoned }, i) => ({
      ...{ start: first + day * DAY + i * HALF_HOUR, campaignId, minutes: 30 },
      agents: parts[i]?.agents ?? 0,
      dials: Math.round(answered / (parts[i]?.answerRate ?? 1)),
      ...{ answered, abandoned },
      handleSeconds: averageHandleTimeSeconds * (answered - abandoned),
    }));
  }).flat();
  const history: CampaignHistory = { campaignId, rows };
  const settings = { pacingType: "predictive", ...dialer } as const;
  return [history, settingsInForce([{ at: -Infinity, configId: "config", settings }]), assumed];
}

test(`of campaigns that do as the model says, nine of ten days end within their 90 % interval${sampleOf(chosen.length, campaigns.length)}`, async (t) => {
  const backtests = await Promise.all(chosen.map((seed) => backtest(...campaignOf(seed))));
  const days = backtests.flatMap(({ summary }) => summary?.days ?? []);
  const groups = backtests.flatMap(({ summary }) => summary?.calibration ?? []);
  const inside = days.filter(({ isInside }) => isInside).length;
  const calibrated = groups.filter(({ actual, low, high }) => actual >= low && actual <= high);
  const wrong = backtests.filter(({ ringTimes }) => ringTimes !== undefined).length;
  const held = backtests.filter(({ holdingBack }) => holdingBack?.isSure).length;
  t.diagnostic(
    `${inside} of ${days.length} days, ${calibrated.length} of ${groups.length} groups; said to err: ${wrong}, to hold back: ${held}`,
  );
  const coverage = inside / days.length;
  assert.ok(coverage >= 0.85 && coverage <= 0.96, `${coverage}`);
  assert.ok(calibrated.length >= 0.82 * groups.length);
  // Of 20 that are right, one is outside its 95 % interval.
  assert.ok(wrong <= 1 + chosen.length / 10, `${wrong}`);
  assert.equal(held, 0);
  if (!isWhole) return;
  const guide = readFileSync(join(import.meta.dirname, "../../../docs/backtest.md"), "utf8");
  const figures =
    `${inside} of ${days.length.toLocaleString("en-US")} days (${(100 * coverage).toFixed(0)} %) ended inside their 90 % interval, and ` +
    `${calibrated.length} of ${groups.length} calibration groups`;
  assert.ok(guide.replaceAll(/\s+/g, " ").includes(figures), figures);
  assert.ok(guide.includes(`Of ${wrong} it said that the forecast errs`));
});
