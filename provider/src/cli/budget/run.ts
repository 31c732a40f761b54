import { type Budget, budgetOf } from "../../domain/history/budget.ts";
import { dailyCounts, periodAt } from "../../domain/history/days.ts";
import { type CampaignHistory, dateOf } from "../../domain/history/history.ts";
import { percent } from "../../domain/numbers.ts";
import { regulations } from "../../domain/regulation.ts";
import { escapeControls } from "../shared/escape.ts";
import { exitCodes, UsageError } from "../shared/exit-codes.ts";
import { decimalText, percentText, wholeText } from "../shared/figures.ts";
import { readGivenHistory } from "../shared/read-history.ts";
import { type Paint, paintFor } from "../shared/terminal.ts";
import type { BudgetFlags } from "./command.ts";

/** Prints the budget of each campaign of a history. */
export async function run(file: string, flags: BudgetFlags): Promise<void> {
  const rows = await readGivenHistory(file, flags);
  const budgets = Array.from(rows.histories(flags.minutes)).flatMap((history) =>
    flags.campaign === undefined || history.campaignId === flags.campaign
      ? [{ campaignId: history.campaignId, budget: budgetIn(file, history, flags) }]
      : [],
  );
  if (budgets.length === 0) {
    throw new UsageError([`--campaign: ${file} has no row of ${flags.campaign}.`]);
  }
  if (flags.json) {
    const campaigns = budgets.map(({ campaignId, budget }) => ({
      campaignId,
      ...budget,
      goneOn: budget.goneOn ?? null,
      chanceOverLimit: budget.chanceOverLimit ?? null,
    }));
    console.log(JSON.stringify({ version: 1, campaigns, unusable: rows.unusable }, null, 2));
  } else {
    const paint = paintFor(process.stdout);
    const chart = process.stdout.isTTY ? (budget: Budget) => burnDown(budget, paint) : () => [];
    const texts = budgets.map(({ campaignId, budget }) =>
      [...report(campaignId, budget), ...chart(budget)].join("\n"),
    );
    console.log(texts.join("\n\n"));
    if (rows.unusable > 0) {
      console.error(
        `warning: ${wholeText(rows.unusable)} rows cannot be used and are not counted. \`cxone-dialer history check\` names them.`,
      );
    }
  }
  if (budgets.some(({ budget }) => isOver(budget, flags))) process.exitCode = exitCodes.finding;
  else if (rows.unusable > 0) process.exitCode = exitCodes.incomplete;
}

function budgetIn(file: string, history: CampaignHistory, flags: BudgetFlags): Budget {
  const [first, last] = [history.rows[0], history.rows.at(-1)];
  if (!first || !last) throw new UsageError([`${file} has no row that can be used.`]);
  const { from = dateOf(first.start), asOf = dateOf(last.start), regulation } = flags;
  if (asOf < from) {
    throw new UsageError([`--as-of: ${asOf} is before the campaign's first day, ${from}.`]);
  }
  const lawful = regulations[regulation].maxAbandonmentRate;
  const limit = Math.min(lawful, flags.limit ?? lawful);
  return budgetOf(dailyCounts(history), limit, periodAt(regulation, from, asOf), asOf);
}

function isOver({ left, chanceOverLimit = 0 }: Budget, { maxChance }: BudgetFlags): boolean {
  return left < 0 || chanceOverLimit > maxChance;
}

function report(campaignId: string, budget: Budget): readonly string[] {
  const { period, asOf, daysLeft, limit, answered, abandoned, allowed, left } = budget;
  const rate = answered > 0 ? ` (${percentText(abandoned / answered, 2)})` : "";
  const share = allowed > 0 ? `${percentText(abandoned / allowed, 0)} of ` : "";
  return [
    `${campaignId === "" ? "The campaign" : `Campaign ${escapeControls(campaignId)}`}, ${period.from} to ${period.to}, as of ${asOf} ` +
      `(${daysLeft === 0 ? "the period is over" : `${daysLeft} ${daysLeft === 1 ? "day" : "days"} left`}), limit ${percent(limit)}`,
    `  spent     ${wholeText(abandoned)} of ${wholeText(answered)} answered calls were abandoned${rate}: ${share}what the period allows, ${wholeText(allowed)}`,
    left >= 0
      ? `  left      ${wholeText(left)} calls`
      : `  left      nothing: ${wholeText(-left)} more than the period allows`,
    `  burn      ${decimalText(budget.burnPerDay, 1)} a day; ${goneText(budget)}`,
    `  expected  ${percentText(budget.expectedRate, 2)} over the whole period${chanceText(budget)}`,
  ];
}

function goneText({ goneOn, asOf, daysLeft }: Budget): string {
  if (goneOn === undefined) {
    return daysLeft === 0 ? "it lasted" : "at this pace it lasts until the period ends";
  }
  return goneOn > asOf
    ? `at this pace nothing is left on ${goneOn}`
    : `nothing was left on ${goneOn}`;
}

function chanceText({ chanceOverLimit, daysLeft }: Budget): string {
  if (daysLeft === 0) return "";
  if (chanceOverLimit === undefined) {
    return "; there are too few days to say how likely it ends over the limit";
  }
  return `; the chance that it ends over the limit is ${percentText(chanceOverLimit, 1)}`;
}

const WIDTH = 40;

/** A line for each day, with what was left at its end. */
function burnDown({ days, period, daysLeft }: Budget, paint: Paint): readonly string[] {
  const length = days.length + daysLeft;
  return [
    "",
    `  left at the end of each day of the period from ${period.from} on; ┊ is an even pace`,
    ...days.map(({ date, left }, i) => {
      const [filled, even] = [left, 1 - (i + 1) / length].map((share) =>
        Math.round(WIDTH * Math.min(1, Math.max(0, share))),
      );
      const bar = "█".repeat(filled ?? 0).padEnd(WIDTH, "·");
      const at = even ?? 0;
      const marked = `${bar.slice(0, at)}┊${bar.slice(at + 1)}`;
      return `  ${date} ${paint(left < 0 ? "red" : left < 1 - (i + 1) / length ? "yellow" : "green", marked)} ${percentText(left, 0)}`;
    }),
  ];
}
