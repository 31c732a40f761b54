import { campaignPace } from "../domain/campaign-pace.ts";
import type { Demand } from "../domain/capacity.ts";
import { error, type Finding, warning } from "../domain/finding.ts";
import { decimal, percent, threeDigits } from "../domain/numbers.ts";
import {
  highestAgentRatio,
  type PacingOptions,
  predictPacing,
} from "../domain/pacing/forecast-pacing.ts";
import { abandonmentLimit } from "../domain/regulation.ts";
import type { Figure, Figures } from "./figures.ts";
import { type Forecast, forecast, rounded } from "./forecast.ts";
import type { Arguments } from "./state.ts";

export interface ForecastJudgement {
  readonly forecast?: Forecast;
  readonly findings: readonly Finding[];
}

/** From this share of the limit on a forecast warns: 2.5 % of 3 %. It is for one steady hour, and a day has busier ones. */
const NEAR_THE_LIMIT = 5 / 6;

/**
 * What the configuration does, and whether the law and the program's own limit allow it together with the others of its
 * campaign that were checked before. The forecast is of the configuration by itself: the order in which an engine checks is not
 * always the same, and the figure that is reviewed has to be. Nothing where a value is not known yet.
 */
export function judgeForecast(
  args: Partial<Arguments>,
  figures: Figures,
  demand: Demand,
  others: readonly Demand[],
): ForecastJudgement | undefined {
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
  const dialedBy = (demands: readonly Demand[]): PacingOptions => ({
    ...campaign,
    ...campaignPace(demands),
    maxQueueDepth,
    maxAbandonmentRate: limit,
  });
  return {
    forecast: rounded(forecast(dialedBy([demand]))),
    findings: [
      ...abandonmentFindings(dialedBy([demand, ...others]), demand, others),
      ...answerRateFindings(answerRate, answerRateThreshold),
    ],
  };
}

/** A campaign that never had an answer tells 0, which forecasts nothing. */
function isMeasured(figure: Figure): figure is number {
  return typeof figure === "number" && figure > 0;
}

function notForecast(campaignId: string | undefined, figures: Figures): Finding {
  const names = (["answerRate", "averageHandleTimeSeconds"] as const).filter(
    (name) => !isMeasured(figures[name]),
  );
  return warning(
    "forecast",
    `Abandonment is not forecast: campaign ${campaignId ?? ""} tells no ${names.join(" and no ")}. Give ` +
      `${names.map((name) => `staffing.${name}`).join(" and ")} to have it judged before people are called.`,
  );
}

/** What the campaign's configurations do together: they dial for the same agents. */
function abandonmentFindings(
  dialer: PacingOptions,
  demand: Demand,
  others: readonly Demand[],
): Finding[] {
  // The dialer of one configuration alone has been forecast already.
  const { abandonmentRate, abandonmentMargin } =
    others.length > 0 ? predictPacing(dialer) : forecast(dialer);
  const limit = dialer.maxAbandonmentRate;
  const margin =
    abandonmentMargin > 0 ? ` (± ${percent(Number(abandonmentMargin.toFixed(4)))})` : "";
  const together =
    others.length > 0 ? `With the campaign's ${others.length + 1} configurations together, ` : "";
  const isOver = abandonmentRate > limit;
  // Three digits, but where they would hide that it is over the limit.
  const digits = threeDigits(abandonmentRate);
  const share = percent(digits > limit === isOver ? digits : abandonmentRate);
  const rate = `${together}${share}${margin} of answered calls would find no agent within 2 s`;
  if (isOver) {
    const ofOthers = others.reduce((sum, { dialRate }) => sum + dialRate, 0);
    const highestDialRate = threeDigits(Math.max(0, forecast(dialer).optimalDialRate - ofOthers));
    return [
      error(
        "dialRate",
        `${rate}, over the limit of ${percent(limit)}. ${remedy(dialer, demand, highestDialRate)}`,
      ),
    ];
  }
  if (abandonmentRate < limit * NEAR_THE_LIMIT || abandonmentRate === 0) return [];
  return [
    warning(
      "dialRate",
      `${rate}, close to the limit of ${percent(limit)}. That is for one steady hour; a busier one may be over it.`,
    ),
  ];
}

/** What would pass: the highest dial rate at this ratio, and the highest ratio at this dial rate. */
function remedy(dialer: PacingOptions, demand: Demand, highestDialRate: number): string {
  const best =
    highestDialRate > 0
      ? `the highest dialRate that passes is ${highestDialRate}`
      : "no dialRate passes";
  // Where another configuration of the campaign has the higher ratio, lowering this one's changes nothing.
  const ratio = demand.agentRatio === dialer.agentRatio ? highestAgentRatio(dialer) : undefined;
  const other = ratio
    ? `; at a dialRate of ${decimal(demand.dialRate)} the highest agentRatio is ${decimal(ratio)}`
    : "";
  return `At an agentRatio of ${decimal(dialer.agentRatio)} ${best}${other}. Or plan more agents in staffing.agents.`;
}

function answerRateFindings(answerRate: number, threshold: number | undefined): Finding[] {
  if (threshold === undefined || answerRate >= threshold) return [];
  return [
    warning(
      "answerRateThreshold",
      `The campaign's answer rate, ${percent(answerRate)}, is under answerRateThreshold, ${percent(threshold)}: the tenant would ` +
        "not dial ahead.",
    ),
  ];
}
