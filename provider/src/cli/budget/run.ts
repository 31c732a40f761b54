import type { Budget } from "../../domain/history/budget.ts";
import { budgetOf } from "../../domain/history/budget.ts";
import { dailyCounts, periodAt } from "../../domain/history/days.ts";
import { type CampaignHistory, dateOf } from "../../domain/history/history.ts";
import { regulations } from "../../domain/regulation.ts";
import { exitCodes, UsageError } from "../shared/exit-codes.ts";
import { wholeText } from "../shared/figures.ts";
import { readGivenHistory } from "../shared/read-history.ts";
import { paintFor } from "../shared/terminal.ts";
import type { BudgetFlags } from "./command.ts";
import type { CampaignBudget } from "./pending.ts";
import { textReport } from "./report.ts";

/** Prints the budget of each campaign of a history. */
export async function run(file: string, flags: BudgetFlags): Promise<void> {
  const rows = await readGivenHistory(file, flags);
  const histories = Array.from(rows.histories(flags.minutes)).flatMap((history) =>
    chosen(history, flags),
  );
  if (histories.length === 0) {
    throw new UsageError([
      rows.length === 0
        ? `${file} has no row that can be used. \`cxone-dialer history check\` says what is wrong with each.`
        : `--campaign: ${file} has no row of ${flags.campaign}.`,
    ]);
  }
  const changeOf =
    flags.preview === undefined ? undefined : await readPending(flags.preview, flags);
  const budgets = histories.map((history): CampaignBudget => {
    const budget = budgetIn(file, history, flags);
    return { campaignId: history.campaignId, budget, pending: changeOf?.(history, budget) };
  });
  if (flags.html !== undefined) {
    const [{ page }, { writePage }] = await Promise.all([
      import("./page.ts"),
      import("../shared/page.ts"),
    ]);
    await writePage(flags.html, page(budgets));
  }
  if (flags.json) {
    const { jsonReport } = await import("./json-report.ts");
    console.log(jsonReport(budgets, rows.unusable));
  } else {
    const { stdout } = process;
    const paint = paintFor(stdout);
    console.log(budgets.map((each) => textReport(each, paint, stdout.isTTY)).join("\n\n"));
    if (rows.unusable > 0) {
      console.error(
        `warning: ${wholeText(rows.unusable)} rows cannot be used and are not counted. \`cxone-dialer history check\` names them.`,
      );
    }
  }
  if (budgets.some((each) => isOver(each, flags))) process.exitCode = exitCodes.finding;
  else if (rows.unusable > 0) process.exitCode = exitCodes.incomplete;
}

/** The campaigns that the flag asks for; a file of one campaign need not name it. */
function chosen(history: CampaignHistory, { campaign }: BudgetFlags): readonly CampaignHistory[] {
  if (campaign === undefined || history.campaignId === campaign) return [history];
  return history.campaignId === "" ? [{ ...history, campaignId: campaign }] : [];
}

/** A preview and what knows its schedules take a while to load. */
async function readPending(file: string, flags: BudgetFlags) {
  const [{ readPreview }, { readInput }, { telemetrySource }, { pendingChange }] =
    await Promise.all([
      import("../shared/preview/read-preview.ts"),
      import("../shared/input.ts"),
      import("../shared/preview/telemetry-source.ts"),
      import("./pending.ts"),
    ]);
  const preview = readPreview(await readInput(file, file === "-" ? "standard input" : file));
  if (!preview.isWhole) {
    throw new UsageError([
      `--preview: ${file} ends too early. Give the output of a whole preview.`,
    ]);
  }
  const telemetry = await telemetrySource(
    flags.telemetry ?? process.env.CXONE_TELEMETRY,
    preview.telemetryFile,
  );
  return (history: CampaignHistory, budget: Budget) =>
    pendingChange(preview, history, budget, telemetry);
}

function budgetIn(file: string, history: CampaignHistory, flags: BudgetFlags): Budget {
  const [first, last] = [history.rows[0], history.rows.at(-1)];
  if (!first || !last) throw new UsageError([`${file} has no row that can be used.`]);
  const lastDay = dateOf(last.start);
  const { from = dateOf(first.start), asOf = lastDay, regulation } = flags;
  if (asOf < from) {
    throw new UsageError([
      flags.asOf === undefined
        ? `--from: ${from} is after the history's last day, ${lastDay}. Give the campaign's first day, or a history that goes on after it.`
        : `--as-of: ${asOf} is before the campaign's first day, ${from}.`,
    ]);
  }
  if (asOf > lastDay) {
    console.error(
      `warning: --as-of: the history ends on ${lastDay}. Of the days from then to ${asOf} nothing is counted.`,
    );
  }
  const lawful = regulations[regulation].maxAbandonmentRate;
  const limit = Math.min(lawful, flags.limit ?? lawful);
  return budgetOf(dailyCounts(history), limit, periodAt(regulation, from, asOf), asOf);
}

/** With what a preview changes, where there is one. */
function isOver({ budget, pending }: CampaignBudget, { maxChance }: BudgetFlags): boolean {
  const { left, chanceOverLimit = 0 } = budget;
  const after = typeof pending?.after === "object" ? pending.after.chanceOverLimit : 0;
  return left < 0 || Math.max(chanceOverLimit, after) > maxChance;
}
