import { type SettingsWrite, settingsChanges } from "../../domain/backtest/logged-settings.ts";
import { type SettingsSpan, settingsInForce } from "../../domain/backtest/settings-in-force.ts";
import { clockOf } from "../../domain/history/clock.ts";
import { UsageError } from "../shared/exit-codes.ts";
import type { BacktestFlags } from "./command.ts";

/** What each campaign's dialer was set to, by its id. */
export async function settingsReader(
  flags: BacktestFlags,
): Promise<(campaignId: string) => readonly SettingsSpan[]> {
  const clock = clockOf(flags.timeZone);
  const given =
    flags.settings === undefined
      ? []
      : await (await import("./settings-file.ts")).settingsFromFile(flags.settings, clock);
  const { auditLog } = flags;
  if (auditLog === undefined) {
    const spans = settingsInForce(given);
    return () => spans;
  }
  const [first] = given;
  if (given.length > 1 || (first && first.at !== -Infinity)) {
    throw new UsageError([
      "--settings: beside an audit log, it says what the log does not, from the beginning: write one object without since.",
    ]);
  }
  const { settingsFromLog } = await import("./settings-log.ts");
  const log = await settingsFromLog(auditLog, clock);
  return (campaignId) =>
    settingsInForce(settingsChanges(writesOf(campaignId, log, auditLog), first?.settings));
}

function writesOf(
  campaignId: string,
  log: ReadonlyMap<string, readonly SettingsWrite[]>,
  file: string,
): readonly SettingsWrite[] {
  const [only, ...others] = log.keys();
  const id = campaignId === "" && others.length === 0 ? only : campaignId;
  const writes = log.get(id ?? "");
  if (writes) return writes;
  throw new UsageError([
    campaignId === "" && only !== undefined
      ? `--audit-log: ${file} is of ${log.size} campaigns. Say which one the history is of, with --campaign ${only}.`
      : `--audit-log: ${file} has no write for campaign ${campaignId}. Give the log of the program that manages its dialer, or --settings.`,
  ]);
}
