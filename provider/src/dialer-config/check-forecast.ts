import { campaignPace } from "../domain/campaign-pace.ts";
import type { Demand } from "../domain/capacity.ts";
import { error, type Finding, warning } from "../domain/finding.ts";
import { decimal, percent, threeDigits } from "../domain/numbers.ts";
import {
  highestAgentRatio,
  type PacingForecast,
  type PacingOptions,
  predictPacing,
} from "../domain/pacing/forecast-pacing.ts";
import {
  lineRoundingCondition,
  linesCountedCondition,
  readingText,
} from "../domain/pacing/line-words.ts";
import type { DialerAssumptions, LineReading } from "../domain/pacing/lines.ts";
import { TARGET_MARGIN } from "../domain/pacing/simulate-dialer.ts";
import { abandonmentLimit } from "../domain/regulation.ts";
import type { Figure, Figures } from "./figures.ts";
import { type Forecast, forecast, rounded } from "./forecast.ts";
import type { Arguments } from "./state.ts";

type Dialer = PacingOptions & DialerAssumptions;
type Rate = Pick<PacingForecast, "abandonmentRate" | "abandonmentMargin">;

export interface ForecastAssessment {
  readonly forecast?: Forecast;
  readonly findings: readonly Finding[];
}

/** From this share of the limit on a forecast warns: 2.5 % of 3 %. It is for one steady hour, and a day has busier ones. */
const NEAR_THE_LIMIT = 5 / 6;

/** The API's, in dials a second. */
const LOWEST_DIAL_RATE = 0.1;

/**
 * What the configuration does, and whether the law and the program's own limit allow it together with the others of its
 * campaign that were checked before. The forecast is of the configuration by itself: the order in which an engine checks is not
 * always the same, and the figure that is reviewed has to be. Nothing where a value is not known yet.
 */
export function checkForecast(
  args: Partial<Arguments>,
  figures: Figures,
  demand: Demand,
  others: readonly Demand[],
  assumptions: DialerAssumptions,
): ForecastAssessment | undefined {
  const { campaignId, maxQueueDepth, maxAbandonmentRate, answerRateThreshold, regulation } = args;
  const { answerRate, averageHandleTimeSeconds } = figures;
  if (maxQueueDepth === undefined || maxAbandonmentRate === undefined || !regulation) return;
  if (answerRate === "pending" || averageHandleTimeSeconds === "pending") return;
  if (demand.agents === 0) return { findings: [] };
  if (!isMeasured(answerRate) || !isMeasured(averageHandleTimeSeconds)) {
    return { findings: [notForecast(campaignId, figures)] };
  }
  const limit = abandonmentLimit(regulation, maxAbandonmentRate);
  const campaign = { agents: demand.agents, answerRate, averageHandleTimeSeconds };
  const dialedBy = (demands: readonly Demand[]): Dialer => ({
    ...campaign,
    ...campaignPace(demands),
    ...assumptions,
    maxQueueDepth,
    maxAbandonmentRate: limit,
  });
  const alone = dialedBy([demand]);
  return {
    forecast: {
      covers: "one steady hour",
      ...rounded(forecast(alone)),
      ...(alone.pacingType === "predictive" && assumptions),
    },
    findings: [
      ...abandonmentFindings(dialedBy([demand, ...others]), demand, others),
      ...answerRateFindings(answerRate, answerRateThreshold),
    ],
  };
}

/** A campaign that never had an answer has 0, which forecasts nothing. */
function isMeasured(figure: Figure): figure is number {
  return typeof figure === "number" && figure > 0;
}

function notForecast(campaignId: string | undefined, figures: Figures): Finding {
  const names = (["answerRate", "averageHandleTimeSeconds"] as const).filter(
    (name) => !isMeasured(figures[name]),
  );
  return warning(
    "forecast",
    `Abandonment is not forecast: campaign ${campaignId ?? ""} has no ${names.join(" and no ")}. Give ` +
      `${names.map((name) => `staffing.${name}`).join(" and ")} to have it judged before people are called.`,
  );
}

/** What the campaign's configurations do together: they dial for the same agents. */
function abandonmentFindings(dialer: Dialer, demand: Demand, others: readonly Demand[]): Finding[] {
  // The dialer of one configuration alone has been forecast already.
  const prediction = others.length > 0 ? predictPacing(dialer) : forecast(dialer);
  const { abandonmentRate } = prediction;
  const limit = dialer.maxAbandonmentRate;
  const verdict = verdictOn(abandonmentRate, limit);
  if (verdict === "passes") return [];
  const together =
    others.length > 0
      ? `With this program's ${others.length + 1} configurations of the campaign together, `
      : "";
  const rate = `${together}${rateText(prediction, limit)} of answered calls would be abandoned: no agent within 2 s`;
  const counted = linesText(dialer, prediction);
  if (verdict === "over") {
    const ofOthers = others.reduce((sum, { dialRate }) => sum + dialRate, 0);
    const highestDialRate = threeDigits(Math.max(0, forecast(dialer).optimalDialRate - ofOthers));
    return [
      error(
        "dialRate",
        `${rate}. That is over the limit of ${percent(limit)}. ${remedy(dialer, demand, highestDialRate)}${counted}`,
      ),
    ];
  }
  return [
    warning(
      "dialRate",
      `${rate}. That is close to the limit of ${percent(limit)}, and for one steady hour; a busier one may be over it.${counted}`,
    ),
  ];
}

type Verdict = "passes" | "near" | "over";

function verdictOn(abandonmentRate: number, limit: number): Verdict {
  if (abandonmentRate > limit) return "over";
  return abandonmentRate > 0 && abandonmentRate >= limit * NEAR_THE_LIMIT ? "near" : "passes";
}

/** To three digits, but where they would hide that it is over the limit. */
export function rateText({ abandonmentRate, abandonmentMargin }: Rate, limit: number): string {
  const digits = threeDigits(abandonmentRate);
  const share = percent(digits > limit === abandonmentRate > limit ? digits : abandonmentRate);
  return abandonmentMargin > 0
    ? `${share} (± ${percent(Number(abandonmentMargin.toFixed(4)))})`
    : share;
}

/** How a dialer that dials ahead counted lines, and what another way would give where it would be judged otherwise. */
function linesText(dialer: Dialer, found: Rate): string {
  const { linesCounted, lineRounding, agentRatio, maxAbandonmentRate: limit } = dialer;
  const assumed = ` Assumed: lines ${readingText(dialer)}`;
  const others = otherReadings(dialer).flatMap(({ condition, ...reading }) => {
    const other = { ...dialer, ...reading };
    const rough = predictPacing(other, { over: limit, under: limit * NEAR_THE_LIMIT });
    const verdict = verdictOn(rough.abandonmentRate, limit);
    if (verdict === verdictOn(found.abandonmentRate, limit)) return [];
    // Only a run that ended because it clearly passes is shorter than one that is made for its figure.
    const endedEarly = verdict === "passes" && rough.abandonmentMargin >= TARGET_MARGIN;
    const { abandonmentRate } = endedEarly ? predictPacing(other) : rough;
    return [`${shortly(abandonmentRate)} ${condition}`];
  });
  if (others.length === 0) return `${assumed}.`;
  const here = `${shortly(found.abandonmentRate)} ${linesCountedCondition({ linesCounted, lineRounding })}`;
  const isWhole = Number.isInteger(agentRatio);
  return (
    `${assumed} (cxone:linesCounted${isWhole ? "" : ", cxone:lineRounding"}). It is ${[here, ...others].join(", ")}: ` +
    "compare the abandonment that the tenant counted on a past day."
  );
}

function shortly(share: number): string {
  return percent(threeDigits(share));
}

/** The readings that differ from the dialer's in one of the two assumptions, as far as they make a difference. */
function otherReadings(dialer: Dialer): readonly (LineReading & { readonly condition: string })[] {
  const { agents, linesCounted, lineRounding, agentRatio } = dialer;
  const counted = linesCounted === "perAgent" ? "pooled" : "perAgent";
  const rounded = lineRounding === "down" ? "up" : "down";
  const byCount: LineReading = { linesCounted: counted, lineRounding };
  const byRounding: LineReading = { linesCounted, lineRounding: rounded };
  return [
    ...(agents === 1 ? [] : [{ ...byCount, condition: linesCountedCondition(byCount) }]),
    ...(Number.isInteger(agentRatio)
      ? []
      : [{ ...byRounding, condition: lineRoundingCondition(byRounding, agentRatio) }]),
  ];
}

/** What would pass: the highest dial rate at this ratio, and the highest ratio at this dial rate. */
function remedy(dialer: Dialer, demand: Demand, highestDialRate: number): string {
  const best =
    highestDialRate >= LOWEST_DIAL_RATE
      ? `the highest dialRate that passes is ${highestDialRate}`
      : "no dialRate passes";
  // Where another configuration of the campaign has the higher ratio, lowering this one's changes nothing.
  const ratio = demand.agentRatio === dialer.agentRatio ? highestAgentRatio(dialer) : undefined;
  const lines = dialer.linesCounted === "perAgent" ? " (whole lines)" : "";
  const other = ratio
    ? `; at a dialRate of ${decimal(demand.dialRate)} the highest agentRatio is ${decimal(ratio)}${lines}`
    : "";
  return `At an agentRatio of ${decimal(dialer.agentRatio)} ${best}${other}. Or plan more agents in staffing.agents.`;
}

export function answerRateFindings(answerRate: number, threshold: number | undefined): Finding[] {
  if (threshold === undefined || answerRate >= threshold) return [];
  return [
    warning(
      "answerRateThreshold",
      `The campaign's answer rate, ${percent(answerRate)}, is under answerRateThreshold, ${percent(threshold)}: the tenant would ` +
        "not dial ahead.",
    ),
  ];
}
