import {
  type DialerSettings,
  dialerSettingRanges,
  type PacingType,
  parseDialerSettings,
} from "./dialer-settings.ts";
import { highestPassing } from "./highest-passing.ts";
import { linesOfAnAgent } from "./lines.ts";
import { HIGHEST_DIAL_RATE, highestDialRate, LOWEST } from "./optimal-dial-rate.ts";
import { type Prediction, predict, predictOneDialPerAgent } from "./predict.ts";
import { queueDepthThatTurnsNobodyAway } from "./queue-depth.ts";
import { agentCount, between, overZeroToOne, positive, requireRanges } from "./range.ts";
import type { Rough } from "./simulate-dialer.ts";

export type { PacingType };

export interface PacingOptions extends DialerSettings {
  /** Agents who take the calls, 1–1,000,000. */
  readonly agents: number;
  /** Answered ÷ dialled, over 0 and at most 1. */
  readonly answerRate: number;
  /** Mean time that an agent spends on an answered call, wrap-up included, in seconds, over 0. */
  readonly averageHandleTimeSeconds: number;
  /** The abandonment rate to keep, a fraction of answered calls, 0–1. */
  readonly maxAbandonmentRate: number;
}

export interface PacingForecast {
  /** `exact` where a formula gives the answer, `simulated` where the dialer's limits need a simulation. */
  readonly model: "exact" | "simulated";
  /** Abandoned ÷ answered, 0–1. */
  readonly abandonmentRate: number;
  /** Half the width of the 95 % interval around `abandonmentRate`; 0 where the model is exact. */
  readonly abandonmentMargin: number;
  /** Share of the agents' time spent on calls, 0–1. */
  readonly occupancy: number;
  /** Share of the answered calls that find every agent busy, 0–1. */
  readonly waitProbability: number;
  /** Calls that people answer in an hour, abandoned ones included. */
  readonly answeredPerHour: number;
  /** Mean time of an agent between two calls, in seconds. */
  readonly idleSecondsBetweenCalls: number;
  /**
   * The highest `dialRate` of the API's 0.1–10 (in steps of 0.01) that keeps `maxAbandonmentRate` with everything else as it
   * is; forecast with it, it passes. 10 where even that passes, 0 where not even 0.1 does.
   */
  readonly optimalDialRate: number;
  /** The smallest `maxQueueDepth` of the API's 1–500 that turns away fewer than one answered call in 10,000. */
  readonly recommendedQueueDepth: number;
}

/**
 * What a setting of the dialer does to the people who are called: for one steady hour, with exponential handle times.
 *
 * `preview` and `progressive` dial once for each idle agent, so nobody is abandoned; `dialRate`, `agentRatio` and
 * `maxQueueDepth` do not matter. `predictive` is M/M/n+D where its limits never bind, fewer than once in a million dials, and
 * else a seeded simulation until `abandonmentMargin` is under a quarter of a percentage point: the same options give the same
 * digits everywhere. (A dialer with hardly an answer in 500 dials may get a wider margin; it is the one that is returned.)
 *
 * @throws RangeError naming the option that is out of its range, its value and the range.
 */
export function forecastPacing(options: PacingOptions): PacingForecast {
  return dialRateForecaster(options)(options.dialRate);
}

/** The same for one dialer at any dial rate; it searches for the highest rate that passes once. */
export function dialRateForecaster(
  options: Omit<PacingOptions, "dialRate">,
): (dialRate: number) => PacingForecast {
  let highest: number | undefined;
  return (dialRate) => {
    const parsed = parse({ ...options, dialRate });
    return forecastOf(parsed, () => {
      highest ??= highestDialRate(parsed, parsed.maxAbandonmentRate);
      return highest;
    });
  };
}

function forecastOf(options: Required<PacingOptions>, search: () => number): PacingForecast {
  const { pacingType, dialRate, maxAbandonmentRate, averageHandleTimeSeconds } = options;
  const prediction = predictionOf(options);
  const { model, abandonmentRate, abandonmentMargin, occupancy } = prediction;
  const { waitProbability, answeredPerSecond } = prediction;
  const passing = pacingType === "predictive" ? dialRate : Infinity;
  const known = abandonmentRate <= maxAbandonmentRate ? inHundredths(passing) : 0;
  return {
    model,
    abandonmentRate,
    abandonmentMargin,
    occupancy,
    waitProbability,
    answeredPerHour: 3600 * answeredPerSecond,
    idleSecondsBetweenCalls: averageHandleTimeSeconds * (1 / occupancy - 1),
    // A search is cut short where few people answer, and may end below a rate that is known to pass.
    optimalDialRate: known === HIGHEST_DIAL_RATE ? known : Math.max(known, search()),
    recommendedQueueDepth: queueDepthThatTurnsNobodyAway(
      waitProbability,
      answeredPerSecond,
      options.abandonSeconds,
    ),
  };
}

/** The highest dial rate of the API's, in whole hundredths, that is at most this one; 0 where none is. */
function inHundredths(dialRate: number): number {
  const hundredths = Math.floor(100 * Math.min(dialRate, HIGHEST_DIAL_RATE) + 1e-9);
  return hundredths < LOWEST ? 0 : hundredths / 100;
}

/** The forecast without its search for the highest dial rate, which takes longer than the rest. */
export function predictPacing(options: PacingOptions, rough?: Rough): Prediction {
  return predictionOf(parse(options), rough);
}

function predictionOf(
  { pacingType, ...dialer }: Required<PacingOptions>,
  rough?: Rough,
): Prediction {
  return pacingType === "predictive" ? predict(dialer, rough) : predictOneDialPerAgent(dialer);
}

/**
 * The highest `agentRatio` below the one that is asked about that keeps `maxAbandonmentRate` with everything else as it is;
 * undefined where the one that is asked about is 1. Where lines are per agent it is a number of whole lines, for every ratio is
 * rounded to one; where they are pooled, it is found in steps of 0.1.
 */
export function highestAgentRatio(options: PacingOptions): number | undefined {
  const { maxAbandonmentRate: limit, ...dialer } = parse(options);
  const isWhole = dialer.linesCounted === "perAgent";
  const steps = isWhole ? 1 : 10;
  const asked = isWhole
    ? linesOfAnAgent(dialer.agentRatio, dialer.lineRounding)
    : Math.ceil(dialer.agentRatio * steps);
  if (asked <= steps) return;
  const highest = highestPassing({
    // With one line for each free agent, whoever answers gets one.
    passing: { step: steps, excess: -limit },
    failing: { step: asked, excess: limit },
    limit,
    predict: (step, rough) => predict({ ...dialer, agentRatio: step / steps }, rough),
  });
  return highest / steps;
}

const callRanges = {
  agents: agentCount,
  answerRate: overZeroToOne,
  averageHandleTimeSeconds: positive,
  maxAbandonmentRate: between(0, 1),
} as const;

/** What each number among the options may be. */
export const pacingRanges = { ...callRanges, ...dialerSettingRanges } as const;

function parse(options: PacingOptions): Required<PacingOptions> {
  const { agents, answerRate, averageHandleTimeSeconds, maxAbandonmentRate } = options;
  const calls = { agents, answerRate, averageHandleTimeSeconds, maxAbandonmentRate };
  requireRanges(calls, callRanges);
  return { ...calls, ...parseDialerSettings(options) };
}
