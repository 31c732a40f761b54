import type { Prediction } from "./predict.ts";
import { type Rough, TARGET_MARGIN } from "./simulate-dialer.ts";

/** What a search of steady hours may simulate before its last try: about a twentieth of a second. */
const MOST_EVENTS = 800_000;
/** What one try may simulate. One that is still not known to pass counts as one that fails. */
const MOST_EVENTS_OF_A_TRY = 400_000;

/** A setting that was tried. */
export interface Probe {
  /** Settings are numbered. */
  readonly step: number;
  /** How far the abandonment rate is over the limit; at most 0 where it passes. */
  readonly excess: number;
}

export interface Tried extends Probe {
  readonly margin: number;
  readonly events: number;
}

type Predict = (
  step: number,
  rough: Rough,
) => Pick<Prediction, "abandonmentRate" | "abandonmentMargin" | "events">;

interface Search {
  /** Just under the lowest setting, or the lowest where it is known to pass. */
  readonly passing: Probe;
  readonly failing: Probe;
  readonly limit: number;
  readonly predict: Predict;
  /** Along which abandonment is nearly straight. @default the step itself */
  readonly axis?: Axis;
  /** What the search may simulate before its last try. */
  readonly mostEvents?: number;
  /** Whether a setting that passes is close enough to the highest. @default never */
  readonly isEnough?: (passing: Tried) => boolean;
}

export interface Axis {
  readonly to: (step: number) => number;
  readonly from: (at: number) => number;
}

export const straight: Axis = { to: (step) => step, from: (at) => at };

/**
 * The highest setting that keeps the limit, where abandonment grows with the setting; the one of `passing` where none above it
 * passes. What it returns was itself forecast, and passed.
 *
 * The search keeps a setting that passes and one that fails, and interpolates, until they are neighbours or it has simulated
 * enough.
 */
export function highestPassing(search: Search): number {
  const {
    limit,
    predict,
    axis = straight,
    isEnough = () => false,
    mostEvents = MOST_EVENTS,
  } = search;
  let { passing, failing } = search;
  const lowest = passing.step + 1;
  let hasFound = false;
  let hasPassed: boolean | undefined;
  let spent = 0;
  let lastCost = 0;

  while (failing.step - passing.step > 1) {
    const isSpent = spent + lastCost > mostEvents;
    if (isSpent && hasFound) break;
    // With nothing found yet, only the lowest is left to try.
    const step = isSpent ? lowest : interpolate(passing, failing, axis);
    const probe = tryOut(step, predict, limit, step === lowest ? Infinity : MOST_EVENTS_OF_A_TRY);
    lastCost = probe.events;
    spent += probe.events;
    // An end that stays twice counts half (the Illinois variant of regula falsi): else one end would creep.
    if (probe.excess <= 0) {
      passing = probe;
      hasFound = true;
      if (isEnough(probe)) break;
      if (hasPassed === true) failing = { ...failing, excess: failing.excess / 2 };
      hasPassed = true;
    } else {
      failing = probe;
      if (hasPassed === false) passing = { ...passing, excess: passing.excess / 2 };
      hasPassed = false;
    }
  }
  return passing.step;
}

/**
 * Forecasts a setting as far as the limit asks for it.
 *
 * @param mostEvents What it may simulate; without an end, the forecast is the one that a check makes.
 */
export function tryOut(
  step: number,
  predict: Predict,
  limit: number,
  mostEvents = MOST_EVENTS_OF_A_TRY,
): Tried {
  const rough: Rough = { over: limit, under: limit, events: mostEvents };
  const { abandonmentRate, abandonmentMargin: margin, events } = predict(step, rough);
  const excess = abandonmentRate - limit;
  const isWhole = margin < TARGET_MARGIN || mostEvents === Infinity;
  const isCertain = isWhole || 3 * margin <= -excess;
  return { step, excess: isCertain ? excess : Math.max(excess, margin / 2), margin, events };
}

/** Where the line through both probes meets the limit, strictly between them. */
function interpolate(passing: Probe, failing: Probe, { to, from }: Axis): number {
  const low = to(passing.step);
  const high = to(failing.step);
  const at = low + ((high - low) * passing.excess) / (passing.excess - failing.excess);
  return Math.min(failing.step - 1, Math.max(passing.step + 1, Math.round(from(at))));
}
