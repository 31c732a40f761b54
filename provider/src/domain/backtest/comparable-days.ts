import { type CampaignHistory, daysOf } from "../history/history.ts";
import type { HistoryRow } from "../history/row.ts";
import type { DayPart } from "../pacing/simulate-days.ts";
import { type CampaignSettings, isKnown, type SettingsSpan } from "./settings-in-force.ts";

const MINUTE = 60_000;

/** A day that a forecast can be held against. */
export interface ComparableDay {
  readonly date: string;
  readonly rows: readonly HistoryRow[];
  /** Which of the spans it is in, from 0. */
  readonly span: number;
  readonly settings: CampaignSettings;
  /** The day as it is forecast. */
  readonly parts: readonly RowPart[];
}

/** A stretch of a row, or of the time between two. */
interface RowPart extends DayPart {
  /** Which of the day's rows, from 0; -1 between rows. */
  readonly row: number;
}

export interface LeftOutDay {
  readonly date: string;
  readonly why: string;
}

/** What one can still simulate. */
const MOST_AGENTS = 10_000;

/** The days on which one setting was in force, and what is left out. */
export function comparableDays(
  history: CampaignHistory,
  spans: readonly SettingsSpan[],
): { readonly days: readonly ComparableDay[]; readonly leftOut: readonly LeftOutDay[] } {
  const days: ComparableDay[] = [];
  const leftOut: LeftOutDay[] = [];
  for (const [date, rows] of daysOf(history)) {
    const found = dayIn(date, rows, spans);
    if ("why" in found) leftOut.push(found);
    else days.push(found);
  }
  return { days, leftOut };
}

function dayIn(
  date: string,
  rows: readonly HistoryRow[],
  spans: readonly SettingsSpan[],
): ComparableDay | LeftOutDay {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return { date, why: "it has no row" };
  const index = spans.findLastIndex(({ since }) => since <= first.start);
  const span = spans[index];
  if (!span) return { date, why: "what the dialer was set to is known only from later on" };
  const end = last.start + last.minutes * MINUTE;
  if (spans.some(({ since }) => since > first.start && since < end)) {
    return { date, why: "the settings were changed during the day" };
  }
  if (rows.some(({ minutes }) => minutes === 0)) {
    return { date, why: "nothing says how long its interval is: give --minutes" };
  }
  const { settings } = span;
  if (!isKnown(settings)) return { date, why: settings.unknown };
  const answered = rows.reduce((sum, row) => sum + row.answered, 0);
  if (answered === 0) return { date, why: "nobody answered" };
  const parts = partsOf(rows);
  const agents = Math.max(...parts.map((part) => part.agents));
  if (agents === 0) return { date, why: "no agent was there" };
  if (agents > MOST_AGENTS) return { date, why: `it has ${agents} agents, over ${MOST_AGENTS}` };
  return { date, rows, span: index, settings, parts };
}

/** Agents are whole: 7.5 of them are 8 in one half of the interval, and 7 in the other. */
function partsOf(rows: readonly HistoryRow[]): readonly RowPart[] {
  const taken = rows.reduce((sum, { answered, abandoned }) => sum + answered - abandoned, 0);
  const handleSeconds = rows.reduce((sum, row) => sum + row.handleSeconds, 0);
  const usualHandleTime = taken > 0 && handleSeconds > 0 ? handleSeconds / taken : 1;
  const parts: RowPart[] = [];
  let [end, agentsBefore] = [rows[0]?.start ?? 0, 0];
  rows.forEach((row, i) => {
    const gap = (row.start - end) / 1000;
    const calls = row.answered - row.abandoned;
    const figures = {
      answerRate: row.dials > 0 ? Math.min(1, row.answered / row.dials) : 0,
      averageHandleTimeSeconds:
        calls > 0 && row.handleSeconds > 0 ? row.handleSeconds / calls : usualHandleTime,
    };
    if (gap > 0) parts.push({ ...figures, row: -1, seconds: gap, agents: 0 });
    // Nobody was dialled: whatever the agents did, the dialer did not run.
    const agents = row.dials > 0 ? row.agents : 0;
    const [fewer, share] = [Math.floor(agents), agents - Math.floor(agents)];
    const stretches = [
      { agents: fewer + 1, seconds: 60 * row.minutes * share },
      { agents: fewer, seconds: 60 * row.minutes * (1 - share) },
    ].filter(({ seconds }) => seconds > 0);
    if (agentsBefore <= fewer) stretches.reverse();
    for (const stretch of stretches) parts.push({ ...figures, ...stretch, row: i });
    agentsBefore = stretches.at(-1)?.agents ?? 0;
    end = row.start + row.minutes * MINUTE;
  });
  return parts;
}
