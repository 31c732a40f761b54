import { columnsOf } from "./columns.ts";
import { curvesOf } from "./curves.ts";
import { description } from "./description.ts";
import { highestNote, readingNotes } from "./notes.ts";
import type { Paint } from "./paint.ts";
import type { Row } from "./scenario.ts";
import { terminalChart } from "./terminal-chart.ts";
import { textTable } from "./text-table.ts";

/** More charts than this are scrolled past before anybody sees them. */
const MOST_CHARTS = 3;

/** @param terminalWidth in characters; absent where the report goes into a file or a pipe, which gets no charts. */
export function textReport(
  rows: readonly Row[],
  paint: Paint,
  terminalWidth: number | undefined,
): string {
  return [
    paint("dim", description(rows)),
    textTable(rows, columnsOf(rows), paint),
    [paint("bold", highestNote(rows)), ...readingNotes(rows)].join("\n"),
    ...(terminalWidth === undefined ? [] : charts(rows, paint, terminalWidth)),
  ].join("\n\n");
}

function charts(rows: readonly Row[], paint: Paint, terminalWidth: number): readonly string[] {
  const curves = curvesOf(rows);
  if (curves.length > MOST_CHARTS) {
    return [`${curves.length} charts are too many for a terminal; --html FILE draws them all.`];
  }
  return curves.map((curve) => {
    const chart = terminalChart(curve, terminalWidth, paint);
    return curves.length > 1 ? `${paint("dim", curve.description)}\n${chart}` : chart;
  });
}
