import { dateOf, dayOf, type LineProblem, MOST_LISTED } from "../../domain/history/history.ts";
import type { HistoryRow } from "../../domain/history/row.ts";
import { escapeControls } from "../shared/escape.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { countText, wholeText } from "../shared/figures.ts";
import { readGivenHistory } from "../shared/read-history.ts";
import type { CheckFlags } from "./command.ts";

/** What a campaign's rows come to. */
interface CampaignSummary {
  readonly rows: number;
  readonly days: number;
  readonly from: string;
  readonly to: string;
  readonly dials: number;
  readonly answered: number;
  readonly abandoned: number;
}

/** Reads each row, and says which cannot be used. */
export async function checkHistory(file: string, flags: CheckFlags): Promise<void> {
  const rows = await readGivenHistory(file, flags);
  const campaigns = new Map(
    Array.from(
      rows.streams(flags.minutes),
      (campaign) => [campaign.campaignId, summaryOf(campaign.rows)] as const,
    ),
  );
  const { problems, unusable } = rows;
  console.log(
    flags.json
      ? JSON.stringify({ version: 1, campaigns: Object.fromEntries(campaigns), unusable, problems })
      : [
          ...[...campaigns].map(([id, summary]) => sentenceOf(id, summary)),
          ...problemLines(problems, unusable),
        ].join("\n"),
  );
  if (unusable > 0) process.exitCode = exitCodes.finding;
}

function summaryOf(rows: Iterable<HistoryRow>): CampaignSummary {
  let [count, days, dials, answered, abandoned] = [0, 0, 0, 0, 0];
  let first: HistoryRow | undefined;
  let last: HistoryRow | undefined;
  for (const row of rows) {
    if (!last || dayOf(row) !== dayOf(last)) days += 1;
    first ??= row;
    last = row;
    count += 1;
    dials += row.dials;
    answered += row.answered;
    abandoned += row.abandoned;
  }
  const dated = (row: HistoryRow | undefined) => (row ? dateOf(row.start) : "");
  return { rows: count, days, from: dated(first), to: dated(last), dials, answered, abandoned };
}

function sentenceOf(id: string, summary: CampaignSummary): string {
  const { rows, days, from, to, dials, answered, abandoned } = summary;
  const rate = answered > 0 ? ` (${((100 * abandoned) / answered).toFixed(2)} %)` : "";
  return (
    `${id === "" ? "The campaign" : `Campaign ${escapeControls(id)}`}: ${countText(rows, "interval")} on ${countText(days, "day")} from ${from} ` +
    `to ${to}; ${wholeText(dials)} dials, ${wholeText(answered)} answered, ${wholeText(abandoned)} abandoned${rate}.`
  );
}

/** The mistakes of a file, the first of them in a line each. */
export function problemLines(
  problems: readonly LineProblem[],
  unusable: number,
): readonly string[] {
  if (unusable === 0) return ["Every row can be used."];
  const more = unusable - problems.length;
  return [
    `${countText(unusable, "row")} cannot be used:`,
    ...problems.map(
      ({ line, column, message }) =>
        `  line ${line}, column ${column}: it ${escapeControls(message)}.`,
    ),
    ...(more > 0 ? [`  and ${wholeText(more)} more than these ${MOST_LISTED}.`] : []),
  ];
}
