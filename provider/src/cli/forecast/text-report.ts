import type { Paint } from "../shared/paint.ts";
import { columnsOf } from "./columns.ts";
import { description } from "./description.ts";
import { highestNote, readingNotes } from "./notes.ts";
import type { Row } from "./scenario.ts";
import { textTable } from "./text-table.ts";

/** More charts than this are scrolled past before anybody sees them. */
const MOST_CHARTS = 3;

/** @param terminalWidth in characters; absent where the report goes into a file or a pipe, which gets no charts. */
export async function textReport(
  rows: readonly Row[],
  paint: Paint,
  terminalWidth: number | undefined,
): Promise<string> {
  return [
    paint("dim", description(rows)),
    textTable(rows, columnsOf(rows), paint),
    [paint("bold", highestNote(rows)), ...readingNotes(rows)].join("\n"),
    ...(terminalWidth === undefined ? [] : await charts(rows, paint, terminalWidth)),
  ].join("\n\n");
}

async function charts(
  rows: readonly Row[],
  paint: Paint,
  terminalWidth: number,
): Promise<readonly string[]> {
  const [{ chartsOf }, { terminalChart }] = await Promise.all([
    import("./curves.ts"),
    import("./terminal-chart.ts"),
  ]);
  const drawn = chartsOf(rows);
  if (drawn.length > MOST_CHARTS) {
    return [`${drawn.length} charts are too many for a terminal; --html FILE draws them all.`];
  }
  return drawn.map((chart) => {
    const text = terminalChart(chart, terminalWidth, paint);
    return drawn.length > 1 ? `${paint("dim", chart.description)}\n${text}` : text;
  });
}
