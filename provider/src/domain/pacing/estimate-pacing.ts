import { agentCount, between, overZeroToOne, positive, requireRanges } from "./range.ts";
import { roundHalfEven } from "./round-half-even.ts";

export interface EstimatePacingOptions {
  /** Answered ÷ dialled, over 0 and at most 1. */
  readonly historicalAnswerRate: number;
  /** Agents who take calls, 1–1,000,000. */
  readonly activeAgents: number;
  /** The abandonment rate to aim at, a fraction of answered calls, 0–1. */
  readonly targetAbandonment: number;
  /** Mean time of a call, in seconds, over 0. */
  readonly averageCallDuration: number;
}

export interface PacingEstimate {
  /** A fifth of the calls that the agents are said to be offered at once, at least 1. */
  readonly recommendedQueueDepth: number;
  /** Dials a second, to two decimals. See the limits of `estimatePacing`. */
  readonly optimalDialRate: number;
  /** To four decimals. It is 2 × the square of `targetAbandonment`, whatever the agents. */
  readonly estimatedAbandonment: number;
  /** To three decimals, at most 1. It depends on the unit of time, so it is no occupancy. */
  readonly agentUtilization: number;
}

/**
 * The vendor tutorial's rule of thumb, digit for digit (Python's rounding included). It is here so that its figures can be compared;
 * nothing in this package decides by it. Use `forecastPacing` to decide.
 *
 * Its limits:
 * - There is no queueing in it: a call's wait, which is what abandonment is about, does not occur.
 * - `estimatedAbandonment` is `2t²` for a target t, whatever the agents, the answer rate and the dial rate.
 * - `optimalDialRate` falls as fewer people answer, where it has to rise: for 10 agents, 30 % answered and 180 s a call it says
 *   0.02 dials a second, where 0.185 keep the agents busy.
 * - `agentUtilization` changes with the unit of time.
 *
 * @throws RangeError naming the option that is out of its range.
 */
export function estimatePacing(options: EstimatePacingOptions): PacingEstimate {
  requireRanges(options, {
    historicalAnswerRate: overZeroToOne,
    activeAgents: agentCount,
    targetAbandonment: between(0, 1),
    averageCallDuration: positive,
  });
  const { historicalAnswerRate, activeAgents, targetAbandonment, averageCallDuration } = options;
  const offered = (activeAgents * (1 - targetAbandonment)) / historicalAnswerRate;
  const effective = (activeAgents / averageCallDuration) * historicalAnswerRate;
  const safety = 1 - 2 * targetAbandonment;
  return {
    recommendedQueueDepth: Math.max(1, Math.ceil(0.2 * offered)),
    optimalDialRate: roundHalfEven(effective * safety, 2),
    estimatedAbandonment: roundHalfEven(targetAbandonment * (1 - safety), 4),
    agentUtilization: roundHalfEven(Math.min(1, effective / (1.2 * activeAgents)), 3),
  };
}
