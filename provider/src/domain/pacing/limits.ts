import { type Dialer, meanRingSeconds } from "./dialer.ts";

/** One dial, or one answered call, in a million: 2,500 times finer than what a simulation is run for. */
const NEGLIGIBLE = 1e-6;

/**
 * Whether neither the ratio nor the queue limit makes a difference, so that the dialer is the open loop of M/M/n+D.
 *
 * Without any limit and with an agent for everyone, the ringing lines L and the busy agents N are independent Poisson numbers,
 * whatever the ring times (the M/G/∞ queue). That dialer has at least as many of either as the limited one, which first
 * differs from it where a dial meets the ratio's limit, `L + ratio·N > ratio·agents − 1`; every wait needs N ≥ agents, which
 * is within that. So where this is negligible, all limits are. Without a ratio, the queue is at most as long as the
 * Poisson number of answers of the last `abandonSeconds`.
 */
export function limitsNeverBind(dialer: Dialer): boolean {
  const { agents, agentRatio, maxQueueDepth, dialRate, answerRate, abandonSeconds } = dialer;
  const answersPerSecond = dialRate * answerRate;
  if (agentRatio === Infinity) {
    const answers = { mean: answersPerSecond * abandonSeconds, weight: 1 };
    return maxQueueDepth === Infinity || tailBound([answers], maxQueueDepth) <= NEGLIGIBLE;
  }
  const lines = { mean: dialRate * meanRingSeconds(dialer), weight: 1 };
  const busy = { mean: answersPerSecond * dialer.averageHandleTimeSeconds, weight: agentRatio };
  return tailBound([lines, busy], agentRatio * agents - 1) <= NEGLIGIBLE;
}

interface WeightedPoisson {
  readonly mean: number;
  readonly weight: number;
}

/**
 * An upper bound on the probability that a weighted sum of independent Poisson numbers reaches `threshold`: Chernoff's,
 * `min over t ≥ 0 of exp(Σ mean·(e^(weight·t) − 1) − t·threshold)`.
 */
function tailBound(sum: readonly WeightedPoisson[], threshold: number): number {
  const slope = (t: number) =>
    sum.reduce(
      (total, { mean, weight }) => total + mean * weight * Math.exp(weight * t),
      -threshold,
    );
  if (!(slope(0) < 0)) return 1;
  // e^700 is about the most that a double holds.
  let [low, high] = [0, 700 / Math.max(...sum.map(({ weight }) => weight))];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return Math.exp(
    sum.reduce(
      (total, { mean, weight }) => total + mean * Math.expm1(weight * low),
      -low * threshold,
    ),
  );
}
