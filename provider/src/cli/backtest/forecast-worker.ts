/** A thread that forecasts days: see `ForecastWorkers`. */
import { parentPort } from "node:worker_threads";
import {
  type Assumptions,
  type ForecastableDay,
  forecastDay,
} from "../../domain/backtest/forecast-rows.ts";

export interface ForecastTask {
  readonly days: readonly ForecastableDay[];
  readonly assumptions: Assumptions;
  readonly times: number;
}

/** Answered and abandoned calls, day by day, run by run and row by row. Numbers in a row are handed over at once; a million objects are not. */
export interface ForecastAnswer {
  readonly calls: Float64Array<ArrayBuffer>;
  /** How many runs each day has. */
  readonly runs: readonly number[];
}

parentPort?.on("message", ({ days, assumptions, times }: ForecastTask) => {
  const forecasts = days.map((day) => forecastDay(day, assumptions, times));
  const runs = forecasts.map((day) => day.runs.length);
  const length = forecasts.reduce((sum, day) => sum + 2 * day.runs.length * day.rows.length, 0);
  const calls = new Float64Array(length);
  let place = 0;
  for (const day of forecasts) {
    for (const { answered, abandoned } of day.runs.flat()) {
      calls[place++] = answered;
      calls[place++] = abandoned;
    }
  }
  const answer: ForecastAnswer = { calls, runs };
  parentPort?.postMessage(answer, [calls.buffer]);
});
