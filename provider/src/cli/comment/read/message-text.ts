import { stripVTControlCharacters } from "node:util";

/** What a message says: without colours, without its severity before it, and without the stack trace after it. */
export function messageText(message: string): string {
  return stripVTControlCharacters(message)
    .replace(/^(?:error|warning): /, "")
    .split("\n")
    .filter((line) => !/^\s+at /.test(line))
    .join("\n")
    .trim();
}
