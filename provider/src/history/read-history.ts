import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { clockOf } from "../domain/history/clock.ts";
import { HistoryRows } from "../domain/history/history.ts";
import {
  type ColumnName,
  columnNames,
  countNames,
  type ParsedRow,
  parseRow,
} from "../domain/history/row.ts";
import { isJsonObject, parseJson } from "../domain/json.ts";
import { messageOf } from "../shared/caught-error.ts";

/** How a file says what a history needs. */
export interface HistoryFormat {
  /** What the file calls a column that has another name there. */
  readonly column?: Readonly<Partial<Record<ColumnName, string>>>;
  /** The call centre's, where the file's times are not on its clock. */
  readonly timeZone?: string;
}

const needed = ["start", ...countNames] as const;
const CHUNK = 256 * 1024;

/** The file, or what is said about it, cannot be used. Each problem is one line. */
export class UnusableHistory extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "UnusableHistory";
    this.problems = problems;
  }
}

/**
 * Reads a history from CSV, or from JSON lines.
 *
 * @param onRow is called with the line of each row.
 * @throws UnusableHistory where the file cannot be read, or lacks a column.
 */
export async function readHistory(
  file: string,
  format: HistoryFormat = {},
  onRow?: (line: number) => void,
): Promise<HistoryRows> {
  const clock = clockIn(format);
  const rows = new HistoryRows();
  const add = (line: number, row: ParsedRow) => {
    rows.add(line, row);
    onRow?.(line);
  };
  try {
    const read = (await isJsonLines(file)) ? readJsonLines : readCsv;
    await read(file, format, clock, add);
  } catch (error) {
    if (error instanceof UnusableHistory) throw error;
    throw new UnusableHistory([`${file} cannot be read: ${messageOf(error)}`]);
  }
  if (rows.length + rows.unusable === 0) {
    throw new UnusableHistory([
      `${file} has no row. A history has a header with the columns ${needed.join(", ")}, and a row for each interval.`,
    ]);
  }
  return rows;
}

function clockIn({ timeZone }: HistoryFormat) {
  try {
    return clockOf(timeZone);
  } catch {
    throw new UnusableHistory([
      `--time-zone: ${timeZone} is no time zone. Give an IANA name, such as America/Chicago.`,
    ]);
  }
}

/** By its first character, for files have all kinds of names. */
async function isJsonLines(file: string): Promise<boolean> {
  return (await beginningOf(file, 64)).trimStart().startsWith("{");
}

/** What parts the columns in the header: of comma, semicolon and tab the one that is there most often. */
async function delimiterIn(file: string): Promise<string> {
  const [header = ""] = (await beginningOf(file, 4096)).split("\n", 1);
  const [most] = [",", ";", "\t"]
    .map((delimiter) => ({ delimiter, count: header.split(delimiter).length }))
    .toSorted((a, b) => b.count - a.count);
  return most?.delimiter ?? ",";
}

async function beginningOf(file: string, bytes: number): Promise<string> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
  return buffer.toString("utf8", 0, bytesRead).replace(/^\uFEFF/, "");
}

type Clock = ReturnType<typeof clockOf>;
type Add = (line: number, row: ParsedRow) => void;

async function readCsv(file: string, format: HistoryFormat, clock: Clock, add: Add): Promise<void> {
  const { Parser } = await import("csv-parse");
  let places: ReadonlyMap<ColumnName, number> | undefined;
  const parser = new Parser({
    bom: true,
    delimiter: await delimiterIn(file),
    relax_column_count: true,
    skip_empty_lines: true,
    on_record(cells: readonly string[], { lines }) {
      if (places === undefined) places = placesIn(file, cells, format);
      else add(lines, rowIn(cells, places, clock));
      return null;
    },
  });
  parser.resume();
  await pipeline(createReadStream(file, { highWaterMark: CHUNK }), parser);
}

function rowIn(
  cells: readonly string[],
  places: ReadonlyMap<ColumnName, number>,
  clock: Clock,
): ParsedRow {
  return parseRow((column) => {
    const place = places.get(column);
    return place === undefined ? undefined : (cells[place]?.trim() ?? "");
  }, clock);
}

/** Where each column stands. @throws UnusableHistory where one is missing. */
function placesIn(
  file: string,
  header: readonly string[],
  { column: renamed = {} }: HistoryFormat,
): ReadonlyMap<ColumnName, number> {
  const places = new Map<ColumnName, number>();
  for (const name of columnNames) {
    const place = header.map((cell) => cell.trim()).indexOf(renamed[name] ?? name);
    if (place >= 0) places.set(name, place);
  }
  const lacking = columnNames.filter(
    (name) =>
      !places.has(name) && (needed.some((each) => each === name) || renamed[name] !== undefined),
  );
  if (lacking.length > 0) {
    throw new UnusableHistory(
      lacking.map(
        (name) =>
          `${file} has no column "${renamed[name] ?? name}". Its columns are ${header.join(", ")}: say which one is meant with ` +
          `--column ${name}=NAME.`,
      ),
    );
  }
  return places;
}

async function readJsonLines(
  file: string,
  { column: renamed = {} }: HistoryFormat,
  clock: Clock,
  add: Add,
): Promise<void> {
  const lines = createInterface({
    input: createReadStream(file, { highWaterMark: CHUNK }),
    crlfDelay: Infinity,
  });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() !== "") add(number, jsonRow(line, renamed, clock));
  }
}

function jsonRow(
  line: string,
  renamed: NonNullable<HistoryFormat["column"]>,
  clock: Clock,
): ParsedRow {
  const value = parseJson(line);
  if (!isJsonObject(value)) {
    return { column: "start", message: "cannot be read: the line is no JSON object" };
  }
  return parseRow((column) => {
    const cell = value[renamed[column] ?? column];
    return cell === undefined || cell === null ? undefined : String(cell);
  }, clock);
}
