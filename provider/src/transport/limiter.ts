import pLimit from "p-limit";
import pThrottle from "p-throttle";
import type { Clock } from "./retry.ts";

export interface Limits {
  readonly requestsPerSecond: number;
  readonly requestsPerMinute: number;
}

/**
 * What counts is when a request arrives, and one that must connect first arrives later than one that finds a connection:
 * with a second of 1,000 ms a tenant sees too many in it, refuses some, and that costs more than this does.
 */
const second = 1_200;

/** A request that has passed the minute's limit may wait for the second's, and timers run late: so this much longer. */
const minute = 60_000 + second + 300;

/** `weight` makes p-throttle look again when a timer fires: without it, one that fires late lets the next come too soon. */
function throttle(limit: number, interval: number): () => Promise<void> {
  return pThrottle({ limit, interval, strict: true, weight: () => 1 })(async () => {});
}

/** Lets requests go so that no second and no minute, wherever it begins, sees more than its limit. */
export class Limiter {
  readonly #minute: () => Promise<void>;
  readonly #second: () => Promise<void>;
  readonly #clock: Clock;
  /** One at a time, or many would pass the minute's limit and go later, when the second's limit lets them. */
  readonly #inTurn = pLimit(1);
  #pausedUntil = 0;

  constructor(limits: Limits, clock: Clock) {
    this.#minute = throttle(limits.requestsPerMinute, minute);
    this.#second = throttle(limits.requestsPerSecond, second);
    this.#clock = clock;
  }

  /** Resolves when one request may be sent. */
  slot(): Promise<void> {
    return this.#inTurn(async () => {
      do {
        await this.#pauseOver();
        await this.#minute();
        await this.#second();
        // A pause that began meanwhile costs the slot.
      } while (this.#clock.now() < this.#pausedUntil);
    });
  }

  /** Holds back everybody who waits for a slot, now or later. A shorter pause never ends a longer one. */
  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + milliseconds);
  }

  async #pauseOver(): Promise<void> {
    for (;;) {
      const left = this.#pausedUntil - this.#clock.now();
      if (left <= 0) return;
      await this.#clock.sleep(left);
    }
  }
}
