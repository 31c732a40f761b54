import pRetry from "p-retry";
import type { Clock } from "./clock.ts";
import { Failure, type FailureDetails, type FailureKind, mayBeDone } from "./failure.ts";
import { longestPause } from "./retry-after.ts";

type Budget = "outage" | "rateLimit" | "token";

interface Allowance {
  /** How many times more, for this reason, after the first try. */
  readonly retries: number;
  /** No back-off is longer, in milliseconds. */
  readonly ceiling: number;
}

const budgets: Record<Budget, Allowance> = {
  outage: { retries: 3, ceiling: 60_000 },
  // After a minute the per-minute limit has room again, so a longer guess would only waste time.
  rateLimit: { retries: 8, ceiling: 60_000 },
  // A new token needs no waiting.
  token: { retries: 1, ceiling: 0 },
};

/** What a retry is taken from; there is none for what does not change. */
const budgetOf: Record<FailureKind, Budget | undefined> = {
  unsent: "outage",
  lost: "outage",
  unavailable: "outage",
  rateLimited: "rateLimit",
  unauthorized: "token",
  unclear: undefined,
  final: undefined,
};

/** How long to wait after `retries` earlier retries, in milliseconds: exponential, with full jitter. */
export function backOff(retries: number, ceiling: number, random: () => number): number {
  return random() * Math.min(2 ** retries * 1_000, ceiling);
}

/** Decides, failure by failure, on one request: each reason has its own number of retries. */
export class RetryPlan {
  readonly #repeatable: boolean;
  readonly #random: () => number;
  readonly #spent: Record<Budget, number> = { outage: 0, rateLimit: 0, token: 0 };
  /** Whether a failure so far leaves open that the tenant has done what was asked. */
  mayBeDone = false;

  constructor(repeatable: boolean, random: () => number) {
    this.#repeatable = repeatable;
    this.#random = random;
  }

  /** How long to wait before the next try, in milliseconds; undefined where there is none. */
  next({ kind, retryAfterMs }: Pick<FailureDetails, "kind" | "retryAfterMs">): number | undefined {
    this.mayBeDone ||= mayBeDone(kind);
    const budget = budgetOf[kind];
    if (budget === undefined || (mayBeDone(kind) && !this.#repeatable)) return undefined;
    const { retries, ceiling } = budgets[budget];
    const spent = this.#spent[budget]++;
    if (spent >= retries) return undefined;
    if (retryAfterMs === undefined) return backOff(spent, ceiling, this.#random);
    return retryAfterMs > longestPause ? undefined : retryAfterMs;
  }
}

export interface RetryOptions {
  readonly repeatable: boolean;
  readonly random: () => number;
  readonly clock: Clock;
  /** Holds back everybody: a 429 is about the client, not about the request that met it. */
  readonly pauseAll: (milliseconds: number) => void;
}

/**
 * Runs `attempt`, which is told how often it has been run, until it succeeds or nothing more may be tried.
 *
 * @throws {Failure} the last one, given up; or, unchanged, whatever else `attempt` throws
 */
export async function withRetries<T>(
  attempt: (number: number) => Promise<T>,
  { repeatable, random, clock, pauseAll }: RetryOptions,
): Promise<T> {
  const begin = clock.now();
  const plan = new RetryPlan(repeatable, random);
  let tries = 0;
  const run = (number: number) => {
    tries = number;
    return attempt(number);
  };
  const shouldRetry = async ({ error }: { error: Error }) => {
    if (!(error instanceof Failure)) return false;
    const wait = plan.next(error.details);
    if (wait === undefined) return false;
    if (error.details.kind === "rateLimited") pauseAll(wait);
    else await clock.sleep(wait);
    return true;
  };
  try {
    // The plan bounds the retries and waits between them; p-retry's own numbers stand aside.
    return await pRetry(run, { retries: Number.POSITIVE_INFINITY, minTimeout: 0, shouldRetry });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const seconds = (clock.now() - begin) / 1_000;
    throw error.givenUp({ tries, seconds }, plan.mayBeDone);
  }
}
