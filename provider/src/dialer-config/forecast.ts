/** What a configuration does to the people who are called and to the agents, each figure to three significant digits. */
export interface Forecast {
  /** `exact`: from queueing theory; `simulated`: from a simulation of the dialer as configured. */
  readonly model: "exact" | "simulated";
  /** Abandoned ÷ answered, 0–1. */
  readonly abandonmentRate: number;
  /** Half-width of the 95 % confidence interval of `abandonmentRate`; 0 where the model is exact. */
  readonly abandonmentMargin: number;
  /** The share of the agents' time that calls take, 0–1. */
  readonly occupancy: number;
  /** The share of answered calls that find no agent free, 0–1. */
  readonly waitProbability: number;
  readonly answeredPerHour: number;
  readonly idleSecondsBetweenCalls: number;
  /** The highest `dialRate` that keeps `maxAbandonmentRate`, dials a second. */
  readonly optimalDialRate: number;
  readonly recommendedQueueDepth: number;
}
