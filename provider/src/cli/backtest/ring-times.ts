import { existsSync } from "node:fs";
import { readTelemetry, type Telemetry, writeTelemetry } from "../../dialer-config/telemetry.ts";
import type { Backtest } from "../../domain/backtest/backtest.ts";
import type { CampaignBacktest } from "./run.ts";

type Campaigns = Telemetry["campaigns"];
type Found = Extract<NonNullable<Backtest["ringTimes"]>, { readonly summary: unknown }>;

/** The campaigns of a telemetry file; none where there is no such file yet. */
export async function telemetryCampaigns(file: string): Promise<Campaigns> {
  return existsSync(file) ? (await readTelemetry(file, "--telemetry")).campaigns : {};
}

/** Puts what was found of ring times beside what the file says of each campaign. Returns a line for each. */
export async function writeRingTimes(
  file: string,
  before: Campaigns,
  campaigns: readonly CampaignBacktest[],
  timeZone: string | undefined,
): Promise<{ readonly lines: readonly string[]; readonly isWhole: boolean }> {
  const found = campaigns.flatMap(({ campaignId, backtest: { ringTimes } }) =>
    ringTimes && "summary" in ringTimes ? [[campaignId, ringTimes] as const] : [],
  );
  if (found.length > 0) {
    const entries = found.map(([id, ringTimes]) => [id, entryOf(before[id], ringTimes, timeZone)]);
    await writeTelemetry(file, { ...before, ...Object.fromEntries(entries) });
  }
  return {
    lines: campaigns.map(({ campaignId, backtest: { ringTimes } }) => {
      if (!ringTimes)
        return `${campaignId}: nothing to write, for the forecast is not known to err.`;
      if ("why" in ringTimes) return `${campaignId}: nothing is written: ${ringTimes.why}.`;
      const { ringSecondsAnswered, ringSecondsUnanswered } = ringTimes;
      return `${campaignId}: ring times of ${ringSecondsAnswered} s and ${ringSecondsUnanswered} s, written into ${file}.`;
    }),
    isWhole: campaigns.every(({ backtest: { ringTimes } }) => !ringTimes || "summary" in ringTimes),
  };
}

/** What the file says of the campaign otherwise stays. */
function entryOf(
  before: Campaigns[string] | undefined,
  { ringSecondsAnswered, ringSecondsUnanswered, summary: { days } }: Found,
  timeZone: string | undefined,
): Campaigns[string] {
  const [from = "", to = ""] = [days[0]?.date, days.at(-1)?.date];
  return {
    asOf: `${to}T23:59:59Z`,
    ...(timeZone !== undefined && { timeZone }),
    ...before,
    ringTimes: { ringSecondsAnswered, ringSecondsUnanswered, from, to, days: days.length },
  };
}
