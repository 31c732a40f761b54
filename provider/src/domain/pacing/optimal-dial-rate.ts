import { type Dialer, saturatingDialRate } from "./dialer.ts";
import { type Prediction, predict } from "./predict.ts";

/** The top of the API's range, in dials a second. */
export const HIGHEST_DIAL_RATE = 10;
/** The API's range in hundredths, the step of the search. */
const LOWEST = 10;
const HIGHEST = 100 * HIGHEST_DIAL_RATE;
/** What the search may simulate before its last try: about a tenth of a second. */
const MOST_EVENTS = 1_500_000;

interface Probe {
  readonly hundredths: number;
  /** How far the abandonment rate is over the limit; at most 0 where it passes. */
  readonly excess: number;
}

/**
 * The highest dial rate, in hundredths of a dial a second from 0.1 to 10, at which the abandonment rate is at most
 * `maxAbandonmentRate`; 10 where even that passes, 0 where not even 0.1 does.
 *
 * Abandonment grows with the dial rate, so the search keeps a rate that passes and one that fails, and interpolates. Where the
 * model is exact, it ends when they are neighbours. Where it is simulated, it ends when the one that passes comes as close to
 * the limit as the simulation can tell. What it returns was itself forecast, and passed.
 *
 * @param known the prediction for the dialer as it is.
 */
export function highestDialRate(
  dialer: Dialer,
  maxAbandonmentRate: number,
  known: Prediction,
): number {
  let spent = 0;
  let lastCost = 0;
  const predictAt = (hundredths: number): Prediction => {
    const dialRate = hundredths / 100;
    // One that fails is forecast again, roughly: so the answer does not depend on the dial rate that was asked about.
    const isKnown = dialRate === dialer.dialRate && known.abandonmentRate <= maxAbandonmentRate;
    const prediction = isKnown ? known : predict({ ...dialer, dialRate }, maxAbandonmentRate);
    lastCost = prediction.events;
    spent += lastCost;
    return prediction;
  };

  const top = predictAt(HIGHEST).abandonmentRate - maxAbandonmentRate;
  if (top <= 0) return HIGHEST_DIAL_RATE;
  let failing: Probe = { hundredths: HIGHEST, excess: top };
  let passing: Probe = { hundredths: LOWEST - 1, excess: -maxAbandonmentRate };
  const knee = 100 * saturatingDialRate(dialer);
  let hasPassed: boolean | undefined;

  while (failing.hundredths - passing.hundredths > 1) {
    const isSpent = spent + lastCost > MOST_EVENTS;
    if (isSpent && passing.hundredths >= LOWEST) break;
    // With nothing found yet, only the lowest rate is left to try.
    const hundredths = isSpent ? LOWEST : interpolate(passing, failing, knee);
    const { abandonmentRate, abandonmentMargin } = predictAt(hundredths);
    const probe: Probe = { hundredths, excess: abandonmentRate - maxAbandonmentRate };
    // An end that stays twice counts half (the Illinois variant of regula falsi): else one end would creep.
    if (probe.excess <= 0) {
      passing = probe;
      if (-probe.excess <= Math.min(abandonmentMargin / 2, maxAbandonmentRate / 10)) break;
      if (hasPassed === true) failing = { ...failing, excess: failing.excess / 2 };
      hasPassed = true;
    } else {
      failing = probe;
      if (hasPassed === false) passing = { ...passing, excess: passing.excess / 2 };
      hasPassed = false;
    }
  }
  return passing.hundredths < LOWEST ? 0 : passing.hundredths / 100;
}

/**
 * Where the line through both probes meets the limit, strictly between them. The axis is `d/(d + knee)`, along which
 * abandonment is nearly straight: it levels off where the ratio, and not the dial rate, holds the dialer back.
 */
function interpolate(passing: Probe, failing: Probe, knee: number): number {
  const low = passing.hundredths / (passing.hundredths + knee);
  const high = failing.hundredths / (failing.hundredths + knee);
  const at = low + ((high - low) * passing.excess) / (passing.excess - failing.excess);
  const hundredths = Math.round((knee * at) / (1 - at));
  return Math.min(failing.hundredths - 1, Math.max(passing.hundredths + 1, hundredths));
}
