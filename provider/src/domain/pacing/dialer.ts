/** A predictive dialer with its agents and the people it calls. Options of `forecastPacing` by the same names. */
export interface Dialer {
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

/** Mean time that a line rings. */
export function meanRingSeconds(dialer: Dialer): number {
  const { answerRate, ringSecondsAnswered, ringSecondsUnanswered } = dialer;
  return answerRate * ringSecondsAnswered + (1 - answerRate) * ringSecondsUnanswered;
}

/** Dials a second that keep every agent busy, or that the ratio leaves room for, if calls flowed like water. */
export function saturatingDialRate(dialer: Dialer): number {
  const { agents, agentRatio, answerRate, averageHandleTimeSeconds } = dialer;
  return agents / (meanRingSeconds(dialer) / agentRatio + answerRate * averageHandleTimeSeconds);
}
