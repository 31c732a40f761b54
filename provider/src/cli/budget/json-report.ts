import type { CampaignBudget, PendingChange } from "./pending.ts";
import type { NoForecast, RestForecast } from "./rest.ts";

/** Raised only where a reader of the earlier one would read the new one wrongly. */
const VERSION = 1;

export function jsonReport(budgets: readonly CampaignBudget[], unusable: number): string {
  const campaigns = budgets.map(({ campaignId, budget, pending }) => ({
    campaignId,
    ...budget,
    goneOn: budget.goneOn ?? null,
    chanceOverLimit: budget.chanceOverLimit ?? null,
    preview: pending ? plain(pending) : null,
  }));
  return JSON.stringify({ version: VERSION, campaigns, unusable }, null, 2);
}

function plain({ names, schedule, hidden, before, after }: PendingChange) {
  return {
    names,
    schedule: schedule ?? "program",
    hidden,
    before: sideOf(before),
    after: sideOf(after),
    highest: (typeof after === "object" && after.highest?.()) || null,
  };
}

/** `null` where there is no forecast. */
function sideOf(forecast: RestForecast | NoForecast) {
  if (typeof forecast === "string") return null;
  const { expectedRate, chanceOverLimit, goneOn } = forecast;
  return { expectedRate, chanceOverLimit, goneOn: goneOn ?? null };
}
