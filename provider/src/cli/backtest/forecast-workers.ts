import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import {
  type DayForecast,
  type ForecastableDay,
  type ForecastDays,
  forecastOfRuns,
  forecastOneByOne,
} from "../../domain/backtest/forecast-rows.ts";
import type { ForecastAnswer, ForecastTask } from "./forecast-worker.ts";

/** More than so many share the memory's speed rather than the work. */
const MOST_WORKERS = 8;
/** Seconds of dialling that are simulated. Less is done before a thread has started. */
const WORTH_STARTING = 20_000_000;
/** Less is done before it has been handed over. */
const WORTH_HANDING_OVER = 1_000_000;
/** A task is long enough to be worth its way, and short enough that all workers end at about the same time. */
const SECONDS_OF_A_TASK = 4_000_000;

interface Task extends ForecastTask {
  readonly done: (answer: ForecastAnswer) => void;
  readonly failed: (error: Error) => void;
}

/** Forecasts days on all cores of the machine. Each day has random numbers of its own, so that the figures are the same as on one. */
export class ForecastWorkers implements AsyncDisposable {
  readonly #count: number;
  readonly #all: Worker[] = [];
  #idle: Worker[] = [];
  readonly #waiting: Task[] = [];

  constructor(count = Math.min(MOST_WORKERS, availableParallelism())) {
    this.#count = count;
  }

  readonly forecastDays: ForecastDays = async (days, assumptions, times, onProgress) => {
    const seconds = times * days.reduce((sum, day) => sum + secondsOf(day), 0);
    const least = this.#all.length > 0 ? WORTH_HANDING_OVER : WORTH_STARTING;
    if (this.#count < 2 || seconds < least) {
      return forecastOneByOne(days, assumptions, times, onProgress);
    }
    this.#start();
    let done = 0;
    const forecasts = await Promise.all(
      inTasks(days, times).map(async (some) => {
        const answer = await this.#answer({ days: some.map(forecastable), assumptions, times });
        done += some.length;
        onProgress(done);
        return forecastsIn(answer, some);
      }),
    );
    return forecasts.flat();
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#all.map((worker) => worker.terminate()));
  }

  #start(): void {
    while (this.#all.length < this.#count) {
      const worker = new Worker(new URL("./forecast-worker.js", import.meta.url));
      this.#all.push(worker);
      this.#idle.push(worker);
    }
  }

  #answer(task: ForecastTask): Promise<ForecastAnswer> {
    return new Promise((done, failed) => {
      this.#waiting.push({ ...task, done, failed });
      this.#assign();
    });
  }

  #assign(): void {
    while (this.#idle.length > 0 && this.#waiting.length > 0) {
      const [worker, task] = [this.#idle.pop(), this.#waiting.shift()];
      if (!worker || !task) return;
      const { done, failed, ...message } = task;
      worker.once("error", failed);
      worker.once("message", (answer: ForecastAnswer) => {
        worker.off("error", failed);
        this.#idle.push(worker);
        this.#assign();
        done(answer);
      });
      worker.postMessage(message);
    }
  }
}

/** Without the counts of its rows, which are not handed over. */
function forecastable({ date, parts, settings, rows: { length } }: ForecastableDay) {
  return { date, parts, settings, rows: { length } };
}

function secondsOf({ parts }: ForecastableDay): number {
  return parts.reduce((sum, { seconds, agents }) => sum + (agents > 0 ? seconds : 0), 0);
}

function inTasks(
  days: readonly ForecastableDay[],
  times: number,
): readonly (readonly ForecastableDay[])[] {
  const tasks: ForecastableDay[][] = [];
  let seconds = Infinity;
  for (const day of days) {
    if (seconds >= SECONDS_OF_A_TASK) {
      tasks.push([]);
      seconds = 0;
    }
    tasks.at(-1)?.push(day);
    seconds += times * secondsOf(day);
  }
  return tasks;
}

function forecastsIn(
  { calls, runs }: ForecastAnswer,
  days: readonly ForecastableDay[],
): readonly DayForecast[] {
  let place = 0;
  const next = () => calls[place++] ?? 0;
  return days.map(({ rows: { length } }, i) =>
    forecastOfRuns(
      length,
      Array.from({ length: runs[i] ?? 0 }, () =>
        Array.from({ length }, () => ({ answered: next(), abandoned: next() })),
      ),
    ),
  );
}
