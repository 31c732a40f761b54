import {
  type Schedule,
  type ScheduleEntry,
  type Week,
  type Weekday,
  weekdays,
} from "../schedule.ts";
import { type CampaignHistory, daysOf } from "./history.ts";
import type { HistoryRow } from "./row.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What the history of a campaign says of its days. */
export interface LearnedSchedule {
  readonly intervals: Schedule;
  readonly answerRateVariation: number;
  /** The first and the last day that it stands on, `2026-03-02`. */
  readonly from: string;
  readonly to: string;
  /** How many days it stands on. */
  readonly days: number;
  readonly leftOut: readonly LeftOutDay[];
}

interface LeftOutDay {
  readonly date: string;
  readonly why: string;
}

/** A day on which so much less was dialled than on the usual one of its weekday was no usual day: a holiday, a day that went wrong. */
const LEAST_SHARE = 1 / 3;
/** Two days of one weekday at least, for one says nothing of how days differ. */
const FEWEST_DAYS = 2;

interface Day {
  readonly date: string;
  readonly weekday: Weekday;
  readonly rows: readonly HistoryRow[];
  readonly dials: number;
}

/** The usual day of each weekday, and how answer rates differ from day to day; undefined where there are too few days to say that. */
export function learnSchedule(history: CampaignHistory): LearnedSchedule | undefined {
  const all = [...daysOf(history)].map(([date, rows]): Day => {
    const dials = rows.reduce((sum, row) => sum + row.dials, 0);
    // 1 January 1970 was a Thursday.
    const weekday = weekdays[(Math.floor(Date.parse(date) / DAY) + 3) % 7] ?? "monday";
    return { date, weekday, rows, dials };
  });
  const leftOut: LeftOutDay[] = [];
  const profiles: {
    readonly weekday: Weekday;
    readonly days: readonly Day[];
    readonly slots: readonly Slot[];
  }[] = [];
  for (const weekday of weekdays) {
    const ofWeekday = all.filter((day) => day.weekday === weekday);
    const usual = median(ofWeekday.map(({ dials }) => dials));
    const days = ofWeekday.filter((day) => day.dials > 0 && day.dials >= LEAST_SHARE * usual);
    for (const { date, dials } of ofWeekday) {
      if (days.some((day) => day.date === date)) continue;
      leftOut.push({
        date,
        why: `${dials} dials, where ${usual} are usual on a ${weekday}`,
      });
    }
    if (days.length < FEWEST_DAYS) {
      leftOut.push(...days.map(({ date }) => ({ date, why: `the only ${weekday}` })));
      continue;
    }
    const slots = slotsOf(days);
    if (slots.some(({ agents }) => agents > 0)) profiles.push({ weekday, days, slots });
  }
  const dates = profiles.flatMap(({ days }) => days.map(({ date }) => date)).toSorted();
  const [from, to] = [dates[0], dates.at(-1)];
  if (from === undefined || to === undefined) return undefined;
  const week: Week = Object.fromEntries(
    profiles.map(({ weekday, slots }) => [weekday, entriesOf(slots)]),
  );
  return {
    intervals: week,
    answerRateVariation: variationOf(profiles),
    from,
    to,
    days: dates.length,
    leftOut: leftOut.toSorted((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

/** An interval of the usual day of a weekday. */
interface Slot {
  /** Minutes after midnight. */
  readonly start: number;
  readonly end: number;
  readonly agents: number;
  readonly answerRate: number;
  readonly averageHandleTimeSeconds: number;
}

/** The intervals that most of the days have, those in between without a row as pauses. */
function slotsOf(days: readonly Day[]): readonly Slot[] {
  const rows = days.flatMap((day) => day.rows);
  const [dialed, answered] = [sumOf(rows, "dials"), sumOf(rows, "answered")];
  const talked = answered - sumOf(rows, "abandoned");
  const usual = {
    answerRate: rateOf(answered, dialed, 1),
    averageHandleTimeSeconds: talked > 0 ? sumOf(rows, "handleSeconds") / talked : 1,
  };
  const byTime = Map.groupBy(rows, (row) => (row.start % DAY) / MINUTE);
  const slots: Slot[] = [];
  for (const [start, ofSlot] of [...byTime].toSorted(([a], [b]) => a - b)) {
    if (2 * ofSlot.length < days.length) continue;
    const last = slots.at(-1);
    if (last && last.end > start) continue;
    if (last && last.end < start) {
      slots.push({ ...usual, start: last.end, end: start, agents: 0 });
    }
    const minutes = median(ofSlot.map((row) => row.minutes));
    const taken = sumOf(ofSlot, "answered") - sumOf(ofSlot, "abandoned");
    const handleSeconds = sumOf(ofSlot, "handleSeconds");
    slots.push({
      start,
      end: Math.min(24 * 60, start + minutes),
      agents: Math.round(sumOf(ofSlot, "agents") / ofSlot.length),
      answerRate: rateOf(sumOf(ofSlot, "answered"), sumOf(ofSlot, "dials"), usual.answerRate),
      averageHandleTimeSeconds:
        taken > 0 && handleSeconds > 0 ? handleSeconds / taken : usual.averageHandleTimeSeconds,
    });
  }
  return slots;
}

function rateOf(answered: number, dials: number, otherwise: number): number {
  return answered > 0 && dials > 0 ? Math.min(1, answered / dials) : otherwise;
}

function entriesOf(slots: readonly Slot[]): readonly ScheduleEntry[] {
  return slots.map(({ start, end, agents, answerRate, averageHandleTimeSeconds }) => ({
    start: clockText(start),
    end: clockText(end),
    agents,
    // More digits would differ between two histories without meaning anything.
    answerRate: Number(answerRate.toPrecision(3)),
    averageHandleTimeSeconds: Number(averageHandleTimeSeconds.toPrecision(3)),
  }));
}

function clockText(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(Math.floor(minutes % 60))}`;
}

/**
 * By how much a day's answers differ from what its weekday's answer rates make of its dials, without what chance alone does: of n
 * dials, n × p × (1 − p) is the variance of the answers.
 */
function variationOf(
  profiles: readonly { readonly days: readonly Day[]; readonly slots: readonly Slot[] }[],
): number {
  let [squares, chance, days] = [0, 0, 0];
  for (const { days: ofWeekday, slots } of profiles) {
    const rateAt = new Map(slots.map(({ start, answerRate }) => [start, answerRate]));
    for (const { rows } of ofWeekday) {
      let [answered, expected, variance] = [0, 0, 0];
      for (const row of rows) {
        const rate = rateAt.get((row.start % DAY) / MINUTE);
        if (rate === undefined) continue;
        answered += row.answered;
        expected += row.dials * rate;
        variance += row.dials * rate * (1 - rate);
      }
      if (expected === 0) continue;
      squares += (answered / expected - 1) ** 2;
      chance += variance / expected ** 2;
    }
    days += ofWeekday.length;
  }
  const free = days - profiles.length;
  // The profile is fitted to the same days, and so takes one of each weekday's away.
  const variance = Math.max(0, (squares - (chance * free) / days) / free);
  return Number(Math.min(1, Math.sqrt(Math.log(1 + variance))).toFixed(3));
}

function sumOf(
  rows: readonly HistoryRow[],
  name: "agents" | "dials" | "answered" | "abandoned" | "handleSeconds",
): number {
  return rows.reduce((sum, row) => sum + row[name], 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
