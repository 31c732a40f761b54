import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  type ComparableDay,
  comparableDays,
} from "../../../provider/src/domain/backtest/comparable-days.ts";
import { compareDays } from "../../../provider/src/domain/backtest/compare-days.ts";
import { settingsInForce } from "../../../provider/src/domain/backtest/settings-in-force.ts";
import { summaryOf } from "../../../provider/src/domain/backtest/summary.ts";
import type { CampaignHistory } from "../../../provider/src/domain/history/history.ts";
import { predictPacing } from "../../../provider/src/domain/pacing/forecast-pacing.ts";
import {
  sampleCampaign,
  sampleHistory,
  sampleSettings,
} from "../../../provider/src/sandbox/history/sample-history.ts";

/** Of so many days one: a steady interval costs more than an interval of a day. */
const EVERY = 3;
const EVENTS = 15_000;

const { campaignId } = sampleCampaign;

const history: CampaignHistory = {
  campaignId,
  rows: Array.from(sampleHistory(), ({ start, ...counts }) => ({
    ...counts,
    start: Date.parse(`${start}Z`),
    campaignId,
    minutes: 30,
  })),
};

const spans = settingsInForce(
  sampleSettings.map(({ since, dialRate, agentRatio }) => ({
    at: Date.parse(since),
    configId: "config",
    settings: { pacingType: "predictive", dialRate, agentRatio, maxQueueDepth: 50 },
  })),
);

/** What is abandoned where each interval is forecast as a steady hour of its own, weighted by its answered calls. */
function stitched(days: readonly ComparableDay[]): Map<number, number> {
  const byHour = new Map<number, { answered: number; abandoned: number }>();
  let seed = 0;
  for (const { rows, parts, settings } of days) {
    for (const { row: index, seconds, agents, answerRate, averageHandleTimeSeconds } of parts) {
      const row = rows[index];
      if (!row || agents === 0 || row.answered === 0) continue;
      seed += 1;
      const { abandonmentRate } = predictPacing(
        {
          ...{ ...settings, agents, answerRate, averageHandleTimeSeconds },
          ...{ maxAbandonmentRate: 1, seed },
        },
        { events: EVENTS },
      );
      const answered = (row.answered * seconds) / (60 * row.minutes);
      for (const hour of [new Date(row.start).getUTCHours(), -1]) {
        const sum = byHour.get(hour) ?? { answered: 0, abandoned: 0 };
        sum.answered += answered;
        sum.abandoned += answered * abandonmentRate;
        byHour.set(hour, sum);
      }
    }
  }
  return new Map([...byHour].map(([hour, sum]) => [hour, sum.abandoned / sum.answered]));
}

test("the guide says how far steady half-hours are off from whole days", async () => {
  const { days } = comparableDays(history, spans);
  const some = days.filter((_, i) => i % EVERY === 0);
  const { overall, byHour } = summaryOf(await compareDays(some, {}, 10));
  const steady = stitched(some);
  const percent = (share = 0) => `${(100 * share).toFixed(1)} %`;
  const handover = byHour.find(({ hour }) => hour === 17);
  const file = join(import.meta.dirname, "..", "..", "..", "docs", "backtest.md");
  const guide = readFileSync(file, "utf8").replaceAll(/\s+/g, " ");
  const sentence =
    `On every third day of the sample, half-hours by themselves come to ${percent(steady.get(-1))} where whole days come to ` +
    `${percent(overall.forecast)}; between 17:00 and 18:00, after the early shift has left, to ${percent(steady.get(17))} where whole ` +
    `days come to ${percent(handover?.forecast)}.`;
  assert.ok(guide.includes(sentence), sentence);
});
