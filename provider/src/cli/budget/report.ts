import type { Budget } from "../../domain/history/budget.ts";
import { daysBetween } from "../../domain/history/days.ts";
import { percent } from "../../domain/numbers.ts";
import { escapeControls } from "../shared/escape.ts";
import { decimalText, percentText, wholeText } from "../shared/figures.ts";
import type { Paint } from "../shared/terminal.ts";
import type { CampaignBudget } from "./pending.ts";
import { pendingLines } from "./pending-text.ts";

/** @param chart draws how the budget burns down; absent where the report goes into a file or a pipe. */
export function textReport(
  { campaignId, budget, pending }: CampaignBudget,
  paint: Paint,
  isTerminal: boolean,
): string {
  return [
    ...report(campaignId, budget),
    ...(pending ? pendingLines(pending) : []),
    ...(isTerminal ? burnDown(budget, paint) : []),
  ].join("\n");
}

function report(campaignId: string, budget: Budget): readonly string[] {
  const { answered, abandoned, allowed, left } = budget;
  const heading = `${campaignText(campaignId)}, ${periodText(budget)}`;
  if (allowed === 0 && abandoned === 0) {
    return [
      heading,
      "  spent     nothing: nobody answered in the period, and nobody is expected to",
    ];
  }
  const rate = answered > 0 ? ` (${percentText(abandoned / answered, 2)})` : "";
  const share = allowed > 0 ? `${percentText(abandoned / allowed, 0)} of ` : "";
  return [
    heading,
    `  spent     ${wholeText(abandoned)} of ${wholeText(answered)} answered calls were abandoned${rate}: ${share}what the period allows, ${wholeText(allowed)}`,
    left >= 0
      ? `  left      ${wholeText(left)} calls`
      : `  left      nothing: ${wholeText(-left)} more than the period allows`,
    `  burn      ${decimalText(budget.burnPerDay, 1)} a day; ${goneText(budget)}`,
    `  expected  ${percentText(budget.expectedRate, 2)} over the whole period${chanceClause(budget)}`,
  ];
}

export function campaignText(campaignId: string): string {
  return campaignId === "" ? "The campaign" : `Campaign ${escapeControls(campaignId)}`;
}

export function periodText({ period, asOf, daysLeft, limit }: Budget): string {
  const left = `${daysLeft} ${daysLeft === 1 ? "day" : "days"} left`;
  return `${period.from} to ${period.to}, as of ${asOf} (${daysLeft === 0 ? "the period is over" : left}), limit ${percent(limit)}`;
}

export function goneText({ goneOn, asOf, daysLeft }: Budget): string {
  if (goneOn === undefined) {
    return daysLeft === 0 ? "it lasted" : "at this pace it lasts until the period ends";
  }
  return goneOn > asOf
    ? `at this pace nothing is left on ${goneOn}`
    : `nothing was left on ${goneOn}`;
}

function chanceClause({ chanceOverLimit, daysLeft }: Budget): string {
  if (daysLeft === 0) return "";
  if (chanceOverLimit === undefined) {
    return "; there are too few days to say how likely it ends over the limit";
  }
  return `; the chance that it ends over the limit is ${percentText(chanceOverLimit, 1)}`;
}

/** The same as a figure by itself. */
export function chanceText({ chanceOverLimit, daysLeft }: Budget): string {
  if (daysLeft === 0) return "the period is over";
  return chanceOverLimit === undefined ? "too few days to say" : percentText(chanceOverLimit, 1);
}

const WIDTH = 40;

/** A line for each day, with what was left at its end. */
function burnDown({ days, period }: Budget, paint: Paint): readonly string[] {
  const length = daysBetween(period.from, period.to) + 1;
  return [
    "",
    `  left at the end of each day of the period from ${period.from} on; ┊ is an even pace`,
    ...days.map(({ date, left }) => {
      const pace = 1 - (daysBetween(period.from, date) + 1) / length;
      const [filled, even] = [left, pace].map((share) =>
        Math.round(WIDTH * Math.min(1, Math.max(0, share))),
      );
      const bar = "█".repeat(filled ?? 0).padEnd(WIDTH, "·");
      const at = even ?? 0;
      const marked = `${bar.slice(0, at)}┊${bar.slice(at + 1)}`;
      return `  ${date} ${paint(left < 0 ? "red" : left < pace ? "yellow" : "green", marked)} ${percentText(left, 0)}`;
    }),
  ];
}
