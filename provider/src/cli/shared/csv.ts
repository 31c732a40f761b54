import { escapeControls } from "./escape.ts";

export type Cell = string | number | boolean | undefined;

/** A row as RFC 4180 has it, with its line end. */
export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map((cell) => quoted(typeof cell === "string" ? guarded(escapeControls(cell)) : String(cell ?? ""))).join(",")}\r\n`;
}

/**
 * A spreadsheet takes a text that begins like this for a formula, and would run it (OWASP, "CSV Injection"). An apostrophe marks
 * it as text; the full-width forms are for spreadsheets in Japanese.
 */
function guarded(text: string): string {
  return /^\s*[=+\-@＝＋－＠]/u.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
