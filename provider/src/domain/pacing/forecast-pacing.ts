import { HIGHEST_DIAL_RATE, highestDialRate } from "./optimal-dial-rate.ts";
import { type Prediction, predict, predictOneDialPerAgent } from "./predict.ts";
import { queueDepthThatTurnsNobodyAway } from "./queue-depth.ts";
import {
  agentCount,
  answerRateRange,
  between,
  notNegative,
  positive,
  type Range,
  requireRanges,
  whole,
} from "./range.ts";

/** How a dialer decides to dial: for an agent who is idle (`preview`, `progressive`), or ahead of one (`predictive`). */
export type PacingType = "preview" | "progressive" | "predictive";

export interface PacingOptions {
  readonly pacingType: PacingType;
  /** Agents who take the calls, 1–1,000,000. */
  readonly agents: number;
  /** Answered ÷ dialled, over 0 and at most 1. */
  readonly answerRate: number;
  /** Mean time that an agent spends on an answered call, wrap-up included, in seconds, over 0. */
  readonly averageHandleTimeSeconds: number;
  /** Dials started a second over the whole campaign, over 0. Infinity: one starts whenever the ratio leaves room. */
  readonly dialRate: number;
  /** Ringing lines for each idle agent, 1–Infinity. Infinity: a dial starts whatever the agents do. */
  readonly agentRatio: number;
  /** Answered calls that may wait for an agent: a whole number from 0, or Infinity. */
  readonly maxQueueDepth: number;
  /** The abandonment rate to keep, a fraction of answered calls, 0–1. */
  readonly maxAbandonmentRate: number;
  /** How long an answered call waits before it is abandoned, in seconds, from 0. Source: 16 CFR 310.4(b)(1)(iv). @default 2 */
  readonly abandonSeconds?: number;
  /** Mean time (exponential) that a line rings that will be answered, in seconds, over 0. @default 10 */
  readonly ringSecondsAnswered?: number;
  /** Time (fixed) that a line rings that nobody answers, in seconds, over 0. @default 20 */
  readonly ringSecondsUnanswered?: number;
  /** Chooses the simulation's random numbers; a whole number from 0 to 4,294,967,295. @default 1981 */
  readonly seed?: number;
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

const pacingTypes: ReadonlySet<string> = new Set<PacingType>([
  "preview",
  "progressive",
  "predictive",
]);

const unlimitedQueueDepth: Range = {
  text: "a whole number of at least 0, or Infinity",
  holds: (value) => value >= 0 && (Number.isInteger(value) || value === Infinity),
};

/**
 * What a setting of the dialer does to the people who are called: for one steady hour, with exponential handle times.
 *
 * `preview` and `progressive` dial once for each idle agent, so nobody is abandoned; `dialRate`, `agentRatio` and
 * `maxQueueDepth` do not matter. `predictive` is M/M/n+D where its limits never bind, fewer than once in a million dials, and
 * else a seeded simulation until `abandonmentMargin` is under a quarter of a percentage point: the same options give the same
 * digits everywhere. (A dialer with hardly an answer in 100 dials may get a wider margin; it is the one that is returned.)
 *
 * @throws RangeError naming the option that is out of its range, its value and the range.
 */
export function forecastPacing(options: PacingOptions): PacingForecast {
  const parsed = parse(options);
  const { pacingType, maxAbandonmentRate, ...dialer } = parsed;
  const prediction = predictionOf(parsed);
  const { model, abandonmentRate, abandonmentMargin, occupancy } = prediction;
  const { waitProbability, answeredPerSecond } = prediction;
  return {
    model,
    abandonmentRate,
    abandonmentMargin,
    occupancy,
    waitProbability,
    answeredPerHour: 3600 * answeredPerSecond,
    idleSecondsBetweenCalls: dialer.averageHandleTimeSeconds * (1 / occupancy - 1),
    optimalDialRate:
      pacingType === "predictive"
        ? highestDialRate(dialer, maxAbandonmentRate, prediction)
        : HIGHEST_DIAL_RATE,
    recommendedQueueDepth: queueDepthThatTurnsNobodyAway(
      waitProbability,
      answeredPerSecond,
      dialer.abandonSeconds,
    ),
  };
}

/** The forecast without its search for the highest dial rate, which takes longer than the rest. */
export function predictPacing(options: PacingOptions): Prediction {
  return predictionOf(parse(options));
}

function predictionOf({ pacingType, ...dialer }: Required<PacingOptions>): Prediction {
  return pacingType === "predictive" ? predict(dialer) : predictOneDialPerAgent(dialer);
}

/**
 * The highest `agentRatio` in steps of 0.1, below the one that is asked about, that keeps `maxAbandonmentRate` with everything
 * else as it is; undefined where even one line an agent is too much. Abandonment grows with the ratio, so halving finds it, and
 * what is clearly over the limit is simulated roughly.
 */
export function highestAgentRatio(options: PacingOptions): number | undefined {
  const { maxAbandonmentRate, ...dialer } = parse(options);
  let [passing, failing] = [9, Math.ceil(options.agentRatio * 10)];
  while (failing - passing > 1) {
    const tenths = Math.floor((passing + failing) / 2);
    const { abandonmentRate } = predict({ ...dialer, agentRatio: tenths / 10 }, maxAbandonmentRate);
    [passing, failing] =
      abandonmentRate <= maxAbandonmentRate ? [tenths, failing] : [passing, tenths];
  }
  return passing < 10 ? undefined : passing / 10;
}

function parse(options: PacingOptions): Required<PacingOptions> {
  const {
    abandonSeconds = 2,
    ringSecondsAnswered = 10,
    ringSecondsUnanswered = 20,
    seed = 1981,
  } = options;
  const parsed = { ...options, abandonSeconds, ringSecondsAnswered, ringSecondsUnanswered, seed };
  requireRanges(parsed, {
    agents: agentCount,
    answerRate: answerRateRange,
    averageHandleTimeSeconds: positive,
    dialRate: { text: "over 0", holds: (value) => value > 0 },
    agentRatio: between(1, Infinity),
    maxQueueDepth: unlimitedQueueDepth,
    maxAbandonmentRate: between(0, 1),
    abandonSeconds: notNegative,
    ringSecondsAnswered: positive,
    ringSecondsUnanswered: positive,
    seed: whole(0, 2 ** 32 - 1),
  });
  if (!pacingTypes.has(parsed.pacingType)) {
    throw new RangeError(
      `pacingType must be "preview", "progressive" or "predictive", but is ${JSON.stringify(parsed.pacingType)}`,
    );
  }
  if (parsed.dialRate === Infinity && parsed.agentRatio === Infinity) {
    throw new RangeError(
      "dialRate and agentRatio are both Infinity, so nothing limits the dials. Give one of them a number",
    );
  }
  return parsed;
}
