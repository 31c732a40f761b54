import { existsSync } from "node:fs";
import { environment, givenLineReading } from "../../dialer-config/line-reading.ts";
import type { Telemetry } from "../../dialer-config/telemetry.ts";
import { type Backtest, backtest } from "../../domain/backtest/backtest.ts";
import type { Assumptions } from "../../domain/backtest/forecast-rows.ts";
import type { SettingsSpan } from "../../domain/backtest/settings-in-force.ts";
import type { CampaignHistory } from "../../domain/history/history.ts";
import { dialerSettingDefaults } from "../../domain/pacing/dialer-settings.ts";
import { exitCodes, UsageError } from "../shared/exit-codes.ts";
import { percentText, wholeText } from "../shared/figures.ts";
import { readGivenHistory } from "../shared/read-history.ts";
import { ProgressLine, paintFor } from "../shared/terminal.ts";
import type { BacktestFlags } from "./command.ts";
import { ForecastWorkers } from "./forecast-workers.ts";
import { settingsReader } from "./settings.ts";

type Campaigns = Telemetry["campaigns"];

/** A campaign and its backtest. */
export interface CampaignBacktest {
  /** Empty where nothing names it. */
  readonly campaignId: string;
  readonly assumptions: Required<Assumptions>;
  readonly backtest: Backtest;
}

/** Holds forecasts against a history, and prints or writes how right they would have been. */
export async function run(file: string, flags: BacktestFlags): Promise<void> {
  if (flags.settings === undefined && flags.auditLog === undefined) {
    throw new UsageError([
      "What was the dialer set to? Give --audit-log FILE with --time-zone NAME, or --settings FILE.",
    ]);
  }
  const rows = await readGivenHistory(file, flags);
  const spansOf = await settingsReader(flags);
  const histories = [...rows.histories(flags.minutes)].filter(
    ({ campaignId }) =>
      flags.campaign === undefined || campaignId === "" || campaignId === flags.campaign,
  );
  if (histories.length === 0) {
    throw new UsageError([
      rows.length === 0
        ? `${file} has no row that can be used. \`cxone-dialer history check\` says what is wrong with each.`
        : `--campaign: ${file} has no row of ${flags.campaign}.`,
    ]);
  }
  const isNamed = histories.every(({ campaignId }) => campaignId !== "");
  if (flags.write && flags.campaign === undefined && !isNamed) {
    throw new UsageError([
      "The history does not say of which campaign it is. Give --campaign ID, or a column campaignId.",
    ]);
  }
  const telemetry = flags.telemetry === undefined ? {} : await telemetryIn(flags.telemetry, flags);
  const campaigns = await backtests(
    histories.map((history) => {
      const campaignId = history.campaignId || (flags.campaign ?? "");
      const assumptions = assumptionsOf(flags, telemetry[campaignId]?.ringTimes);
      return { campaignId, history, spans: spansOf(campaignId), assumptions };
    }),
  );
  if (flags.html !== undefined) {
    const [{ page }, { writePage }] = await Promise.all([
      import("./page.ts"),
      import("../shared/page.ts"),
    ]);
    await writePage(flags.html, page(campaigns));
  }
  await print(campaigns, rows.unusable, flags);
  process.exitCode = exitCodeOf(campaigns, rows.unusable, flags);
  if (!flags.write || flags.telemetry === undefined) return;
  const { writeRingTimes } = await import("./ring-times.ts");
  const written = await writeRingTimes(flags.telemetry, telemetry, campaigns, flags.timeZone);
  for (const line of written.lines) console.error(line);
  if (!written.isWhole && !process.exitCode) process.exitCode = exitCodes.incomplete;
}

async function telemetryIn(file: string, { write }: BacktestFlags): Promise<Campaigns> {
  const { telemetryCampaigns } = await import("./ring-times.ts");
  if (!write && !existsSync(file)) {
    throw new UsageError([`--telemetry: ${file} is not there. With --write, it is made.`]);
  }
  return telemetryCampaigns(file);
}

/** A flag comes before the telemetry file, and that before the defaults. */
function assumptionsOf(
  flags: BacktestFlags,
  ringTimes: Campaigns[string]["ringTimes"],
): Required<Assumptions> {
  const { linesCounted, lineRounding, ringSecondsAnswered, ringSecondsUnanswered, seed } =
    dialerSettingDefaults;
  const reading = givenLineReading(environment(process.env));
  return {
    linesCounted: flags.lines ?? reading.linesCounted ?? linesCounted,
    lineRounding: flags.rounding ?? reading.lineRounding ?? lineRounding,
    ringSecondsAnswered:
      flags.ringAnswered ?? ringTimes?.ringSecondsAnswered ?? ringSecondsAnswered,
    ringSecondsUnanswered:
      flags.ringUnanswered ?? ringTimes?.ringSecondsUnanswered ?? ringSecondsUnanswered,
    seed: flags.seed ?? seed,
  };
}

interface CampaignToTest {
  readonly campaignId: string;
  readonly history: CampaignHistory;
  readonly spans: readonly SettingsSpan[];
  readonly assumptions: Required<Assumptions>;
}

/** Campaign by campaign, each on all cores. */
async function backtests(all: readonly CampaignToTest[]): Promise<readonly CampaignBacktest[]> {
  await using workers = new ForecastWorkers();
  using progress = new ProgressLine(process.stderr);
  const tested: CampaignBacktest[] = [];
  for (const { campaignId, history, spans, assumptions } of all) {
    const { forecastDays } = workers;
    const done = await backtest(history, spans, assumptions, forecastDays, (share) => {
      const ofAll = (tested.length + share) / all.length;
      progress.show(`${percentText(ofAll, 0)} of the backtest`);
    });
    tested.push({ campaignId, assumptions, backtest: done });
  }
  return tested;
}

async function print(
  campaigns: readonly CampaignBacktest[],
  unusable: number,
  { json, csv }: BacktestFlags,
): Promise<void> {
  const { csvReport, jsonReport, textReport } = await import("./report.ts");
  if (json) {
    console.log(jsonReport(campaigns, unusable));
    return;
  }
  const paint = paintFor(process.stdout);
  if (csv) process.stdout.write(csvReport(campaigns));
  else {
    const texts = campaigns.map((each) => textReport(each, paint, process.stdout.isTTY));
    console.log(texts.join("\n\n"));
  }
  if (unusable > 0) {
    console.error(
      `warning: ${wholeText(unusable)} rows cannot be used and are not counted. \`cxone-dialer history check\` names them.`,
    );
  }
}

function exitCodeOf(
  campaigns: readonly CampaignBacktest[],
  unusable: number,
  { maxBias = Infinity }: BacktestFlags,
): number {
  const errs = campaigns.some(
    ({ backtest: { summary } }) => Math.abs(summary?.overall.bias ?? 0) > maxBias,
  );
  if (errs) return exitCodes.finding;
  const isWhole = campaigns.every(
    ({ backtest: { summary, leftOut } }) => summary !== undefined && leftOut.length === 0,
  );
  return isWhole && unusable === 0 ? exitCodes.done : exitCodes.incomplete;
}
