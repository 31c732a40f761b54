import { legendText } from "./chart-scales.ts";
import { type Column, columnsOf } from "./columns.ts";
import { type Chart, chartsOf } from "./curves.ts";
import { description } from "./description.ts";
import { Markup, markup } from "./markup.ts";
import { highestNote, readingNotes } from "./notes.ts";
import { pageStyle } from "./page-style.ts";
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
