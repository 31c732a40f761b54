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
    // With several, each is a part of its own, and its parts are one level down.
    body: isOne
      ? section(only, "c1", (text) => markup`<h2>${text}</h2>`)
      : markup`${campaigns.map(
          (each, i) =>
            markup`<h2>${subject(each)}</h2>${section(each, `c${i + 1}`, (text) => markup`<h3>${text}</h3>`)}`,
        )}`,
    style,
  });
}

const style = `
h2, h3 { margin: 2rem 0 0.5rem; line-height: 1.3; }
.marks { fill: var(--tone); }
.marks .outside { fill: var(--over); }
.facts { margin: 0 0 2rem; padding-left: 1.2rem; max-width: 52rem; }
.facts li { margin: 0.4rem 0; }
`;

type Heading = (text: string) => Markup;

function section(campaign: CampaignBacktest, id: string, heading: Heading): Markup {
  const { backtest } = campaign;
  const { summary } = backtest;
  const left = leftOutLines(campaign);
  return markup`
<p class="headline">${headline(backtest)}</p>
${summary ? report(summary, campaign, id, heading) : ""}
${left.length > 0 ? markup`${heading("Left out")}\n<ul class="facts">${left.map((line) => markup`<li>${line}</li>`)}</ul>` : ""}
`;
}

function report(
  summary: Summary,
  campaign: CampaignBacktest,
  id: string,
  heading: Heading,
): Markup {
  const facts = [...errorLines(summary), ...conclusions(campaign)];
  const worst = worstDaysTable(summary);
  return markup`<ul class="facts">${facts.map((fact) => markup`<li>${fact}</li>`)}</ul>
${table(settingsTable(summary), id)}
${heading("By what was forecast")}
${figure(calibrationDrawing(summary), `${id}-calibration-chart`)}
${table(calibrationTable(summary), id)}
${heading("By the hour")}
${figure(hourDrawing(summary), `${id}-hours-chart`)}
${table(hourTable(summary), id)}
${heading("Day by day")}
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
