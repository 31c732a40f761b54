import { readFileSync } from "node:fs";

/** A table of numbers beside this file. */
export function readTable<Row>(file: string): Readonly<Record<string, readonly Row[]>> {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
}
