import { writeFile } from "node:fs/promises";
import { messageOf } from "../../shared/caught-error.ts";
import { Markup, markup } from "./markup.ts";

export interface HtmlPage {
  readonly title: string;
  readonly heading: string;
  /** What it is of, under the heading. */
  readonly subtitle: string;
  readonly body: Markup;
  /** Rules of CSS beside those that every page has. @default none */
  readonly style?: string;
}

/** One page that needs nothing else: the policy in its head forbids every request, and the empty icon spares one. */
export function htmlPage({ title, heading, subtitle, body, style = "" }: HtmlPage): string {
  return `<!doctype html>
${markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(look + style)}</style>
</head>
<body>
<main>
<h1>${heading}</h1>
<p class="subtitle">${subtitle}</p>
${body}
</main>
</body>
</html>`}
`;
}

/** Writes a page that `--html` asked for, and says so. */
export async function writePage(file: string, html: string): Promise<void> {
  try {
    await writeFile(file, html);
  } catch (error) {
    throw new Error(`--html: ${file} cannot be written: ${messageOf(error)}`);
  }
  console.error(`Wrote ${file}.`);
}

/** A column of a table: figures stand to the right, words to the left. */
export interface PageColumn<Row> {
  readonly label: string;
  readonly isText?: true | undefined;
  readonly cell: (row: Row) => string;
}

/**
 * A table that scrolls sideways by itself where a screen is narrow; its first column is the row's head.
 *
 * @param id is the caption's, once in a page.
 */
export function htmlTable<Row>(
  { id, caption }: { readonly id: string; readonly caption: string },
  columns: readonly PageColumn<Row>[],
  rows: readonly Row[],
  isOver: (row: Row) => boolean,
): Markup {
  const [head, ...rest] = columns;
  if (head === undefined) return markup``;
  return markup`<div class="table" role="region" aria-labelledby="${id}" tabindex="0">
<table>
<caption id="${id}">${caption}</caption>
<thead><tr>${columns.map((column) => markup`<th scope="col" class="${kind(column)}">${column.label}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (
    row,
  ) => markup`<tr class="${isOver(row) ? "over" : "within"}"><th scope="row" class="${kind(head)}">${head.cell(row)}</th>${rest.map(
    (column) => markup`<td class="${kind(column)}">${column.cell(row)}</td>`,
  )}</tr>
`,
)}</tbody>
</table>
</div>`;
}

function kind({ isText }: Pick<PageColumn<never>, "isText">): string {
  return isText ? "words" : "figure";
}

/** One set of colours for light and for print, another for dark screens. No font, image or script of anybody's. */
const look = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1f2328; --muted: #57606a; --rule: #d8dee4;
  --over: #b42318; --over-paper: #fdeeec; --good: #1a7338;
  --tone-0: #0a58b5; --tone-1: #9a5200; --tone-2: #6b3fa0; --tone-3: #00706f; --tone-4: #a3216f; --tone-5: #55610a;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1419; --ink: #e6edf3; --muted: #9aa7b4; --rule: #2d353e;
    --over: #ff8f80; --over-paper: #3a1d1b; --good: #5ccb80;
    --tone-0: #6cb0ff; --tone-1: #f2a65a; --tone-2: #c6a2ff; --tone-3: #4fd1c5; --tone-4: #ff8ac8; --tone-5: #cbd35c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1rem 3rem; max-width: 72rem;
  background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
}
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
.subtitle { margin: 0.25rem 0 1.5rem; color: var(--muted); }
.headline { margin: 0 0 1.5rem; padding-left: 0.9rem; border-left: 4px solid var(--tone-0); font-size: 1.15rem; }
h2 { margin: 0 0 0.25rem; font-size: 1.25rem; line-height: 1.3; }
figure { margin: 0 0 2rem; }
figcaption p { margin: 0 0 0.25rem; font-weight: 600; }
figure > svg { display: block; width: 100%; max-width: 60rem; height: auto; font: 13px system-ui, sans-serif; }
.legend { display: flex; flex-wrap: wrap; gap: 0.1rem 1.5rem; margin: 0 0 0.75rem; padding: 0; color: inherit; list-style: none; }
.sample { width: 2rem; height: 0.5rem; margin-right: 0.5rem; vertical-align: middle; }
text { fill: var(--ink); }
.tick, .axis-title { fill: var(--muted); }
.panel-title { font-weight: 600; }
.grid { stroke: var(--rule); }
.curve { fill: none; stroke: var(--tone); stroke-width: 2; stroke-linejoin: round; }
.interval { fill: var(--tone); opacity: 0.18; }
.interval.tone { opacity: 0.1; }
.limit { fill: none; stroke: var(--over); stroke-width: 1.5; stroke-dasharray: 7 4; }
.limit-label { fill: var(--over); font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.tone-0 { --tone: var(--tone-0); }
.tone-1 { --tone: var(--tone-1); } .tone-1, .tone-1 .curve { stroke-dasharray: 8 3; }
.tone-2 { --tone: var(--tone-2); } .tone-2, .tone-2 .curve { stroke-dasharray: 2 3; }
.tone-3 { --tone: var(--tone-3); } .tone-3, .tone-3 .curve { stroke-dasharray: 8 3 2 3; }
.tone-4 { --tone: var(--tone-4); } .tone-4, .tone-4 .curve { stroke-dasharray: 14 4; }
.tone-5 { --tone: var(--tone-5); } .tone-5, .tone-5 .curve { stroke-dasharray: 5 5; }
.table { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 0.5rem; text-align: left; font-weight: 600; }
th, td { padding: 0.3rem 0.5rem; text-align: right; vertical-align: bottom; border-bottom: 1px solid var(--rule); }
thead th { border-bottom: 2px solid var(--muted); line-height: 1.25; }
tbody th { font-weight: 600; }
td, tbody th { white-space: nowrap; }
.words { text-align: left; }
tr.over > * { background: var(--over-paper); }
tr.over td:last-child { color: var(--over); font-weight: 600; }
.notes { margin: 1.5rem 0 0; padding-left: 1.2rem; color: var(--muted); }
@media screen and (max-width: 40rem) {
  /* The drawing is half as large there, and its letters must not be. */
  figure > svg { font-size: 25px; }
  .headline { font-size: 1rem; }
  tbody th { position: sticky; left: 0; background: var(--paper); }
}
@media print {
  @page { margin: 15mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .table { overflow: visible; }
  figure, tr, .headline { break-inside: avoid; }
  figure > svg { max-width: none; }
  table { font-size: 8pt; }
  th, td { padding: 0.2rem 0.35rem; }
  * { print-color-adjust: exact; }
}
`;
