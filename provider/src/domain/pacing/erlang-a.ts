import { loss } from "./erlang-b.ts";
import { openLoop } from "./mmn-d.ts";
import { integrate } from "./quadrature.ts";
import { agentCount, between, notNegative, positive, requireRanges } from "./range.ts";

/** Calls offered to agents, where callers hang up after exponential times. */
export interface ErlangAOptions {
  /** Agents, 1–1,000,000. */
  readonly agents: number;
  /** Offered load, arrivals a second × mean handle time in seconds; at least 0. */
  readonly erlangs: number;
  /** Mean handle time (exponential), in seconds, over 0. */
  readonly handleTimeSeconds: number;
  /** Mean time (exponential) that a caller waits, in seconds, 0–Infinity. At 0 this is Erlang B, at Infinity Erlang C. */
  readonly patienceSeconds: number;
}

export interface ErlangA {
  /** Share of the calls that find every agent busy, 0–1. */
  readonly pWait: number;
  /** Share of the calls that hang up before an agent takes them, 0–1. */
  readonly pAbandon: number;
  /** Share of the agents' time spent on calls, 0–1. */
  readonly occupancy: number;
  /** Mean wait of all calls, those that hang up included, in seconds. Infinity where patience is endless and the agents cannot keep up. */
  readonly asa: number;
}

/**
 * Erlang A: the M/M/n+M queue.
 *
 * Sources: C. Palm, "Research on telephone traffic carried by full availability groups", 1957; O. Garnett, A. Mandelbaum and
 * M. Reiman, "Designing a call center with impatient customers", Manufacturing & Service Operations Management 4 (2002).
 *
 * @throws RangeError naming the option that is out of its range.
 */
export function erlangA(options: ErlangAOptions): ErlangA {
  requireRanges(options, {
    agents: agentCount,
    erlangs: notNegative,
    handleTimeSeconds: positive,
    patienceSeconds: between(0, Infinity),
  });
  const { agents, erlangs, handleTimeSeconds, patienceSeconds } = options;
  const patience = patienceSeconds / handleTimeSeconds;
  if (erlangs === 0) return { pWait: 0, pAbandon: 0, occupancy: 0, asa: 0 };
  if (Math.max(agents, erlangs) * patience === Infinity) return endlessPatience(options);
  const { blocked, carried } = loss(agents, erlangs);
  const queue = queueWeights(agents, erlangs, patience);
  const free = carried * queue.free;
  const abandons = blocked * queue.abandons;
  const waits = blocked * queue.served;
  const all = free + waits + abandons;
  const pAbandon = abandons / all;
  return {
    pWait: (waits + abandons) / all,
    pAbandon,
    occupancy: (erlangs * (free + waits)) / (all * agents),
    asa: pAbandon * patienceSeconds,
  };
}

/** The limit: `1 − n/a` of the calls are lost where the agents cannot keep up, and else none. */
function endlessPatience(options: ErlangAOptions): ErlangA {
  const { agents, erlangs, handleTimeSeconds, patienceSeconds } = options;
  const { pWait, pAbandon, occupancy } = openLoop(agents, erlangs, Infinity);
  const asa =
    erlangs < agents
      ? (pWait * handleTimeSeconds) / (agents - erlangs)
      : pAbandon === 0
        ? Infinity
        : pAbandon * patienceSeconds;
  return { pWait, pAbandon, occupancy, asa };
}

interface QueueWeights {
  /** The weight of one state in which an agent is free, against the two below. */
  readonly free: number;
  readonly served: number;
  readonly abandons: number;
}

/** Up to so many expected abandonments in a handle time the series is short. */
const SHORT_SERIES = 30;

/**
 * The states in which every agent is busy, against the one with an empty queue. With `s = agents·patience` and `c = erlangs·patience`
 * their weights are `q_j = c^j / ((s+1)…(s+j))` for j waiting, and a share `j/c` of the arrivals is lost for each.
 */
function queueWeights(agents: number, erlangs: number, patience: number): QueueWeights {
  return erlangs * patience <= SHORT_SERIES
    ? weightsBySeries(agents, erlangs, patience)
    : weightsByIntegral(agents, erlangs, patience);
}

/** `Σ j q_j / c = Σ q_(j−1) · j/(s+j)`; what of `Σ q_j` is not lost is `Σ q_(j−1) · s/(s+j)`. */
function weightsBySeries(agents: number, erlangs: number, patience: number): QueueWeights {
  const s = agents * patience;
  const c = erlangs * patience;
  let weight = 1;
  let served = 0;
  let abandons = 0;
  for (let j = 1; weight > ((served + abandons) * Number.EPSILON) / 100; j++) {
    abandons += (weight * j) / (s + j);
    served += (weight * s) / (s + j);
    weight *= c / (s + j);
  }
  return { free: 1, served, abandons };
}

/** e^−45 is below a double's last digit. */
const NEGLIGIBLE_FALL = 45;

/**
 * `Σ q_j = s ∫₀^∞ e^(c(1−e^(−y)) − sy) dy`, of which a share `1 − e^(−y)` is lost. The series has billions of terms where patience is
 * long; the integral takes as long for every queue. The integrand has one peak, at `y = ln(c/s)` where c > s and else at
 * 0. All weights are divided by it, so that nothing overflows.
 */
function weightsByIntegral(agents: number, erlangs: number, patience: number): QueueWeights {
  const s = agents * patience;
  const curvature = Math.min(agents, erlangs) * patience;
  if (erlangs < agents) {
    const slope = (agents - erlangs) * patience;
    const fall = (y: number) => slope * y + curvature * convexity(y);
    const end = reach(fall, 1 / (slope + Math.sqrt(curvature)));
    return {
      free: 1,
      served: s * integrate((y) => Math.exp(-y - fall(y)), end),
      abandons: s * integrate((y) => -Math.expm1(-y) * Math.exp(-fall(y)), end),
    };
  }
  const peak = Math.log1p((erlangs - agents) / agents);
  const fallRight = (distance: number) => curvature * convexity(distance);
  const fallLeft = (distance: number) => curvature * convexity(-distance);
  const width = 1 / Math.sqrt(curvature);
  const all =
    s * integrate((y) => Math.exp(-fallRight(y)), reach(fallRight, width)) +
    s *
      integrate((y) => Math.exp(-fallLeft(y)), Math.min(peak, reach(fallLeft, Math.min(width, 1))));
  // By parts: the integrand's derivative is (c·e^(−y) − s) times itself.
  const free = Math.exp(-fallLeft(peak));
  const served = (agents / erlangs) * (all - free);
  return { free, served, abandons: (all * (erlangs - agents) + free * agents) / erlangs };
}

/** A distance, not much longer than it has to be, over which the integrand vanishes. */
function reach(fall: (distance: number) => number, scale: number): number {
  let far = scale;
  while (fall(far) < NEGLIGIBLE_FALL) far *= 2;
  let near = 0;
  for (let i = 0; i < 5; i++) {
    const middle = (near + far) / 2;
    if (fall(middle) < NEGLIGIBLE_FALL) near = middle;
    else far = middle;
  }
  return far;
}

/** `e^(−u) − 1 + u`, which is `u²/2` near 0: by its series there, where the plain form loses its digits. */
function convexity(u: number): number {
  if (Math.abs(u) > 0.5) return Math.expm1(-u) + u;
  let term = (u * u) / 2;
  let sum = term;
  for (let k = 3; Math.abs(term) > sum * 1e-17; k++) {
    term *= -u / k;
    sum += term;
  }
  return sum;
}
