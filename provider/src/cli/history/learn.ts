import { existsSync } from "node:fs";
import {
  learnedNames,
  readTelemetry,
  type Telemetry,
  writeTelemetry,
} from "../../dialer-config/telemetry.ts";
import type { CampaignHistory } from "../../domain/history/history.ts";
import { type LearnedSchedule, learnSchedule } from "../../domain/history/learn.ts";
import { escapeControls } from "../shared/escape.ts";
import { exitCodes, UsageError } from "../shared/exit-codes.ts";
import { countText, wholeText } from "../shared/figures.ts";
import { readGivenHistory } from "../shared/read-history.ts";
import { problemLines } from "./check.ts";
import type { LearnFlags } from "./command.ts";

type Campaigns = Telemetry["campaigns"];

/** Writes the days of a history into the telemetry file: of each campaign a schedule, beside the figures that are there. */
export async function learnHistory(file: string, flags: LearnFlags): Promise<void> {
  const before: Campaigns = existsSync(flags.telemetry)
    ? (await readTelemetry(flags.telemetry, "--telemetry")).campaigns
    : {};
  const rows = await readGivenHistory(file, flags);
  const learned = Array.from(
    rows.histories(flags.minutes),
    (history) => [campaignIdOf(history, flags), learnSchedule(history)] as const,
  );
  const campaigns = Object.fromEntries([
    ...Object.entries(before),
    ...learned.flatMap(([id, schedule]) =>
      schedule ? [[id, entryOf(schedule, before[id], flags.timeZone)] as const] : [],
    ),
  ]);
  if (learned.some(([, schedule]) => schedule !== undefined)) {
    await writeTelemetry(flags.telemetry, campaigns);
  }
  for (const [id, schedule] of learned) console.log(reportOf(id, schedule));
  if (rows.unusable > 0) console.log(problemLines(rows.problems, rows.unusable).join("\n"));
  const isWhole = rows.unusable === 0 && learned.every(([, schedule]) => schedule !== undefined);
  if (!isWhole) process.exitCode = exitCodes.incomplete;
}

function campaignIdOf({ campaignId }: CampaignHistory, { campaign }: LearnFlags): string {
  if (campaignId !== "" && campaign !== undefined && campaign !== campaignId) {
    throw new UsageError([
      `--campaign ${campaign}: the file names its campaigns itself, and one of them is ${campaignId}. Leave the flag out.`,
    ]);
  }
  const id = campaign ?? campaignId;
  if (id === "") {
    throw new UsageError([
      "The history does not say of which campaign it is. Give --campaign ID, or a column campaignId.",
    ]);
  }
  return id;
}

/** What the tenant said of the campaign stays. */
function entryOf(
  { intervals, answerRateVariation, from, to, days }: LearnedSchedule,
  before: Campaigns[string] | undefined,
  timeZone: string | undefined,
): Campaigns[string] {
  const figures = Object.entries(before ?? {}).filter(
    ([name]) => !learnedNames.some((each) => each === name),
  );
  return {
    asOf: `${to}T23:59:59Z`,
    ...Object.fromEntries(figures),
    ...(timeZone !== undefined && { timeZone }),
    learned: { from, to, days },
    answerRateVariation,
    intervals,
  };
}

function reportOf(id: string, schedule: LearnedSchedule | undefined): string {
  const whose = `Campaign ${escapeControls(id)}`;
  if (!schedule) {
    return `${whose}: nothing is learnt. It takes two days of the same weekday at least.`;
  }
  const { days, from, to, answerRateVariation, leftOut } = schedule;
  return [
    `${whose}: a schedule from ${countText(days, "day")} from ${from} to ${to}. Answer rates vary by ` +
      `${(100 * answerRateVariation).toFixed(1)} % from day to day.`,
    ...(leftOut.length === 0 ? [] : [`  Left out: ${countText(leftOut.length, "day")}.`]),
    ...leftOut.slice(0, 20).map(({ date, why }) => `    ${date}: ${why}`),
    ...(leftOut.length > 20 ? [`    and ${wholeText(leftOut.length - 20)} more`] : []),
  ].join("\n");
}
