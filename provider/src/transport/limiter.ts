import pLimit from "p-limit";
import pThrottle from "p-throttle";
import type { Clock } from "./clock.ts";

export interface Limits {
  readonly requestsPerSecond: number;
  readonly requestsPerMinute: number;
}

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
    // What has passed the minute's limit may still wait a second, and a timer may be late: hence the longer minute.
    this.#minute = throttle(limits.requestsPerMinute, 61_100);
    this.#second = throttle(limits.requestsPerSecond, 1_000);
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
