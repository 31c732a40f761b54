import { setTimeout as delay } from "node:timers/promises";

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
