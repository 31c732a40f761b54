import { styleText } from "node:util";

/** Prints the story: in colour on a terminal, plain when piped. */

let chapterNumber = 0;

export function chapter(title: string): void {
  chapterNumber += 1;
  say(`\n${styleText(["bold", "cyan"], `${chapterNumber}. ${title}`)}`);
}

export function say(text: string): void {
  console.log(text);
}

export function showCommand(command: string): void {
  say(`\n${styleText("dim", "$")} ${styleText("bold", command)}`);
}

/** A table with aligned columns; numbers stand to the right. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  const cells = [headings, ...rows].map((row) => row.map(String));
  const widths = headings.map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const lines = cells.map((row, i) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return typeof rows[i - 1]?.[column] === "number"
          ? cell.padStart(width)
          : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
  const [heading = "", ...body] = lines;
  say([styleText("bold", heading), ...body].map((line) => `  ${line}`).join("\n"));
}
