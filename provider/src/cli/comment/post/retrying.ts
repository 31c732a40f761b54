import pRetry from "p-retry";
import { longestPause } from "../../../transport/retry.ts";
import { HostRefusal } from "./refusal.ts";

/** Time and chance; a test brings its own. */
export interface Patience {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
}

const RETRIES = 5;
const LONGEST_BACK_OFF_MS = 60_000;

/**
 * Runs `attempt` again while the host is busy: after as long as it asks for, else after 1, 2, 4 … s with full jitter. `attempt` is
 * told what the one before it met with.
 *
 * @throws the last HostRefusal; at once where trying again changes nothing, or where the host asks for more than five minutes
 */
export async function retrying<T>(
  patience: Patience,
  attempt: (earlier: HostRefusal | undefined) => Promise<T>,
): Promise<T> {
  let earlier: HostRefusal | undefined;
  return pRetry(() => attempt(earlier), {
    retries: RETRIES,
    // The waiting is done below, where the host's own word is known.
    minTimeout: 0,
    shouldRetry: async ({ error, attemptNumber }) => {
      if (!(error instanceof HostRefusal) || !error.isPassing) return false;
      const wait = error.waitMs ?? backOff(attemptNumber - 1, patience.random);
      if (wait > longestPause) return false;
      earlier = error;
      await patience.sleep(wait);
      return true;
    },
  });
}

function backOff(retries: number, random: () => number): number {
  return random() * Math.min(1_000 * 2 ** retries, LONGEST_BACK_OFF_MS);
}
