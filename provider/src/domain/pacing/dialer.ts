import { type LineReading, linesOfAnAgent } from "./lines.ts";

/** A predictive dialer with its agents and the people it calls. Options of `forecastPacing` by the same names. */
export interface Dialer extends LineReading {
  readonly agents: number;
  readonly answerRate: number;
  readonly averageHandleTimeSeconds: number;
  readonly dialRate: number;
  readonly agentRatio: number;
  readonly maxQueueDepth: number;
  readonly abandonSeconds: number;
  readonly ringSecondsAnswered: number;
  readonly ringSecondsUnanswered: number;
  readonly seed: number;
}

/** Lines that may ring at once: 80 MB of deadlines. */
export const MOST_LINES = 10_000_000;

/** Mean time that a line rings. */
export function meanRingSeconds(dialer: Dialer): number {
  const { answerRate, ringSecondsAnswered, ringSecondsUnanswered } = dialer;
  return answerRate * ringSecondsAnswered + (1 - answerRate) * ringSecondsUnanswered;
}

/** Dials a second that keep every agent busy, or that the ratio leaves room for, if calls flowed like water. */
export function saturatingDialRate(dialer: Dialer): number {
  const { agents, answerRate, averageHandleTimeSeconds } = dialer;
  const ringSecondsOfAFreeAgent = meanRingSeconds(dialer) / linesOfAFreeAgent(dialer);
  return agents / (ringSecondsOfAFreeAgent + answerRate * averageHandleTimeSeconds);
}

function linesOfAFreeAgent({ linesCounted, lineRounding, agentRatio }: Dialer): number {
  return linesCounted === "perAgent" ? linesOfAnAgent(agentRatio, lineRounding) : agentRatio;
}
