import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Format, Paint } from "../shared/terminal.ts";
import {
  abandonmentScale,
  axisLabel,
  type Chart,
  type ChartPoint,
  chartPoints,
  horizontalScale,
  legendText,
  limitLabel,
  limitPhrase,
  occupancyScale,
} from "./charts.ts";

const GUTTER = 7;
const NARROWEST = 36;
const WIDEST = 100;
const ABANDONMENT_ROWS = 10;
const OCCUPANCY_ROWS = 5;

/** Of several curves, in their order; red is for what is over the limit, and dim for the axes. */
const COLOURS = ["cyan", "yellow", "magenta", "green", "blue", "white"] as const;

/** Abandonment with its limit, and occupancy below it, in Braille dots. No line is wider than the terminal. */
export function terminalChart(chart: Chart, terminalWidth: number, paint: Paint): string {
  const columns = Math.min(WIDEST, Math.max(NARROWEST, terminalWidth)) - GUTTER - 1;
  const { axis, curves } = chart;
  const drawn = curves.map((curve) => chartPoints(axis, curve));
  const all = drawn.flat();
  const x = horizontalScale(chart, 0, 2 * columns - 1);
  const isOne = curves.length === 1;
  const lines = (of: (point: ChartPoint) => number, alone: Format) =>
    drawn.map((points, i): Line => {
      const ends = points.map((point) => point.x);
      return {
        heights: heights(points, of),
        from: x(Math.min(...ends)),
        to: x(Math.max(...ends)),
        format: isOne ? alone : colourOf(i),
        letter: isOne ? undefined : letterOf(i),
      };
    });
  return [
    ...legend(chart, paint),
    paint("bold", "Abandoned") + paint("red", `  ╌╌ ${limitLabel(chart)}`),
    ...panel({
      columns,
      paint,
      x,
      y: abandonmentScale(all, 0, 4 * ABANDONMENT_ROWS - 1),
      rows: ABANDONMENT_ROWS,
      lines: lines(({ abandoned }) => abandoned, "cyan"),
      limit: heights(
        all.toSorted((a, b) => a.x - b.x),
        ({ limit }) => limit,
      ),
    }),
    paint("bold", "Occupancy"),
    ...panel({
      columns,
      paint,
      x,
      y: occupancyScale(0, 4 * OCCUPANCY_ROWS - 1),
      rows: OCCUPANCY_ROWS,
      lines: lines(({ occupancy }) => occupancy, "green"),
    }),
    ...horizontalAxis(chart, x, columns),
    ...highestMark(chart),
  ].join("\n");
}

function colourOf(index: number): Format {
  return COLOURS[index % COLOURS.length] ?? "white";
}

function letterOf(index: number): string {
  return String.fromCodePoint(97 + index);
}

/** One line for each of several curves. */
function legend(chart: Chart, paint: Paint): readonly string[] {
  if (chart.curves.length === 1) return [];
  return chart.curves.map((curve, i) =>
    paint(colourOf(i), `${letterOf(i)}  ${legendText(chart, curve)}`),
  );
}

/** What the mark on the axis is, where there is one. */
function highestMark(chart: Chart): readonly string[] {
  const { curves } = chart;
  if (curves.every(({ highestDialRate }) => highestDialRate === undefined)) return [];
  const text = curves.length === 1 ? limitPhrase(chart, curves[0]) : "the highest within the limit";
  return [`${" ".repeat(GUTTER + 1)}▲ ${text}`];
}

/** The height of a line at each place along the axis. */
function heights(points: readonly ChartPoint[], of: (point: ChartPoint) => number) {
  return scaleLinear()
    .domain(points.map(({ x }) => x))
    .range(points.map(of));
}

interface Line {
  readonly heights: ScaleLinear<number, number>;
  /** Where it begins and ends, in dots: a chart may reach further. */
  readonly from: number;
  readonly to: number;
  readonly format: Format;
  /** Distinguishes curves without colours; none where there is one. */
  readonly letter: string | undefined;
}

interface Panel {
  readonly columns: number;
  readonly rows: number;
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  readonly lines: readonly Line[];
  readonly limit?: ScaleLinear<number, number>;
  readonly paint: Paint;
}

function panel({ columns, rows, x, y, lines, limit, paint }: Panel): string[] {
  const dotRow = (heights: ScaleLinear<number, number>, dot: number) =>
    Math.round(y(heights(x.invert(dot))));
  const canvases = lines.map((line) => ({
    ...line,
    canvas: drawLine(line, columns, rows, dotRow),
  }));
  const letters = new Map(
    lines.flatMap(({ letter, heights, from, to }, i): [string, number][] => {
      if (letter === undefined) return [];
      // Each in a column of its own: where agents are all busy the curves lie upon each other.
      const dot = Math.max(from, to - (to - from) * (0.05 + 0.1 * i));
      return [[`${Math.floor(dot / 2)},${Math.floor(dotRow(heights, dot) / 4)}`, i]];
    }),
  );
  const labels = verticalLabels(y, rows);
  return Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: columns }, (_, column): [string, Format] => {
      const limitRow = limit ? Math.floor(dotRow(limit, 2 * column) / 4) : rows;
      const lettered = lines[letters.get(`${column},${row}`) ?? -1];
      if (lettered?.letter !== undefined) return [lettered.letter, lettered.format];
      const line = canvases.find(({ canvas }) => canvas.at(column, row) !== undefined);
      const dots = line?.canvas.at(column, row);
      if (line && dots) {
        const isOver = limit && line.letter === undefined && row < limitRow;
        return [dots, isOver ? "red" : line.format];
      }
      return row === limitRow ? ["╌", "red"] : [" ", "reset"];
    });
    const label = labels.get(row);
    return `${(label ?? "").padStart(GUTTER)}${label ? "┤" : "│"}${painted(cells, paint)}`;
  });
}

function drawLine(
  { heights, from, to }: Line,
  columns: number,
  rows: number,
  dotRow: (heights: ScaleLinear<number, number>, dot: number) => number,
): BrailleCanvas {
  const canvas = new BrailleCanvas(columns, rows);
  const first = Math.round(from);
  for (let dot = first; dot <= Math.round(to); dot++) {
    const height = dotRow(heights, dot);
    const before = dot === first ? height : dotRow(heights, dot - 1);
    canvas.verticalLine(dot, before > height ? before - 1 : Math.min(before + 1, height), height);
  }
  return canvas;
}

/** Round figures beside the rows that they are nearest to. */
function verticalLabels(y: ScaleLinear<number, number>, rows: number): Map<number, string> {
  const count = Math.max(2, Math.floor(rows / 2.5));
  const write = y.tickFormat(count);
  return new Map(
    y.ticks(count).map((tick) => [Math.min(rows - 1, Math.floor(y(tick) / 4)), `${write(tick)} %`]),
  );
}

function horizontalAxis(chart: Chart, x: ScaleLinear<number, number>, columns: number): string[] {
  const label = axisLabel(chart);
  const count = Math.floor(columns / 12);
  const write = x.tickFormat(count);
  const marks = Array.from({ length: columns }, () => "─");
  let labels = "";
  for (const tick of x.ticks(count)) {
    const column = Math.floor(x(tick) / 2);
    const text = write(tick);
    const start = Math.min(
      columns - text.length,
      Math.max(0, column - Math.floor(text.length / 2)),
    );
    if (start < labels.length + (labels ? 1 : 0)) continue;
    marks[column] = "┬";
    labels = labels.padEnd(start) + text;
  }
  for (const { highestDialRate } of chart.curves) {
    if (highestDialRate !== undefined) marks[Math.floor(x(highestDialRate) / 2)] = "▲";
  }
  const margin = " ".repeat(GUTTER + 1);
  return [
    `${" ".repeat(GUTTER)}└${marks.join("")}`,
    margin + labels,
    margin + label.padStart(Math.floor((columns + label.length) / 2)),
  ];
}

/** Neighbours of one colour are painted together. */
function painted(cells: readonly [string, Format][], paint: Paint): string {
  let line = "";
  for (let i = 0; i < cells.length; ) {
    const format = cells[i]?.[1] ?? "reset";
    let text = "";
    for (; cells[i]?.[1] === format; i++) text += cells[i]?.[0] ?? "";
    line += format === "reset" ? text : paint(format, text);
  }
  return line.trimEnd();
}

/** The bit of each dot of a Braille character, by column and row from its upper left (Unicode 16, block 2800). */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const BLANK = 0x2800;

/** A drawing of dots, two across and four down a character. */
class BrailleCanvas {
  readonly #cells: Uint8Array;
  readonly #columns: number;

  /** @param columns and `rows` count characters. */
  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#cells = new Uint8Array(columns * rows);
  }

  /** Sets the dots of one column of dots, from one height to another, both included. */
  verticalLine(x: number, from: number, to: number): void {
    for (let y = Math.min(from, to); y <= Math.max(from, to); y++) {
      const cell = Math.floor(y / 4) * this.#columns + Math.floor(x / 2);
      this.#cells[cell] = (this.#cells[cell] ?? 0) | (DOTS[x % 2 === 0 ? 0 : 1][y % 4] ?? 0);
    }
  }

  /** The character at a place, or nothing where no dot is set. */
  at(column: number, row: number): string | undefined {
    const dots = this.#cells[row * this.#columns + column] ?? 0;
    return dots === 0 ? undefined : String.fromCodePoint(BLANK + dots);
  }
}
