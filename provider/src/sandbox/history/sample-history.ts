import {
  CallCentre,
  type DialerSetting,
  INTERVAL_SECONDS,
  type IntervalCounts,
  type PlannedInterval,
} from "./call-centre.ts";
import { Chance } from "./chance.ts";

/** A half-hour of the sample campaign, on the clock of its call centre. */
export interface SampleInterval extends IntervalCounts {
  /** `2026-03-02T09:30` */
  readonly start: string;
}

/** What the sample's dialer was set to from a moment on, when nobody was called. */
export interface SampleSetting extends DialerSetting {
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** The campaign "Early collections" of the sample call centre, and its configuration "Collections, days 1 to 30". */
export const sampleCampaign = {
  campaignId: "2ce68a91-f07b-4d35-8e42-b95d1a60c7f4",
  configId: "d61f08ab-92c7-4e50-a3bd-58e7146c9f02",
  timeZone: "America/Denver",
  from: "2025-10-01",
  to: "2026-03-31",
} as const;

/** Somebody tried three lines for each free agent for four weeks. */
export const sampleSettings: readonly [SampleSetting, ...SampleSetting[]] = [
  { since: "2025-09-30T22:15:00.000Z", dialRate: 1.8, agentRatio: 2 },
  { since: "2026-01-12T03:40:00.000Z", dialRate: 1.8, agentRatio: 3 },
  { since: "2026-02-09T02:05:00.000Z", dialRate: 1.8, agentRatio: 2 },
];

const SEED = 20_251_001;
const DAY = 24 * 60 * 60_000;
const MINUTE = 60_000;

/** Nobody works on these days. */
const holidays: ReadonlySet<string> = new Set(["2025-11-27", "2025-12-25", "2026-01-01"]);
/** Work ends at noon. */
const CHRISTMAS_EVE = "2025-12-24";
/** The day that went wrong: most agents lose their connection in the morning, and the dialer goes on. */
const OUTAGE = { date: "2026-03-11", from: 10 * 60, to: 18 * 60, share: 0.15 } as const;
/** From this Monday on the late shift has more agents. */
const NEW_ROSTER = "2025-12-01";

/** Six months of the campaign, half-hour by half-hour. The same digits everywhere. */
export function* sampleHistory(): Generator<SampleInterval> {
  const chance = new Chance(SEED);
  const centre = new CallCentre(chance);
  const last = Date.parse(sampleCampaign.to);
  for (let midnight = Date.parse(sampleCampaign.from); midnight <= last; midnight += DAY) {
    const date = dateOf(midnight);
    const { opening, intervals } = planOf(date, chance);
    if (intervals.length === 0) continue;
    const counts = centre.day(intervals, settingOn(midnight));
    for (const [i, each] of counts.entries()) {
      const start = midnight + opening * MINUTE + i * INTERVAL_SECONDS * 1000;
      yield { start: new Date(start).toISOString().slice(0, 16), ...each };
    }
  }
}

function dateOf(midnight: number): string {
  return new Date(midnight).toISOString().slice(0, 10);
}

/** Settings change at night, so that a day has one. */
function settingOn(midnight: number): DialerSetting {
  const noon = midnight + DAY / 2;
  const found = sampleSettings.findLast(({ since }) => Date.parse(since) <= noon);
  return found ?? sampleSettings[0];
}

interface DayPlan {
  /** Minutes after midnight. */
  readonly opening: number;
  readonly intervals: readonly PlannedInterval[];
}

function planOf(date: string, chance: Chance): DayPlan {
  const weekday = new Date(date).getUTCDay();
  if (weekday === 0 || holidays.has(date)) return { opening: 0, intervals: [] };
  const isSaturday = weekday === 6;
  const isMonday = weekday === 1;
  const [opening, usualClosing] = isSaturday ? [10 * 60, 15 * 60] : [9 * 60, 20 * 60];
  const closing = date === CHRISTMAS_EVE ? 12 * 60 : usualClosing;
  // On Mondays more people answer, and more agents are ill.
  const factor = chance.logNormal(isMonday ? 1.12 : 1, 0.12);
  const present = 1 - chance.between(0, isMonday ? 0.16 : 0.1);
  let drift = 1;
  const intervals: PlannedInterval[] = [];
  for (let minute = opening; minute < closing; minute += INTERVAL_SECONDS / 60) {
    drift += 0.5 * (1 - drift) + chance.logNormal(0.06, 0.5) - 0.06;
    const staff = isSaturday ? 8 : rosterAt(minute, date >= NEW_ROSTER);
    const isOut = date === OUTAGE.date && minute >= OUTAGE.from && minute < OUTAGE.to;
    intervals.push({
      agents: Math.round(staff * present * (isOut ? OUTAGE.share : 1)),
      answerRate: peopleAtHome(minute) * factor * drift,
    });
  }
  return { opening, intervals };
}

/** An early shift until 17:00, a late one from 12:00 on. */
function rosterAt(minute: number, isNew: boolean): number {
  const early = minute < 17 * 60 ? 12 : 0;
  const late = minute >= 12 * 60 ? (isNew ? 10 : 7) : 0;
  return early + late;
}

function peopleAtHome(minute: number): number {
  if (minute < 11 * 60) return 0.15;
  if (minute < 14 * 60) return 0.18;
  return minute < 17 * 60 ? 0.17 : 0.25;
}
