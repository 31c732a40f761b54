import { type Chart, chartsOf, legendText } from "./charts.ts";
import { type Column, columnsOf } from "./columns.ts";
import { Markup, markup } from "./markup.ts";
import { description, highestNote, readingNotes } from "./notes.ts";
import type { Row } from "./scenario.ts";
import { svgChart, toneOf } from "./svg-chart.ts";

/** One page that needs nothing else: the policy in its head forbids every request, and the empty icon spares one. */
export function page(rows: readonly Row[]): string {
  const common = description(rows);
  const style = new Markup(pageStyle);
  return `<!doctype html>
${markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Dialer forecast: ${common}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Dialer forecast</h1>
<p class="setting">${common}</p>
<p class="highest">${highestNote(rows)}</p>
${figures(rows)}
${table(rows)}
<ul class="notes">${readingNotes(rows).map((note) => markup`<li>${note}</li>`)}</ul>
</main>
</body>
</html>`}
`;
}

function figures(rows: readonly Row[]): readonly Markup[] {
  const charts = chartsOf(rows);
  return charts.map((chart, i) => {
    const title = charts.length > 1 ? markup`<p>${chart.description}</p>` : markup``;
    const caption = markup`<figcaption>${title}${legend(chart)}</figcaption>`;
    return markup`<figure>${caption}${svgChart(chart, `chart-${i + 1}`)}</figure>`;
  });
}

function legend(chart: Chart): Markup {
  if (chart.curves.length === 1) return markup``;
  return markup`<ul class="legend">${chart.curves.map(
    (curve, i) =>
      markup`<li><svg class="sample ${toneOf(i)}" viewBox="0 0 32 8" aria-hidden="true"><path class="curve" d="M0,4H32"/></svg>${legendText(chart, curve)}</li>`,
  )}</ul>`;
}

function table(rows: readonly Row[]): Markup {
  const columns = columnsOf(rows);
  return markup`<div class="table" role="region" aria-labelledby="table-caption" tabindex="0">
<table>
<caption id="table-caption">Forecast of ${rows.length} ${rows.length === 1 ? "setting" : "settings"}, each for one steady hour</caption>
<thead><tr>${columns.map((column) => markup`<th scope="col" class="${kind(column)}">${column.label}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => tableRow(row, columns))}</tbody>
</table>
</div>`;
}

function tableRow(row: Row, columns: readonly Column[]): Markup {
  const [head, ...rest] = columns;
  if (head === undefined) return markup``;
  return markup`<tr class="${row.isOver ? "over" : "within"}"><th scope="row" class="${kind(head)}">${head.cell(row)}</th>${rest.map(
    (column) =>
      markup`<td class="${kind(column)}">${column.pageCell?.(row) ?? column.cell(row)}</td>`,
  )}</tr>
`;
}

function kind({ isText }: Column): string {
  return isText ? "words" : "figure";
}

/**
 * The page's look: one set of colours for light and for print, another for dark screens. No font, image or script of
 * anybody's.
 */
const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1f2328; --muted: #57606a; --rule: #d8dee4;
  --abandonment: #0a58b5; --occupancy: #1a7338; --over: #b42318; --over-paper: #fdeeec;
  --tone-0: #0a58b5; --tone-1: #9a5200; --tone-2: #6b3fa0; --tone-3: #00706f; --tone-4: #a3216f; --tone-5: #55610a;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1419; --ink: #e6edf3; --muted: #9aa7b4; --rule: #2d353e;
    --abandonment: #6cb0ff; --occupancy: #5ccb80; --over: #ff8f80; --over-paper: #3a1d1b;
    --tone-0: #6cb0ff; --tone-1: #f2a65a; --tone-2: #c6a2ff; --tone-3: #4fd1c5; --tone-4: #ff8ac8; --tone-5: #cbd35c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1rem 3rem; max-width: 72rem;
  background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
}
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
.setting { margin: 0.25rem 0 1.5rem; color: var(--muted); }
p.highest { margin: 0 0 1.5rem; padding-left: 0.9rem; border-left: 4px solid var(--abandonment); font-size: 1.15rem; }
figure { margin: 0 0 2rem; }
figcaption p { margin: 0 0 0.25rem; font-weight: 600; }
figure > svg { display: block; width: 100%; max-width: 60rem; height: auto; font: 13px system-ui, sans-serif; }
.legend { display: flex; flex-wrap: wrap; gap: 0.1rem 1.5rem; margin: 0 0 0.75rem; padding: 0; color: inherit; list-style: none; }
.sample { width: 2rem; height: 0.5rem; margin-right: 0.5rem; vertical-align: middle; }
text { fill: var(--ink); }
.tick, .axis-title { fill: var(--muted); }
.panel-title { font-weight: 600; }
.grid { stroke: var(--rule); }
.abandonment, .interval, .highest-rate { --tone: var(--abandonment); }
.occupancy { --tone: var(--occupancy); }
.curve { fill: none; stroke: var(--tone); stroke-width: 2; stroke-linejoin: round; }
g.abandonment, g.occupancy { fill: var(--tone); }
g.abandonment:not(.tone) .over { fill: var(--over); }
.interval { fill: var(--tone); opacity: 0.18; }
.interval.tone { opacity: 0.1; }
.highest-rate { stroke: var(--tone); stroke-width: 1.5; }
.highest-label { fill: var(--abandonment); font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.tone-0 { --tone: var(--tone-0); }
.tone-1 { --tone: var(--tone-1); } .tone-1, .tone-1 .curve { stroke-dasharray: 8 3; }
.tone-2 { --tone: var(--tone-2); } .tone-2, .tone-2 .curve { stroke-dasharray: 2 3; }
.tone-3 { --tone: var(--tone-3); } .tone-3, .tone-3 .curve { stroke-dasharray: 8 3 2 3; }
.tone-4 { --tone: var(--tone-4); } .tone-4, .tone-4 .curve { stroke-dasharray: 14 4; }
.tone-5 { --tone: var(--tone-5); } .tone-5, .tone-5 .curve { stroke-dasharray: 5 5; }
.limit { fill: none; stroke: var(--over); stroke-width: 1.5; stroke-dasharray: 7 4; }
.limit-label { fill: var(--over); font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
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
  p.highest { font-size: 1rem; }
  tbody th { position: sticky; left: 0; background: var(--paper); }
}
@media print {
  @page { margin: 15mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .table { overflow: visible; }
  figure, tr, p.highest { break-inside: avoid; }
  figure > svg { max-width: none; }
  table { font-size: 8pt; }
  th, td { padding: 0.2rem 0.35rem; }
  * { print-color-adjust: exact; }
}
`;
