import { BatchMeans } from "./batch-means.ts";
import { type Dialer, MOST_LINES, meanRingSeconds } from "./dialer.ts";
import { SimulatedDialer } from "./simulated-dialer.ts";

export interface Simulation {
  readonly abandonmentRate: number;
  /** Half the width of the 95 % interval around `abandonmentRate`. */
  readonly abandonmentMargin: number;
  readonly occupancy: number;
  readonly waitProbability: number;
  readonly answeredPerSecond: number;
  /** What the run cost, warm-up included. */
  readonly events: number;
}

/** The half-width that a run ends under: a quarter of a percentage point. */
export const TARGET_MARGIN = 0.0025;
/** A run ends here however wide its interval, within a fifth of a second. Only dialers with hardly an answer in 500 dials get there. */
const MOST_EVENTS = 2_000_000;

/** When a rough figure will do. */
export interface Rough {
  /** An abandonment rate: a run ends as soon as it is clearly over. */
  readonly over?: number;
  /** An abandonment rate: a run ends as soon as it is clearly under. */
  readonly under?: number;
  /** A run ends after so many, however wide its interval. */
  readonly events?: number;
}

/**
 * Simulates a dialer until the margin of the abandonment rate is under a quarter of a percentage point.
 *
 * @throws RangeError where more than ten million lines could ring at once.
 */
export function simulateDialer(
  dialer: Dialer,
  { over = Infinity, under = -Infinity, events: mostEvents = Infinity }: Rough = {},
): Simulation {
  requireMemoryForLines(dialer);
  const run = new SimulatedDialer(dialer, true);
  run.startNearSteadyState(dialer);
  const batches = new BatchMeans(firstBatchSize(dialer));
  const warmUpSeconds = 5 * (dialer.averageHandleTimeSeconds + meanRingSeconds(dialer));
  while (run.now < warmUpSeconds && run.events < MOST_EVENTS / 4) {
    run.runUntil(run.answered + batches.batchSize, MOST_EVENTS / 4);
  }

  const { now, busySeconds, answered } = run;
  const { waited, abandoned } = run.expected;
  let targetMargin = TARGET_MARGIN;
  while (!batches.isNarrowerThan(targetMargin)) {
    const abandonedBefore = run.expected.abandoned;
    const end = run.answered + batches.batchSize;
    run.runUntil(end, Math.min(mostEvents, MOST_EVENTS));
    if (run.answered < end) break;
    batches.add((run.expected.abandoned - abandonedBefore) / batches.batchSize);
    // The rest of the run could not turn it round: four standard errors lie between, or six where it passes and is advised.
    targetMargin = Math.max(TARGET_MARGIN, (batches.mean - over) / 2, (under - batches.mean) / 3);
  }

  const calls = run.answered - answered;
  const seconds = run.now - now;
  return {
    abandonmentRate: calls === 0 ? 0 : (run.expected.abandoned - abandoned) / calls,
    abandonmentMargin: batches.halfWidth,
    occupancy: (run.busySeconds - busySeconds) / seconds / dialer.agents,
    waitProbability: calls === 0 ? 0 : (run.expected.waited - waited) / calls,
    answeredPerSecond: calls / seconds,
    events: run.events,
  };
}

/** @throws RangeError where more lines could ring at once than memory holds. */
export function requireMemoryForLines(dialer: Dialer): void {
  const { agents, agentRatio, dialRate } = dialer;
  const lines = Math.min(agentRatio * agents, dialRate * meanRingSeconds(dialer));
  if (lines <= MOST_LINES) return;
  throw new RangeError(
    `agentRatio ${agentRatio} and dialRate ${dialRate} let ${lines.toPrecision(3)} lines ring at once for ${agents} agents; ` +
      "at most 10,000,000 can be simulated. Lower agentRatio or dialRate",
  );
}

/** Calls of the first batches. Where few dials are answered each costs many events, and is less like the one before. */
function firstBatchSize({ answerRate }: Dialer): number {
  return Math.min(300, Math.max(60, Math.ceil(3000 * answerRate)));
}
