import type { MeanError, Summary } from "../../domain/backtest/summary.ts";
import { csvRow } from "../shared/csv.ts";
import { escapeControls } from "../shared/escape.ts";
import { countText, decimalText, percentText, wholeText } from "../shared/figures.ts";
import type { Paint } from "../shared/terminal.ts";
import { conclusions, headline } from "./conclusions.ts";
import type { CampaignBacktest } from "./run.ts";
import {
  calibrationTable,
  hourTable,
  settingsTable,
  type Table,
  worstDaysTable,
} from "./tables.ts";

/** More days that are left out are counted. */
const MOST_LISTED = 20;

/** The campaign, and what was compared: a title on a terminal and on a page. */
export function subject({ campaignId, backtest: { summary } }: CampaignBacktest): string {
  const name = campaignId === "" ? "The campaign" : `Campaign ${escapeControls(campaignId)}`;
  const [first, last] = [summary?.days[0], summary?.days.at(-1)];
  if (!summary || !first || !last) return name;
  return `${name}: ${countText(summary.days.length, "day")} from ${first.date} to ${last.date}, ${countText(summary.intervals.length, "interval")}`;
}

/** What is left out, a line each. */
export function leftOutLines({ backtest: { leftOut } }: CampaignBacktest): readonly string[] {
  const more = leftOut.length - MOST_LISTED;
  return [
    ...leftOut.slice(0, MOST_LISTED).map(({ date, why }) => `${date}: ${escapeControls(why)}`),
    ...(more > 0 ? [`and ${wholeText(more)} more`] : []),
  ];
}

/** How far off single days and single intervals are. */
export function errorLines({ byDay, byInterval }: Summary): readonly string[] {
  return [
    `A day is off by ${meanError(byDay)}.`,
    `An interval is off by ${meanError(byInterval)}.`,
  ];
}

function meanError({ error, byChance }: MeanError): string {
  return `${decimalText(100 * error, 2)} points on average; chance alone would make it ${decimalText(100 * byChance, 2)}`;
}

/** @param isTerminal where the report goes; into a file or a pipe goes no chart. */
export function textReport(campaign: CampaignBacktest, paint: Paint, isTerminal: boolean): string {
  const { summary } = campaign.backtest;
  const left = leftOutLines(campaign);
  return [
    [subject(campaign), paint("bold", headline(campaign.backtest))].join("\n"),
    ...(summary
      ? [
          textTable(settingsTable(summary), paint),
          [...errorLines(summary), ...conclusions(campaign)].join("\n"),
          textTable(hourTable(summary), paint),
          textTable(calibrationTable(summary), paint),
          ...(isTerminal ? [calibrationChart(summary, paint)] : []),
          ...(summary.worstDays.length > 0 ? [textTable(worstDaysTable(summary), paint)] : []),
        ]
      : []),
    ...(left.length > 0 ? [["Left out:", ...left.map((line) => `  ${line}`)].join("\n")] : []),
  ].join("\n\n");
}

const CHART_WIDTH = 50;

/** A bar for what was abandoned of each group, beside a mark for what was forecast. */
function calibrationChart({ calibration }: Summary, paint: Paint): string {
  const most = Math.max(...calibration.flatMap(({ forecast, actual }) => [forecast, actual]), 1e-6);
  const columnOf = (share: number) => Math.round((CHART_WIDTH * share) / most);
  const bars = calibration.map(({ forecast, actual, low, high }) => {
    const bar = "█".repeat(columnOf(actual)).padEnd(CHART_WIDTH + 1, "·");
    const at = columnOf(forecast);
    const isInside = actual >= low && actual <= high;
    const marked = `${bar.slice(0, at)}┊${bar.slice(at + 1)}`;
    return `  ${paint(isInside ? "green" : "red", marked)} ${percentText(actual, 2)}`;
  });
  return ["Abandoned in each group; ┊ is the forecast:", ...bars].join("\n");
}

function textTable<Row>({ caption, columns, rows }: Table<Row>, paint: Paint): string {
  const texts = columns.map(({ heading, isText, cell }) => {
    const cells = [heading, ...rows.map(cell)];
    const width = Math.max(...cells.map((text) => text.length));
    return cells.map((text) => (isText ? text.padEnd(width) : text.padStart(width)));
  });
  const [head = "", ...lines] = Array.from({ length: rows.length + 1 }, (_, i) =>
    texts
      .map((cells) => cells[i])
      .join("  ")
      .trimEnd(),
  );
  return [`${caption}:`, paint("bold", head), ...lines]
    .map((line) => `  ${line}`.trimEnd())
    .join("\n")
    .slice(2);
}

/** Raised only where a reader of the earlier one would read the new one wrongly. */
const VERSION = 1;

/** For a program: shares as fractions, figures in full; null for what cannot be told. */
export function jsonReport(campaigns: readonly CampaignBacktest[], unusable: number): string {
  const report = {
    version: VERSION,
    campaigns: campaigns.map(({ campaignId, assumptions, backtest }) => {
      const { summary, leftOut, holdingBack, ringTimes, otherwiseCounted } = backtest;
      return {
        campaignId,
        assumptions,
        ...summary,
        intervals: summary?.intervals.length ?? 0,
        leftOut,
        holdingBack: holdingBack ?? null,
        ringTimes: ringTimes ? inShort(ringTimes) : null,
        otherwiseCounted: otherwiseCounted ? inShort(otherwiseCounted) : null,
      };
    }),
    unusable,
  };
  return JSON.stringify(report, (_key, value) => (value === undefined ? null : value), 2);
}

/** Forecast beside what happened, a row for each interval. */
export function csvReport(campaigns: readonly CampaignBacktest[]): string {
  const head = ["start", "campaignId", "answered", "abandoned", "forecastAnswered", "forecastRate"];
  const rows = campaigns.flatMap(({ campaignId, backtest: { summary } }) =>
    (summary?.intervals ?? []).map(({ start, answered, abandoned, forecastAnswered, forecast }) => [
      new Date(start).toISOString().slice(0, 16),
      campaignId,
      answered,
      abandoned,
      Number(forecastAnswered.toPrecision(4)),
      Number(forecast.toPrecision(4)),
    ]),
  );
  return [head, ...rows].map(csvRow).join("");
}

/** Of another backtest how it ends, and not every day again. */
function inShort<Other extends object>(other: Other | (Other & { readonly summary: Summary })) {
  if (!("summary" in other)) return other;
  const {
    summary: { overall, coverage },
    ...rest
  } = other;
  return { ...rest, overall, coverage };
}
