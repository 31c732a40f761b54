import { type Dialer, saturatingDialRate } from "./dialer.ts";
import { highestPassing, tryOut } from "./highest-passing.ts";
import { predict } from "./predict.ts";
import type { Rough } from "./simulate-dialer.ts";

/** The top of the API's range, in dials a second. */
export const HIGHEST_DIAL_RATE = 10;
/** The API's range in hundredths, the step of the search. */
export const LOWEST = 10;
export const HIGHEST = 100 * HIGHEST_DIAL_RATE;

/**
 * The highest dial rate, in hundredths of a dial a second from 0.1 to 10, at which the abandonment rate is at most
 * `maxAbandonmentRate`; 10 where even that passes, 0 where not even 0.1 does. The dialer's own rate makes no difference.
 */
export function highestDialRate(dialer: Dialer, maxAbandonmentRate: number): number {
  const predictAt = (hundredths: number, rough: Rough) =>
    predict({ ...dialer, dialRate: hundredths / 100 }, rough);
  const top = tryOut(HIGHEST, predictAt, maxAbandonmentRate);
  if (top.verdict === "passes") return HIGHEST_DIAL_RATE;

  // Along d ÷ (d + knee) abandonment is nearly straight: it levels off where the ratio, and not the dial rate, holds the dialer back.
  const knee = 100 * saturatingDialRate(dialer);
  const highest = highestPassing({
    passing: { step: LOWEST - 1, excess: -maxAbandonmentRate },
    failing: top,
    limit: maxAbandonmentRate,
    predict: predictAt,
    // As close to the limit as a simulation can tell.
    isEnough: ({ excess, margin }) => -excess <= Math.min(margin / 2, maxAbandonmentRate / 10),
    axis: { to: (step) => step / (step + knee), from: (at) => (knee * at) / (1 - at) },
  });
  return highest < LOWEST ? 0 : highest / 100;
}
