import type { Prediction } from "./predict.ts";
import { type Rough, TARGET_MARGIN } from "./simulate-dialer.ts";

/** What a search of steady hours may simulate before its last try: about a twentieth of a second. */
const MOST_EVENTS = 800_000;
/** What one try may simulate. One of which that says neither is taken for one that fails. */
const MOST_EVENTS_OF_A_TRY = 400_000;

/** A try that was cut short says that a setting passes where it is so many margins under the limit. */
const MARGINS = 3;

/** A setting that was tried. */
export interface Probe {
  /** Settings are numbered. */
  readonly step: number;
  /** How far the abandonment rate is over the limit. */
  readonly excess: number;
}

export interface Tried extends Probe {
  readonly margin: number;
  readonly events: number;
  readonly verdict: "passes" | "fails" | "unknown";
}

type Predict = (
  step: number,
  rough: Rough,
) => Pick<Prediction, "abandonmentRate" | "abandonmentMargin" | "events">;

interface Search {
  /** Just under the lowest setting, or the lowest where it is known to pass. */
  readonly passing: Probe;
  readonly failing: Probe & Partial<Tried>;
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
 * The search keeps a setting that passes and one that does not, and interpolates, until they are neighbours or it has simulated
 * enough. It aims at the limit, and once a try has said neither, at what a try can tell from the limit.
 */
export function highestPassing(search: Search): number {
  const {
    limit,
    predict,
    axis = straight,
    isEnough = () => false,
    mostEvents = MOST_EVENTS,
  } = search;
  let passing: End = { ...search.passing, weight: 1 };
  let failing: End = { ...search.failing, weight: 1 };
  const lowest = passing.step + 1;
  let aim = aimBeyond(search.failing);
  let last: Tried | undefined;
  let hasFound = false;
  let spent = 0;

  while (failing.step - passing.step > 1) {
    const isSpent = spent + (last?.events ?? 0) > mostEvents || passing.excess >= aim;
    if (isSpent && hasFound) break;
    // With nothing found yet, only the lowest is left to try.
    const step = isSpent ? lowest : interpolate(passing, failing, aim, axis);
    const probe = tryOut(step, predict, limit, step === lowest ? Infinity : MOST_EVENTS_OF_A_TRY);
    spent += probe.events;
    // An end that stays twice counts half (the Illinois variant of regula falsi): else one end would creep.
    const staysTwice = last !== undefined && passes(last) === passes(probe);
    if (passes(probe)) {
      passing = { ...probe, weight: 1 };
      if (staysTwice) failing = { ...failing, weight: failing.weight / 2 };
      hasFound = true;
      if (isEnough(probe)) break;
    } else {
      failing = { ...probe, weight: 1 };
      if (staysTwice) passing = { ...passing, weight: passing.weight / 2 };
      aim = aimBeyond(probe);
    }
    last = probe;
  }
  return passing.step;
}

/** An end of the range that is searched, and how much its excess counts. */
interface End extends Probe {
  readonly weight: number;
}

/** The excess to look for next: where a try said neither, what a try can tell from the limit. */
function aimBeyond({ verdict, margin = 0 }: Partial<Tried>): number {
  return verdict === "unknown" ? -MARGINS * margin : 0;
}

function passes({ verdict }: Tried): boolean {
  return verdict === "passes";
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
  const tried = { step, excess, margin, events };
  if (isWhole) return { ...tried, verdict: excess <= 0 ? "passes" : "fails" };
  if (MARGINS * margin <= -excess) return { ...tried, verdict: "passes" };
  return { ...tried, verdict: 2 * margin <= excess ? "fails" : "unknown" };
}

/** Where the line through both ends meets an excess, strictly between them. */
function interpolate(passing: End, failing: End, aim: number, { to, from }: Axis): number {
  const low = to(passing.step);
  const high = to(failing.step);
  const under = passing.weight * (passing.excess - aim);
  const over = failing.weight * (failing.excess - aim);
  const at = low + ((high - low) * under) / (under - over);
  return Math.min(failing.step - 1, Math.max(passing.step + 1, Math.round(from(at))));
}
