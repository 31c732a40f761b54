import type { Paint } from "../shared/paint.ts";
import type { Column } from "./columns.ts";
import type { Row } from "./scenario.ts";

/** The rows as text in columns, those over the limit in red. */
export function textTable(rows: readonly Row[], columns: readonly Column[], paint: Paint): string {
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
