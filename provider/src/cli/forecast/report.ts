import type { Paint } from "../shared/terminal.ts";
import { type Column, columnsOf } from "./columns.ts";
import { description, highestNote, readingNotes } from "./notes.ts";
import { eachQuantity } from "./quantities.ts";
import type { Row } from "./scenario.ts";

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
    import("./charts.ts"),
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

/** The rows as text in columns, those over the limit in red. */
function textTable(rows: readonly Row[], columns: readonly Column[], paint: Paint): string {
  const texts = columns.map((column) => {
    const cells = [column.heading, ...rows.map(column.cell)];
    const width = Math.max(...cells.map((cell) => cell.length));
    return cells.map((cell) => (column.isText ? cell.padEnd(width) : cell.padStart(width)));
  });
  const lines = Array.from({ length: rows.length + 1 }, (_, i) =>
    texts
      .map((cells) => cells[i])
      .join("  ")
      .trimEnd(),
  );
  const [head = "", ...body] = lines;
  return [
    paint("bold", head),
    ...body.map((line, i) => (rows[i]?.isOver ? paint("red", line) : line)),
  ].join("\n");
}

/** Raised only where a reader of the earlier one would read the new one wrongly. */
const VERSION = 1;

/** The rows for a program: shares as fractions, figures in full, Infinity as the word that the flags take. */
export function jsonReport(rows: readonly Row[]): string {
  return JSON.stringify(
    { version: VERSION, period: periodOf(rows), rows: rows.map(plain) },
    null,
    2,
  );
}

/** `one steady hour`, or that each row says what its forecast covers. */
function periodOf(rows: readonly Row[]): string {
  return rows.some(({ whole }) => whole.period) ? "as each forecast covers" : "one steady hour";
}

function forecastIn({ hour, period }: Row["whole"]) {
  if (hour) return hour;
  const { covers, abandonmentRate, abandonmentMargin, periodLow, periodHigh } = period;
  const { chanceOverLimit, worst, occupancy, answeredPerDay } = period;
  return {
    covers,
    abandonmentRate,
    abandonmentMargin,
    periodLow,
    periodHigh,
    chanceOverLimit,
    worstInterval: worst.name,
    worstAbandonmentRate: worst.abandonmentRate,
    occupancy,
    answeredPerDay,
  };
}

function plain({ setting, subject, whole, isOver, highestDialRate, otherwiseCounted }: Row) {
  const { pacingType, regulation, linesCounted, lineRounding } = setting;
  const configuration = subject && {
    urn: subject.urn,
    name: subject.name,
    configId: subject.configId,
    campaignId: subject.campaignId,
    sharesAgentsWith: subject.others.map(({ configId }) => configId),
  };
  const figures = eachQuantity((name) =>
    setting[name] === Infinity ? "unlimited" : setting[name],
  );
  return {
    ...(configuration && { configuration }),
    setting: { pacingType, regulation, linesCounted, lineRounding, ...figures },
    forecast: forecastIn(whole),
    otherwiseCounted: otherwiseCounted === undefined ? null : { abandonmentRate: otherwiseCounted },
    isOverLimit: isOver,
    highestDialRate: highestDialRate ?? null,
  };
}
