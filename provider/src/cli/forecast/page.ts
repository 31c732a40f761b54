import { type Markup, markup } from "../shared/markup.ts";
import { htmlPage, htmlTable } from "../shared/page.ts";
import { toneOf } from "../shared/svg-axes.ts";
import { type Chart, chartsOf, legendText } from "./charts.ts";
import { columnsOf } from "./columns.ts";
import { description, highestNote, readingNotes } from "./notes.ts";
import type { Row } from "./scenario.ts";
import { svgChart } from "./svg-chart.ts";

export function page(rows: readonly Row[]): string {
  const common = description(rows);
  return htmlPage({
    title: `Dialer forecast: ${common}`,
    heading: "Dialer forecast",
    subtitle: common,
    style,
    body: markup`<p class="headline">${highestNote(rows)}</p>
${figures(rows)}
${table(rows)}
<ul class="notes">${readingNotes(rows).map((note) => markup`<li>${note}</li>`)}</ul>`,
  });
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
  const columns = columnsOf(rows).map(({ label, isText, cell, pageCell }) => ({
    label,
    isText,
    cell: (row: Row) => pageCell?.(row) ?? cell(row),
  }));
  const settings = `${rows.length} ${rows.length === 1 ? "setting" : "settings"}`;
  const caption = `Forecast of ${settings}, each for ${timeText(rows)}`;
  return htmlTable({ id: "table-caption", caption }, columns, rows, ({ isOver }) => isOver);
}

function timeText(rows: readonly Row[]): string {
  if (rows.every(({ whole }) => whole.hour)) return "one steady hour";
  const periods = new Set(rows.flatMap(({ whole }) => whole.period?.covers ?? []));
  const isMixed = rows.some(({ whole }) => whole.hour);
  return [...(isMixed ? ["one steady hour"] : []), ...periods].join(" or ");
}

const style = `
:where(.abandonment, .interval, .highest-rate) { --tone: var(--tone-0); }
:where(.occupancy) { --tone: var(--good); }
g.abandonment, g.occupancy { fill: var(--tone); }
g.abandonment:not(.tone) .over { fill: var(--over); }
.highest-rate { stroke: var(--tone); stroke-width: 1.5; }
.highest-label { fill: var(--tone-0); font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
`;
