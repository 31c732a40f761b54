import { type ScaleLinear, scaleLinear } from "d3-scale";
import { BrailleCanvas } from "./braille.ts";
import {
  abandonmentScale,
  type ChartPoint,
  chartPoints,
  horizontalScale,
  limitLabel,
  occupancyScale,
} from "./chart-scales.ts";
import { axisLabel, type Curve } from "./curves.ts";
import type { Format, Paint } from "./paint.ts";

const GUTTER = 7;
const NARROWEST = 36;
const WIDEST = 100;
const ABANDONMENT_ROWS = 10;
const OCCUPANCY_ROWS = 5;

/** Abandonment with its limit, and occupancy below it, in Braille dots. No line is wider than the terminal. */
export function terminalChart(curve: Curve, terminalWidth: number, paint: Paint): string {
  const columns = Math.min(WIDEST, Math.max(NARROWEST, terminalWidth)) - GUTTER - 1;
  const points = chartPoints(curve);
  const x = horizontalScale(points, 0, 2 * columns - 1);
  return [
    paint("bold", "Abandoned") + paint("red", `  ╌╌ ${limitLabel(curve)}`),
    ...panel({
      columns,
      paint,
      x,
      y: abandonmentScale(points, 0, 4 * ABANDONMENT_ROWS - 1),
      rows: ABANDONMENT_ROWS,
      format: "cyan",
      curve: heights(points, ({ abandoned }) => abandoned),
      limit: heights(points, ({ limit }) => limit),
    }),
    paint("bold", "Occupancy"),
    ...panel({
      columns,
      paint,
      x,
      y: occupancyScale(0, 4 * OCCUPANCY_ROWS - 1),
      rows: OCCUPANCY_ROWS,
      format: "green",
      curve: heights(points, ({ occupancy }) => occupancy),
    }),
    ...horizontalAxis(x, columns, axisLabel(curve)),
  ].join("\n");
}

/** The height of a line at each place along the axis. */
function heights(points: readonly ChartPoint[], of: (point: ChartPoint) => number) {
  return scaleLinear()
    .domain(points.map(({ x }) => x))
    .range(points.map(of));
}

interface Panel {
  readonly columns: number;
  readonly rows: number;
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  readonly curve: ScaleLinear<number, number>;
  readonly limit?: ScaleLinear<number, number>;
  readonly format: Format;
  readonly paint: Paint;
}

function panel({ columns, rows, x, y, curve, limit, format, paint }: Panel): string[] {
  const canvas = new BrailleCanvas(columns, rows);
  const dotRow = (line: ScaleLinear<number, number>, dot: number) =>
    Math.round(y(line(x.invert(dot))));
  for (let dot = 0; dot < 2 * columns; dot++) {
    const height = dotRow(curve, dot);
    const before = dot === 0 ? height : dotRow(curve, dot - 1);
    canvas.verticalLine(dot, before > height ? before - 1 : Math.min(before + 1, height), height);
  }
  const labels = verticalLabels(y, rows);
  return Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: columns }, (_, column): [string, Format] => {
      const limitRow = limit ? Math.floor(dotRow(limit, 2 * column) / 4) : rows;
      const dots = canvas.at(column, row);
      if (dots) return [dots, row < limitRow && limit ? "red" : format];
      return row === limitRow ? ["╌", "red"] : [" ", "reset"];
    });
    const label = labels.get(row);
    return `${(label ?? "").padStart(GUTTER)}${label ? "┤" : "│"}${painted(cells, paint)}`;
  });
}

/** Round figures beside the rows that they are nearest to. */
function verticalLabels(y: ScaleLinear<number, number>, rows: number): Map<number, string> {
  const count = Math.max(2, Math.floor(rows / 2.5));
  const write = y.tickFormat(count);
  return new Map(
    y.ticks(count).map((tick) => [Math.min(rows - 1, Math.floor(y(tick) / 4)), `${write(tick)} %`]),
  );
}

function horizontalAxis(x: ScaleLinear<number, number>, columns: number, label: string): string[] {
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
