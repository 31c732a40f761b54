import { error, type Finding } from "./finding.ts";
import { isJsonObject, type Json } from "./json.ts";
import { decimal } from "./numbers.ts";

/**
 * A stretch of a day as a person writes it. Times are on the clock of the place that is called: a schedule holds for usual days, and
 * on the two days of a year on which the clock changes it is an hour off for one interval.
 */
export interface ScheduleEntry {
  /** `HH:MM`, 00:00–23:59. */
  readonly start: string;
  /** `HH:MM`, after `start`, up to 24:00. Later than midnight is another day. */
  readonly end: string;
  /** Agents who take the calls, a whole number. 0 is a pause, in which nothing is dialled. */
  readonly agents: number;
  /** Answered ÷ dialled, over 0 and at most 1. */
  readonly answerRate: number;
  /** Mean time that an agent spends on an answered call, wrap-up included, in seconds, over 0. */
  readonly averageHandleTimeSeconds: number;
}

export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

export type Weekday = (typeof weekdays)[number];

/** The intervals of each day of the week. On a day that is left out nobody works. */
export type Week = { readonly [Day in Weekday]?: readonly ScheduleEntry[] | undefined };

/** The intervals of a day where all days are alike, and otherwise those of each day of the week. */
export type Schedule = readonly ScheduleEntry[] | Week;

/** Days of the week with the same intervals. */
export interface ScheduledDay {
  readonly weekdays: readonly Weekday[];
  readonly intervals: readonly ScheduledInterval[];
}

export type ParsedWeek =
  | { readonly days: readonly ScheduledDay[] }
  | { readonly findings: readonly Finding[] };

/** An interval of a day, its times checked. */
interface ScheduledInterval {
  /** `HH:MM`. */
  readonly start: string;
  readonly seconds: number;
  readonly agents: number;
  readonly answerRate: number;
  readonly averageHandleTimeSeconds: number;
}

export type ParsedSchedule =
  | { readonly intervals: readonly ScheduledInterval[] }
  | { readonly findings: readonly Finding[] };

/**
 * The days of a schedule, those with the same intervals together.
 *
 * @param property where the schedule stands, as a program writes it: `staffing.intervals`.
 */
export function parseWeek(property: string, schedule: Schedule): ParsedWeek {
  if (isOfEveryDay(schedule)) {
    const parsed = parseSchedule(property, schedule);
    return "findings" in parsed ? parsed : { days: [{ weekdays, intervals: parsed.intervals }] };
  }
  const findings: Finding[] = [];
  const days = new Map<string, ScheduledDay>();
  for (const weekday of weekdays) {
    const entries = schedule[weekday];
    if (entries === undefined) continue;
    const parsed = parseSchedule(property === "" ? weekday : `${property}.${weekday}`, entries);
    if ("findings" in parsed) {
      findings.push(...parsed.findings);
      continue;
    }
    const { intervals } = parsed;
    const key = JSON.stringify(intervals);
    const alike = days.get(key)?.weekdays ?? [];
    days.set(key, { weekdays: [...alike, weekday], intervals });
  }
  if (findings.length > 0) return { findings };
  if (days.size === 0) {
    return { findings: [error(property, "names no day. Write the days on which somebody works.")] };
  }
  return { days: [...days.values()] };
}

/**
 * A schedule with its intervals by their start, `{ "09:00": { end, agents, … } }`, so that two schedules can be compared interval by
 * interval. What is no schedule stays as it is.
 */
export function byStart(schedule: Json): Json {
  if (isJsonObject(schedule)) {
    return Object.fromEntries(Object.entries(schedule).map(([day, each]) => [day, byStart(each)]));
  }
  if (!Array.isArray(schedule)) return schedule;
  const entries = schedule.flatMap((each: Json): [string, Json][] => {
    if (!isJsonObject(each) || typeof each.start !== "string") return [];
    const { start, ...interval } = each;
    return [[start, interval]];
  });
  return entries.length === schedule.length ? Object.fromEntries(entries) : schedule;
}

/** `Array.isArray` does not know a readonly array from what may be one. */
function isOfEveryDay(schedule: Schedule): schedule is readonly ScheduleEntry[] {
  return Array.isArray(schedule);
}

const MOST_AGENTS = 10_000;
const CLOCK = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/**
 * The day of a schedule: intervals in order, each beginning when the one before it ends.
 *
 * @param property where the schedule stands, as a program writes it: `staffing.intervals`.
 */
export function parseSchedule(property: string, entries: readonly ScheduleEntry[]): ParsedSchedule {
  const findings = [
    ...entries.flatMap((entry, i) => entryFindings(`${property}[${i}]`, entry)),
    ...entries.slice(1).flatMap((entry, i) => {
      const before = entries[i];
      return before ? seamFindings(`${property}[${i + 1}].start`, before, entry) : [];
    }),
    ...staffFindings(property, entries),
  ];
  if (findings.length > 0) return { findings };
  return {
    intervals: entries.map(({ start, end, agents, answerRate, averageHandleTimeSeconds }) => ({
      start,
      seconds: 60 * ((minuteOf(end) ?? 0) - (minuteOf(start) ?? 0)),
      agents,
      answerRate,
      averageHandleTimeSeconds,
    })),
  };
}

function entryFindings(path: string, entry: ScheduleEntry): readonly Finding[] {
  const { start, end, agents, answerRate, averageHandleTimeSeconds } = entry;
  return [
    ...clockFindings(path, start, end),
    ...agentFindings(`${path}.agents`, agents),
    ...(answerRate > 0 && answerRate <= 1
      ? []
      : [error(`${path}.answerRate`, `is ${answerRate}, but must be over 0 and at most 1.`)]),
    ...(averageHandleTimeSeconds > 0 && averageHandleTimeSeconds < Infinity
      ? []
      : [
          error(
            `${path}.averageHandleTimeSeconds`,
            `is ${averageHandleTimeSeconds}, but must be over 0.`,
          ),
        ]),
  ];
}

function clockFindings(path: string, start: string, end: string): readonly Finding[] {
  const [from, to] = [minuteOf(start), minuteOf(end)];
  const unreadable = [
    ...(from === undefined || start === "24:00" ? [notClock(`${path}.start`, start, "23:59")] : []),
    ...(to === undefined ? [notClock(`${path}.end`, end, "24:00")] : []),
  ];
  if (unreadable.length > 0 || from === undefined || to === undefined) return unreadable;
  if (to > from) return [];
  return [
    error(
      `${path}.end`,
      `is ${end}, but the interval starts at ${start}. A day ends at 24:00: write what comes after midnight into the next day.`,
    ),
  ];
}

function notClock(property: string, time: string, last: string): Finding {
  return error(
    property,
    `is ${JSON.stringify(time)}, but must be a time on the clock from "00:00" to "${last}", such as "09:30".`,
  );
}

function agentFindings(property: string, agents: number): readonly Finding[] {
  if (Number.isInteger(agents) && agents >= 0 && agents <= MOST_AGENTS) return [];
  if (agents > 0 && agents < MOST_AGENTS) {
    const [fewer, more] = [Math.floor(agents), Math.ceil(agents)];
    return [
      error(
        property,
        `is ${decimal(agents)}, but agents are whole. Split the interval: a part with ${more} agents and one with ${fewer}.`,
      ),
    ];
  }
  return [
    error(property, `is ${decimal(agents)}, but must be a whole number from 0 to ${MOST_AGENTS}.`),
  ];
}

/** What is wrong between two entries in a row. */
function seamFindings(
  property: string,
  before: ScheduleEntry,
  { start }: ScheduleEntry,
): readonly Finding[] {
  const [from, to] = [minuteOf(start), minuteOf(before.end)];
  if (from === undefined || to === undefined || from === to) return [];
  return from > to
    ? [
        error(
          property,
          `is ${start}, but the interval before it ends at ${before.end}. Write an interval with 0 agents for the gap.`,
        ),
      ]
    : [
        error(
          property,
          `is ${start}, but the interval before it lasts until ${before.end}. Write intervals in order, each from the end of the one before.`,
        ),
      ];
}

function staffFindings(property: string, entries: readonly ScheduleEntry[]): readonly Finding[] {
  if (entries.length === 0) {
    return [error(property, "is empty. Write an interval, or leave the schedule out.")];
  }
  if (entries.some(({ agents }) => agents !== 0)) return [];
  return [error(property, "has no agents all day. Leave out a day on which nobody works.")];
}

/** Minutes since midnight; undefined for what is no time on the clock. */
function minuteOf(time: string): number | undefined {
  const [matched, hours, minutes] = CLOCK.exec(time) ?? [];
  if (matched === undefined) return;
  return hours === undefined ? 24 * 60 : 60 * Number(hours) + Number(minutes);
}
