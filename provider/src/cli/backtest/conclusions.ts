import type { Backtest } from "../../domain/backtest/backtest.ts";
import { isWrong } from "../../domain/backtest/backtest.ts";
import type { HoldingBack } from "../../domain/backtest/holding-back.ts";
import type { Comparison, Summary } from "../../domain/backtest/summary.ts";
import { decimal } from "../../domain/numbers.ts";
import { countText, decimalText, percentText, wholeText } from "../shared/figures.ts";
import type { CampaignBacktest } from "./run.ts";

/** With fewer, nobody can tell 90 % of the days from 70 %. */
const FEWEST_FOR_COVERAGE = 20;
const TWO_SIDED_95 = 1.96;

/** "+1.68", in percentage points. */
export function pointsText(share: number): string {
  const text = decimalText(Math.abs(share) * 100, 2);
  if (Number(text) === 0) return text;
  return `${share < 0 ? "−" : "+"}${text}`;
}

/** The 95 % interval of a bias: "± 0.28", or that one day says nothing of it. */
export function marginText({ biasMargin }: Comparison): string {
  return biasMargin === undefined ? "unknown" : `± ${decimalText(biasMargin * 100, 2)}`;
}

function errorText({ bias }: Comparison): string {
  const points = `${decimalText(Math.abs(bias) * 100, 2)} points`;
  return `too ${bias > 0 ? "high" : "low"} by ${points}`;
}

/** "too high by 1.68 points (± 0.27)", or how little it is off where that can be chance. */
function offText(summary: Summary): string {
  const { overall } = summary;
  const off = isWrong(summary) ? errorText(overall) : `off by ${pointsText(overall.bias)} points`;
  return `${off} (${marginText(overall)})`;
}

/** What the forecast got wrong, as far as the history can tell. */
export function headline({ summary }: Backtest): string {
  if (!summary) return "No day can be compared, so that nothing can be said of the forecast.";
  const { overall } = summary;
  if (isWrong(summary)) return `The forecast is ${offText(summary)}.`;
  if (overall.biasMargin === undefined) {
    return `The forecast was ${errorText(overall)}. With so few days, that can be chance.`;
  }
  return (
    `The forecast is neither too high nor too low, as far as ${wholeText(summary.days.length)} days can tell: ` +
    `it is off by ${pointsText(overall.bias)} points (${marginText(overall)}).`
  );
}

/** What else the comparison says, a sentence or two each. */
export function conclusions({ backtest, assumptions }: CampaignBacktest): readonly string[] {
  const { summary, holdingBack, ringTimes, otherwiseCounted } = backtest;
  if (!summary) return [];
  return [
    coverageText(summary),
    ...(holdingBack ? holdingBackTexts(holdingBack) : [unknownHoldingBack]),
    ...(ringTimes ? [ringTimesText(ringTimes, assumptions)] : []),
    ...(otherwiseCounted
      ? [
          `If lines were counted ${otherwiseCounted.linesCounted === "pooled" ? "pooled" : "per agent"}, the forecast would be ` +
            `${offText(otherwiseCounted.summary)}.`,
        ]
      : []),
  ];
}

function coverageText({ days, coverage }: Summary): string {
  const inside = days.filter(({ isInside }) => isInside).length;
  const counted = `${wholeText(inside)} of ${countText(days.length, "day")} (${percentText(coverage, 0)}) ended inside the forecast's 90 % interval.`;
  const byChance = TWO_SIDED_95 * Math.sqrt((0.9 * 0.1) / days.length);
  if (coverage < 0.9 - byChance) {
    return `${counted} Nine of ten would if the forecast were right and chance alone made days differ.`;
  }
  if (days.length < FEWEST_FOR_COVERAGE) {
    return `${counted} Too few days were compared to tell whether nine of ten do.`;
  }
  return coverage > 0.9 + byChance
    ? `${counted} That is more than nine of ten: days differ less than chance would make them.`
    : `${counted} Nine of ten should.`;
}

const unknownHoldingBack =
  "Whether the tenant held back cannot be told: it takes some 180 intervals with 100 answered calls shortly before them.";

function holdingBackTexts({
  isSure,
  paceWhenBusy,
  paceWhenCalm,
  difference,
  error,
}: HoldingBack): readonly string[] {
  const [calm, busy] = [percentText(paceWhenCalm, 0), percentText(paceWhenBusy, 0)];
  const sure = `${decimalText(difference * 100, 1)} ± ${decimalText(TWO_SIDED_95 * error * 100, 1)} points less`;
  return isSure
    ? [
        `The tenant held back: where much had been abandoned shortly before, it brought ${busy} of the answered calls that its settings ` +
          `would have brought, and ${calm} where little had (${sure}). No ring time explains that.`,
      ]
    : ["Nothing shows that the tenant held back where much had been abandoned shortly before."];
}

function ringTimesText(
  ringTimes: NonNullable<Backtest["ringTimes"]>,
  assumptions: CampaignBacktest["assumptions"],
): string {
  if ("why" in ringTimes) return `Ring times cannot be told: ${ringTimes.why}.`;
  const { ringSecondsAnswered, ringSecondsUnanswered, errors, isOfCalmIntervals, summary } =
    ringTimes;
  const from = isOfCalmIntervals ? "As far as the tenant did not hold back, ring" : "Ring";
  if (
    ringSecondsAnswered === assumptions.ringSecondsAnswered &&
    ringSecondsUnanswered === assumptions.ringSecondsUnanswered
  ) {
    return `${from} times of ${ringSecondsAnswered} s (answered) and ${ringSecondsUnanswered} s (not answered) fit best, which are assumed already.`;
  }
  return (
    `${from} times of ${fitted(ringSecondsAnswered, errors.ringSecondsAnswered)} s (answered) and ` +
    `${fitted(ringSecondsUnanswered, errors.ringSecondsUnanswered)} s (not answered) fit best, in place of ` +
    `${decimal(assumptions.ringSecondsAnswered)} and ${decimal(assumptions.ringSecondsUnanswered)}. With them the forecast is ` +
    `${isWrong(summary) ? "still " : ""}${offText(summary)}, and ` +
    `${percentText(summary.coverage, 0)} of the days end inside their interval.`
  );
}

function fitted(seconds: number, error: number): string {
  return `${decimalText(seconds, 1)} ± ${decimalText(TWO_SIDED_95 * error, 1)}`;
}
