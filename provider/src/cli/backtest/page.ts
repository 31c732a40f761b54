import type { Summary } from "../../domain/backtest/summary.ts";
import { type Markup, markup } from "../shared/markup.ts";
import { htmlPage, htmlTable } from "../shared/page.ts";
import {
  calibrationDrawing,
  type Drawing,
  dayDrawing,
  hourDrawing,
  legend,
  svgDrawing,
} from "./charts.ts";
import { conclusions, headline } from "./conclusions.ts";
import { errorLines, leftOutLines, subject } from "./report.ts";
import type { CampaignBacktest } from "./run.ts";
import {
  calibrationTable,
  daysTable,
  hourTable,
  settingsTable,
  type Table,
  worstDaysTable,
} from "./tables.ts";

/** The report as one page that needs nothing else. */
export function page(campaigns: readonly CampaignBacktest[]): string {
  const [only, ...others] = campaigns;
  const isOne = only !== undefined && others.length === 0;
  return htmlPage({
    title: "Backtest: forecasts beside what happened",
    heading: "Forecasts beside what happened",
    subtitle: isOne ? subject(only) : `${campaigns.length} campaigns`,
    body: markup`${campaigns.map((each, i) => section(each, `c${i + 1}`, isOne))}`,
    style,
  });
}

const style = `
h2 { margin: 2rem 0 0.5rem; }
.marks { fill: var(--tone); }
.marks .outside { fill: var(--over); }
.facts { margin: 0 0 2rem; padding-left: 1.2rem; max-width: 52rem; }
.facts li { margin: 0.4rem 0; }
`;

function section(campaign: CampaignBacktest, id: string, isOne: boolean): Markup {
  const { backtest } = campaign;
  const { summary } = backtest;
  const left = leftOutLines(campaign);
  return markup`${isOne ? "" : markup`<h2>${subject(campaign)}</h2>`}
<p class="headline">${headline(backtest)}</p>
${summary ? report(summary, campaign, id) : ""}
${left.length > 0 ? markup`<h2>Left out</h2>\n<ul class="facts">${left.map((line) => markup`<li>${line}</li>`)}</ul>` : ""}
`;
}

function report(summary: Summary, campaign: CampaignBacktest, id: string): Markup {
  const facts = [...errorLines(summary), ...conclusions(campaign)];
  const worst = worstDaysTable(summary);
  return markup`<ul class="facts">${facts.map((fact) => markup`<li>${fact}</li>`)}</ul>
${table(settingsTable(summary), id)}
<h2>By what was forecast</h2>
${figure(calibrationDrawing(summary), `${id}-calibration-chart`)}
${table(calibrationTable(summary), id)}
<h2>By the hour</h2>
${figure(hourDrawing(summary), `${id}-hours-chart`)}
${table(hourTable(summary), id)}
<h2>Day by day</h2>
${figure(dayDrawing(summary), `${id}-days-chart`)}
${worst.rows.length > 0 ? table(worst, id) : ""}
${table(daysTable(summary), id)}`;
}

function figure(drawing: Drawing, id: string): Markup {
  return markup`<figure><figcaption><p>${drawing.title}</p>${legend(drawing)}</figcaption>${svgDrawing(drawing, id)}</figure>`;
}

function table<Row>({ id: name, caption, columns, rows }: Table<Row>, id: string): Markup {
  return htmlTable({ id: `${id}-${name}`, caption }, columns, rows, () => false);
}
