import { threeDigits } from "../domain/numbers.ts";
import {
  forecastPacing,
  type PacingForecast,
  type PacingOptions,
} from "../domain/pacing/forecast-pacing.ts";

/**
 * What a configuration by itself does to the people who are called and to the agents, each figure to three significant digits.
 */
export interface Forecast {
  /** `exact`: from queueing theory; `simulated`: from a simulation of the dialer as configured. */
  readonly model: "exact" | "simulated";
  /** Abandoned ÷ answered, 0–1. */
  readonly abandonmentRate: number;
  /** Half the width of the 95 % interval around `abandonmentRate`; 0 where the model is exact. */
  readonly abandonmentMargin: number;
  /** The share of the agents' time that calls take, 0–1. */
  readonly occupancy: number;
  /** The share of answered calls that find no agent free, 0–1. */
  readonly waitProbability: number;
  /** Calls that people answer in an hour, abandoned ones included. */
  readonly answeredPerHour: number;
  /** What an agent waits between two calls, in seconds. */
  readonly idleSecondsBetweenCalls: number;
  /** The highest `dialRate` of this configuration that keeps `maxAbandonmentRate`, in dials a second: 0.1–10, or 0 for none. */
  readonly optimalDialRate: number;
  /** The `maxQueueDepth` beyond which a deeper queue changes nothing. */
  readonly recommendedQueueDepth: number;
}

const made = new Map<string, PacingForecast>();

/** Equal dialers are forecast once a process: a simulation takes its time. */
export function forecast(options: PacingOptions): PacingForecast {
  const key = JSON.stringify(options);
  const result = made.get(key) ?? forecastPacing(options);
  made.set(key, result);
  return result;
}

/** To three digits: what a forecast is worth, and what a reviewer can read. */
export function rounded({ model, ...figures }: PacingForecast): Forecast {
  const digits = Object.entries(figures).map(([name, figure]) => [name, threeDigits(figure)]);
  return { model, ...(Object.fromEntries(digits) as typeof figures) };
}
