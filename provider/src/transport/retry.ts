/** When a request that failed is tried again. */
import { setTimeout as delay } from "node:timers/promises";
import type { FailureDetails, FailureKind } from "./failure.ts";

/** Time, as the transport sees it; a test brings its own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => delay(milliseconds),
};

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
  readonly #random: () => number;
  readonly #spent: Record<Budget, number> = { outage: 0, rateLimit: 0, token: 0 };

  constructor(random: () => number) {
    this.#random = random;
  }

  /** How long to wait before the next try, in milliseconds; undefined where there is none. */
  next({ kind, retryAfterMs }: Pick<FailureDetails, "kind" | "retryAfterMs">): number | undefined {
    const budget = budgetOf[kind];
    if (budget === undefined) return undefined;
    const { retries, ceiling } = budgets[budget];
    const spent = this.#spent[budget]++;
    if (spent >= retries) return undefined;
    if (retryAfterMs === undefined) return backOff(spent, ceiling, this.#random);
    return retryAfterMs > longestPause ? undefined : retryAfterMs;
  }
}

/** The longest pause that a tenant may ask for and get, in milliseconds; a longer one fails at once. */
export const longestPause = 300_000;

/** An HTTP-date begins with a day's name in each of its three forms (RFC 9110 §5.6.7). */
const httpDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/**
 * The pause that a `Retry-After` asks for, in milliseconds, 0 or more (RFC 9110 §10.2.3): seconds, or a date.
 * Undefined where there is none, or none that can be read.
 *
 * @param date the answer's own `Date`, for the tenant's dates are by the tenant's clock
 * @param now milliseconds since the epoch, for an answer without a `Date`
 */
export function retryAfterMilliseconds(
  value: string | undefined,
  date: string | undefined,
  now: number,
): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const until = parseHttpDate(value);
  if (until === undefined) return undefined;
  return Math.max(0, until - (parseHttpDate(date) ?? now));
}

function parseHttpDate(text: string | undefined): number | undefined {
  if (text === undefined || !httpDate.test(text)) return undefined;
  // The asctime form names no zone, and means GMT.
  const time = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}
