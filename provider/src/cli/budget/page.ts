import type { Budget } from "../../domain/history/budget.ts";
import { percent } from "../../domain/numbers.ts";
import { decimalText, percentText, wholeText } from "../shared/figures.ts";
import { type Markup, markup } from "../shared/markup.ts";
import { htmlPage, htmlTable } from "../shared/page.ts";
import { burnDownChart, chartLegend, leftText } from "./burn-down-chart.ts";
import type { CampaignBudget, PendingChange } from "./pending.ts";
import { pendingText } from "./pending-text.ts";
import { campaignText, chanceText, goneText, periodText } from "./report.ts";

/** The budgets of a history's campaigns, each with its figures, its chart and its days. */
export function page(budgets: readonly CampaignBudget[]): string {
  const [only, another] = budgets;
  const subtitle =
    only && !another
      ? `${campaignText(only.campaignId)}, ${periodText(only.budget)}`
      : `${budgets.length} campaigns`;
  return htmlPage({
    title: `Abandonment budget: ${subtitle}`,
    heading: "Abandonment budget",
    subtitle,
    style,
    body: markup`${budgets.map((each, i) => section(each, `campaign-${i + 1}`, budgets.length > 1))}
<p class="notes">The days that are left are taken to be as those of the last four weeks, weekday by weekday. Calls that answering machines took are no answered calls.</p>`,
  });
}

function section(
  { campaignId, budget, pending }: CampaignBudget,
  id: string,
  isOneOfSeveral: boolean,
): Markup {
  const heading = isOneOfSeveral
    ? markup`<h2 id="${id}">${campaignText(campaignId)}</h2>
<p class="subtitle">${periodText(budget)}</p>`
    : markup`<h2 id="${id}" class="unseen">Figures</h2>`;
  return markup`<section aria-labelledby="${id}">
${heading}
<p class="headline">${headline(budget)}</p>
${figures(budget)}
${pending ? pendingPart(pending, id) : ""}
${chart(budget, id)}
${days(budget, id)}
</section>
`;
}

function headline({ abandoned, allowed, left, expectedRate, limit, daysLeft }: Budget): string {
  const share = allowed > 0 ? percentText(abandoned / allowed, 0) : "0 %";
  const rest =
    left >= 0
      ? `${wholeText(left)} calls are left`
      : `${wholeText(-left)} calls more than it allows`;
  const end = daysLeft === 0 ? "ended" : "is expected to end";
  return (
    `${share} of the ${wholeText(allowed)} calls that the period allows are spent: ${rest}. It ${end} at ${percentText(expectedRate, 2)}, ` +
    `${expectedRate > limit ? "over" : "within"} the limit of ${percent(limit)}.`
  );
}

function figures(budget: Budget): Markup {
  const { answered, abandoned, burnPerDay } = budget;
  const rate = answered > 0 ? ` (${percentText(abandoned / answered, 2)})` : "";
  const all: readonly (readonly [string, string])[] = [
    ["Abandoned so far", `${wholeText(abandoned)} of ${wholeText(answered)} answered calls${rate}`],
    ["Abandoned a day", decimalText(burnPerDay, 1)],
    ["Lasts", goneText(budget)],
    ["Chance of ending over the limit", chanceText(budget)],
  ];
  return markup`<dl class="figures">${all.map(
    ([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

function pendingPart(pending: PendingChange, id: string): Markup {
  const { title, figures: rows, notes } = pendingText(pending);
  const columns = [
    { label: "Figure", isText: true, cell: ({ label }) => label },
    { label: "Before", cell: ({ before }) => before },
    { label: "After", cell: ({ after }) => after },
  ] as const satisfies Parameters<typeof htmlTable<(typeof rows)[number]>>[1];
  return markup`${htmlTable({ id: `${id}-preview`, caption: `What the preview changes: ${title}` }, columns, rows, () => false)}
<ul class="notes">${notes.map((note) => markup`<li>${note}</li>`)}</ul>`;
}

/** A period of one day has nothing to draw. */
function chart(budget: Budget, id: string): Markup {
  const { from, to } = budget.period;
  if (from === to) return markup``;
  return markup`<figure><figcaption>${chartLegend}</figcaption>${burnDownChart(budget, `${id}-chart`)}</figure>`;
}

function days(budget: Budget, id: string): Markup {
  const columns = [
    { label: "Day", isText: true, cell: ({ date }) => date },
    { label: "Answered", cell: ({ answered }) => wholeText(answered) },
    { label: "Abandoned", cell: ({ abandoned }) => wholeText(abandoned) },
    {
      label: "Rate",
      cell: ({ answered, abandoned }) =>
        answered > 0 ? percentText(abandoned / answered, 2) : "–",
    },
    { label: "At its end", cell: ({ left }) => leftText(left) },
  ] as const satisfies Parameters<typeof htmlTable<Budget["days"][number]>>[1];
  const caption = `${budget.days.length} days of the period on which somebody was called`;
  return htmlTable({ id: `${id}-days`, caption }, columns, budget.days, ({ left }) => left < 0);
}

const style = `
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
section + section { margin-top: 3rem; }
.figures { display: flex; flex-wrap: wrap; gap: 0.75rem 2.5rem; margin: 0 0 1.5rem; }
.figures dt { color: var(--muted); font-size: 0.9rem; }
.figures dd { margin: 0; font-weight: 600; }
.table + .notes { margin: 0.5rem 0 1.5rem; }
.spent { --tone: var(--tone-0); }
.expected { --tone: var(--tone-0); stroke-dasharray: 3 4; }
.even { --tone: var(--muted); fill: none; stroke: var(--muted); stroke-dasharray: 8 4; }
g.spent { fill: var(--tone); }
g.spent .over { fill: var(--over); }
p.notes { padding: 0; }
@media screen and (max-width: 40rem) {
  td, .table[aria-labelledby$="-preview"] tbody th { white-space: normal; }
}
`;
