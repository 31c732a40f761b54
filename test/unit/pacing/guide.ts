import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/** A page of the documentation, as it is written. */
export function pageOf(name: string): string {
  return readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");
}

/** The cells of the table that begins with this header. */
export function tableAfter(page: string, header: string): readonly (readonly string[])[] {
  const [, table = ""] = page.split(header);
  return (table.split("\n\n")[0] ?? "")
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^\| -/.test(line))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** `2.9 %`, or `2.9 % ± 0.2`, as a fraction. */
export function share(cell = ""): number {
  return Number(/^([\d.]+) %/.exec(cell)?.[1]) / 100;
}

/** What a sentence of the page says; line breaks in it do not matter. */
export function said(page: string, sentence: RegExp): readonly string[] {
  const found = sentence.exec(page.replaceAll(/\s+/g, " "));
  assert.ok(found, `the page does not say ${sentence}`);
  return found.slice(1);
}

export function isNear(found: number | undefined, written: number, tolerance: number): void {
  assert.ok(
    found !== undefined && Math.abs(found - written) < tolerance,
    `${found} is not ${written}`,
  );
}
