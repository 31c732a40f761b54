import { ErrorReply } from "./http.ts";

interface RateLimits {
  readonly requestsPerMinute: number;
  readonly requestsPerSecond: number;
}

const minuteMs = 60_000;
const secondMs = 1_000;

/** Counts a client's requests in sliding windows of a minute and a second. A refused request does not count. */
export class RateLimiter {
  readonly #windows: readonly { readonly limit: number; readonly lengthMs: number }[];
  readonly #admitted: number[] = [];

  /** @throws {RangeError} where a limit is under 1, and would let nothing in */
  constructor(limits: RateLimits) {
    const { requestsPerMinute, requestsPerSecond } = limits;
    for (const [name, limit] of Object.entries(limits)) {
      if (!(limit >= 1)) throw new RangeError(`${name} must be at least 1; it was ${limit}.`);
    }
    this.#windows = [
      { limit: requestsPerMinute, lengthMs: minuteMs },
      { limit: requestsPerSecond, lengthMs: secondMs },
    ];
  }

  /** Milliseconds until a request would be let in; 0 where this one was, and now counts. */
  admit(now: number): number {
    this.#forgetBefore(now - minuteMs);
    const wait = Math.max(
      ...this.#windows.map(({ limit, lengthMs }) => {
        const oldestThatCounts = this.#admitted.at(-limit);
        return oldestThatCounts === undefined ? 0 : oldestThatCounts + lengthMs - now;
      }),
    );
    if (wait > 0) return wait;
    this.#admitted.push(now);
    return 0;
  }

  #forgetBefore(time: number): void {
    const kept = this.#admitted.findIndex((admitted) => admitted > time);
    this.#admitted.splice(0, kept === -1 ? this.#admitted.length : kept);
  }
}

/** Counts a request of the client, and refuses it where there are too many. */
export function keepToRate(limiter: RateLimiter): void {
  const waitMs = limiter.admit(Date.now());
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / 1000);
  throw new ErrorReply(429, `Too many requests. Try again in ${seconds} s.`, {
    headers: { "Retry-After": String(seconds) },
  });
}
