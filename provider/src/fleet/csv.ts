import { createRequire } from "node:module";
import { columnAt, type FleetRow, isRow, type Table, unknownName } from "./table.ts";

/** The column that names the resource. */
const NAME = "name";

export interface Line {
  readonly cells: readonly string[];
  /** Where it begins, from 1. */
  readonly number: number;
}

/**
 * Reads RFC 4180: a header with `name` and the arguments by their dotted path, and a row for each configuration. An empty cell
 * leaves the argument to the defaults.
 */
export function readCsv(text: string): Table {
  return readLines(text, tableOf, (problem) => ({ rows: new Map(), problems: [problem] }));
}

/** Reads the lines of a CSV that are not empty, the header's among them; otherwise says why it is none. */
export function readLines<T>(
  text: string,
  read: (lines: readonly Line[]) => T,
  refuse: (problem: string) => T,
): T {
  let lines: readonly Line[];
  try {
    lines = linesOf(text);
  } catch (error) {
    // A quote that is not closed, for instance; csv-parse's message has the line.
    if (!(error instanceof Error && "code" in error)) throw error;
    return refuse(`${error.message}.`);
  }
  return read(lines);
}

function tableOf([header, ...lines]: readonly Line[]): Table {
  const wrong = header ? headerProblems(header) : [];
  if (!header || wrong.length > 0) return { rows: new Map(), problems: wrong };

  const rows = new Map<string, FleetRow>();
  const problems: string[] = [];
  const nameAt = header.cells.indexOf(NAME);
  const lineOf = new Map<string, number>();
  for (const line of lines) {
    const name = line.cells[nameAt] ?? "";
    const { row, problems: ofCells } = readCells(line, header);
    const ofLine = [
      ...shapeProblems(line, header),
      ...nameProblems(line, name, lineOf.get(name)),
      ...ofCells,
    ];
    if (!lineOf.has(name)) lineOf.set(name, line.number);
    if (isRow(row, ofLine.length)) rows.set(name, row);
    problems.push(...ofLine);
  }
  return { rows, problems };
}

function linesOf(text: string): Line[] {
  // Loaded where a file is read: a program that reads none starts without it.
  const csv: typeof import("csv-parse/sync") = createRequire(import.meta.url)("csv-parse/sync");
  const lines: Line[] = [];
  // csv-parse counts the CR LF of a text in quotes as two lines.
  csv.parse(text.replaceAll("\r\n", "\n"), {
    bom: true,
    trim: true,
    relax_column_count: true,
    skip_records_with_empty_values: true,
    on_record(cells, { lines: end }) {
      // A text in quotes may go over several lines, and csv-parse gives the last.
      lines.push({ cells, number: end - cells.join("").split("\n").length + 1 });
      return null;
    },
  });
  return lines;
}

function headerProblems({ cells, number }: Line): string[] {
  const ofCells = cells.flatMap((cell, i) => {
    if (cells.indexOf(cell) < i) return [`the column "${cell}" is there twice.`];
    if (cell !== NAME && !columnAt(cell)) return [unknownName(cell, [NAME])];
    const whole = cells.find((other) => cell.startsWith(`${other}.`));
    return whole ? [`"${cell}" is a part of the column "${whole}". Keep one of them.`] : [];
  });
  const problems = cells.includes(NAME)
    ? ofCells
    : [
        `there is no column "${NAME}", for the names of the resources. Columns are parted by commas.`,
      ];
  return problems.map((problem) => `line ${number}: ${problem}`);
}

export function shapeProblems({ cells, number }: Line, header: Line): string[] {
  if (cells.length === header.cells.length) return [];
  return [
    `line ${number}: it has ${cells.length} cells, and the header has ${header.cells.length}. A text with a comma goes in double ` +
      "quotes.",
  ];
}

function nameProblems({ number }: Line, name: string, first: number | undefined): string[] {
  if (name === "") return [`line ${number}, column ${NAME}: it is empty.`];
  if (first === undefined) return [];
  return [`line ${number}, column ${NAME}: "${name}" is the name of line ${first} too.`];
}

function readCells({ cells, number }: Line, header: Line) {
  const row: Record<string, unknown> = {};
  const problems = header.cells.flatMap((path, i) => {
    const cell = cells[i] ?? "";
    const column = columnAt(path);
    if (cell === "" || !column) return [];
    const value = column.parse(cell);
    if (!column.accepts(value)) {
      return [`line ${number}, column ${path}: it must be ${column.expected}, but is "${cell}".`];
    }
    setAt(row, path.split("."), value);
    return [];
  });
  return { row, problems };
}

function setAt(row: Record<string, unknown>, [key = "", ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    row[key] = value;
    return;
  }
  const inner: Record<string, unknown> = { ...Object(row[key]) };
  setAt(inner, rest, value);
  row[key] = inner;
}
