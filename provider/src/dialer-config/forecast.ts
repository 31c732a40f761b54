import { threeDigits } from "../domain/numbers.ts";
import {
  forecastPacing,
  type PacingForecast,
  type PacingOptions,
} from "../domain/pacing/forecast-pacing.ts";
import type { LineReading } from "../domain/pacing/lines.ts";

/**
 * What a configuration by itself does to the people who are called and to the agents, each figure to three significant digits,
 * and how lines were counted for it. One that dials one line for each idle agent has no lines to count.
 */
export type Forecast = PacingForecast & Partial<LineReading>;

const made = new Map<string, PacingForecast>();

/** Equal dialers are forecast once a process: a simulation takes its time. */
export function forecast(options: PacingOptions): PacingForecast {
  const key = JSON.stringify(options);
  const result = made.get(key) ?? forecastPacing(options);
  made.set(key, result);
  return result;
}

/** To three digits: what a forecast is worth, and what a reviewer can read. */
export function rounded({ model, ...figures }: PacingForecast): PacingForecast {
  const digits = Object.entries(figures).map(([name, figure]) => [name, threeDigits(figure)]);
  return { model, ...(Object.fromEntries(digits) as typeof figures) };
}
