import {
  parseWeek,
  type Schedule,
  type ScheduleEntry,
  type Weekday,
  weekdays,
} from "../domain/schedule.ts";
import { type Line, readLines, shapeProblems } from "./csv.ts";
import { DECIMAL } from "./table.ts";

/** A schedule, and what is wrong with it: one sentence a mistake, each with its line. */
export interface ScheduleTable {
  readonly schedule: Schedule;
  readonly problems: readonly string[];
}

const WEEKDAY = "weekday";
const times = ["start", "end"] as const;
const figures = ["agents", "answerRate", "averageHandleTimeSeconds"] as const;
const columns = [...times, ...figures];

/**
 * Reads a schedule from CSV: a header, and a line for each interval with its `start`, `end`, `agents`, `answerRate` and
 * `averageHandleTimeSeconds`. A column `weekday` says of which days it is, `saturday` or `monday to friday`; without it all days are
 * alike.
 */
export function readSchedule(text: string): ScheduleTable {
  return readLines(text, scheduleOf, (problem) => ({ schedule: [], problems: [problem] }));
}

/** An interval, and where it was read. */
interface Row {
  readonly line: Line;
  readonly weekdays: readonly Weekday[] | undefined;
  readonly entry: ScheduleEntry;
}

function scheduleOf([header, ...lines]: readonly Line[]): ScheduleTable {
  const wrong = header ? headerProblems(header) : ["line 1: it is empty."];
  if (!header || wrong.length > 0) return { schedule: [], problems: wrong };
  const problems: string[] = [];
  const rows: Row[] = [];
  for (const line of lines) {
    const read = readRow(line, header);
    problems.push(...shapeProblems(line, header), ...read.problems);
    if (read.row) rows.push(read.row);
  }
  if (problems.length > 0) return { schedule: [], problems };
  const hasWeekdays = header.cells.includes(WEEKDAY);
  const byDay = new Map(
    weekdays.map((day) => [day, rows.filter((row) => row.weekdays?.includes(day))] as const),
  );
  const schedule = hasWeekdays
    ? Object.fromEntries(
        [...byDay]
          .filter(([, ofDay]) => ofDay.length > 0)
          .map(([day, ofDay]) => [day, ofDay.map(({ entry }) => entry)]),
      )
    : rows.map(({ entry }) => entry);
  const parsed = parseWeek("", schedule);
  if (!("findings" in parsed)) return { schedule, problems };
  const lineOf = (property: string) => {
    const [, day = "", place, column] = /^(\w*)\[(\d+)\]\.(\w+)$/.exec(property) ?? [];
    const ofDay = hasWeekdays ? byDay.get(weekdays.find((each) => each === day) ?? "monday") : rows;
    const row = place === undefined ? undefined : ofDay?.[Number(place)];
    return row
      ? `line ${row.line.number}, column ${column}: it `
      : `${property || "the schedule"} `;
  };
  return {
    schedule,
    // What is wrong with an interval of several days is said once.
    problems: [
      ...new Set(parsed.findings.map(({ property, message }) => lineOf(property) + message)),
    ],
  };
}

function headerProblems({ cells, number }: Line): readonly string[] {
  const names: readonly string[] = [...columns, WEEKDAY];
  const [cell = ""] = cells;
  if (cells.length === 1 && /[;\t]/.test(cell)) {
    const by = cell.includes(";") ? "semicolons" : "tabs";
    return [`line ${number}: its columns are parted by ${by}. Part them by commas.`];
  }
  return [
    ...cells.flatMap((cell, i) => {
      if (cells.indexOf(cell) < i) return [`the column "${cell}" is there twice.`];
      return names.includes(cell)
        ? []
        : [`"${cell}" is no column of a schedule. Its columns are ${names.join(", ")}.`];
    }),
    ...columns
      .filter((name) => !cells.includes(name))
      .map((name) => `there is no column "${name}".`),
  ].map((problem) => `line ${number}: ${problem}`);
}

function readRow(
  { cells, number, ...line }: Line,
  header: Line,
): { readonly row?: Row; readonly problems: readonly string[] } {
  const cell = (name: string) => cells[header.cells.indexOf(name)] ?? "";
  const days = header.cells.includes(WEEKDAY) ? weekdaysIn(cell(WEEKDAY)) : undefined;
  const numbers = figures.map(
    (name) => [name, DECIMAL.test(cell(name)) ? Number(cell(name)) : undefined] as const,
  );
  const problems = [
    ...(days?.length === 0
      ? [
          `column ${WEEKDAY}: it must be a day or a run of days, such as "saturday" or "monday to friday", but is "${cell(WEEKDAY)}".`,
        ]
      : []),
    ...numbers.flatMap(([name, value]) =>
      value === undefined ? [`column ${name}: it must be a number, but is "${cell(name)}".`] : [],
    ),
  ].map((problem) => `line ${number}, ${problem}`);
  const [agents, answerRate, averageHandleTimeSeconds] = numbers.map(([, value]) => value);
  if (agents === undefined || answerRate === undefined || averageHandleTimeSeconds === undefined) {
    return { problems };
  }
  const entry = {
    start: cell("start"),
    end: cell("end"),
    agents,
    answerRate,
    averageHandleTimeSeconds,
  };
  return { row: { line: { cells, number, ...line }, weekdays: days, entry }, problems };
}

/** `saturday`, or `monday to friday`; none where it is neither. */
function weekdaysIn(text: string): readonly Weekday[] {
  const [from = "", to = from, ...more] = text.toLowerCase().split(/ to /);
  const names: readonly string[] = weekdays;
  const [first, last] = [from, to].map((name) => names.indexOf(name));
  if (first === undefined || last === undefined || first < 0 || last < first) return [];
  return more.length > 0 ? [] : weekdays.slice(first, last + 1);
}
