import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** With forward slashes on every system, as the compiler writes paths. */
export const root = join(import.meta.dirname, "..", "..", "..").replaceAll("\\", "/");

/** A page of the documentation, as GitHub and the site show it. */
export interface Page {
  /** From the repository's root, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

export interface CodeBlock {
  /** What stands behind the opening fence: `ts`. */
  readonly language: string;
  readonly code: string;
  /** Of its first line in the page, from 1 on. */
  readonly line: number;
}

const written = ["*.md", "docs/**/*.md", "examples/*/README.md"];

/** Every page that somebody wrote: lists of licences are made by a script. */
export const pages: readonly Page[] = globSync(written, { cwd: root })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((file) => file !== "THIRD-PARTY-LICENSES.md")
  .sort()
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

export function page(file: string): Page {
  const found = pages.find((candidate) => candidate.file === file);
  if (!found) throw new Error(`There is no page ${file}.`);
  return found;
}

const fenced = /^( *)(`{3,})([^`\n]*)\n(?:(.*?)\n)??\1\2 *$/gms;

export function codeBlocks({ text }: Page): readonly CodeBlock[] {
  return [...text.matchAll(fenced)].map(({ index, 3: language = "", 4: code = "" }) => ({
    language: language.trim(),
    code,
    line: text.slice(0, index).split("\n").length + 1,
  }));
}

/** The page without what is in its code, which is no Markdown. */
export function prose({ text }: Page): string {
  return text.replace(fenced, "").replace(/`[^`\n]+`/g, "``");
}

/** The page's anchors, made of its headings as GitHub makes them. */
export function anchors({ text }: Page): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = text.replace(fenced, "").matchAll(/^#{1,6} +(.+?) *#*$/gm);
  return new Set(
    [...headings].map(([, heading = ""]) => {
      const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
      const slug = words.replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, "").replaceAll(" ", "-");
      const earlier = seen.get(slug) ?? 0;
      seen.set(slug, earlier + 1);
      return earlier === 0 ? slug : `${slug}-${earlier}`;
    }),
  );
}

/** The rows of the tables under a heading, cell by cell, without those of the head. */
export function tableRows({ file, text }: Page, heading: string): readonly (readonly string[])[] {
  const [, section] =
    text.match(new RegExp(`^(#+ ${heading})$(.*?)(?=^#|(?![^]))`, "ms"))?.slice(1) ?? [];
  if (section === undefined) throw new Error(`${file} has no heading "${heading}".`);
  return [...section.matchAll(/^\|(.*)\|$/gm)]
    .map(([, row = ""]) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .filter((_row, at, rows) => !isRule(rows[at]) && !isRule(rows[at + 1]));
}

function isRule(row: readonly string[] = [""]): boolean {
  return row.every((cell) => /^:?-+:?$/.test(cell));
}

/** The texts in a cell that are set as code: `` `document`, `originalDocument` `` are two. */
export function codeIn(cell = ""): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}
