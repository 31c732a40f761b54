import { loss } from "./erlang-b.ts";
import { agentCount, between, notNegative, positive, requireRanges } from "./range.ts";

/** Calls offered to agents, where each caller hangs up after the same time. */
export interface MmnDOptions {
  /** Agents, 1–1,000,000. */
  readonly agents: number;
  /** Offered load, arrivals a second × mean handle time in seconds; at least 0. */
  readonly erlangs: number;
  /** Mean handle time (exponential), in seconds, over 0. */
  readonly handleTimeSeconds: number;
  /** How long every caller waits, in seconds, 0–Infinity. At 0 this is Erlang B. */
  readonly patienceSeconds: number;
}

export interface MmnD {
  /** Share of the calls that no agent takes within `patienceSeconds`, 0–1. */
  readonly pAbandon: number;
  /** Share of the agents' time spent on calls, 0–1. */
  readonly occupancy: number;
}

/**
 * M/M/n+D: Poisson arrivals, exponential handle times, deterministic patience.
 *
 * With unlimited patience and more load than agents, the limit is returned: agents are always busy and the surplus, `1 − n/a`
 * of the calls, is lost.
 *
 * Source: F. Baccelli and G. Hébuterne, "On queues with impatient customers", Performance '81, 1981, pages 159–179.
 *
 * @throws RangeError naming the option that is out of its range.
 */
export function mmnD(options: MmnDOptions): MmnD {
  requireRanges(options, {
    agents: agentCount,
    erlangs: notNegative,
    handleTimeSeconds: positive,
    patienceSeconds: between(0, Infinity),
  });
  const { agents, erlangs, handleTimeSeconds, patienceSeconds } = options;
  const { pAbandon, occupancy } = openLoop(agents, erlangs, patienceSeconds / handleTimeSeconds);
  return { pAbandon, occupancy };
}

export interface OpenLoop extends MmnD {
  /** Share of the calls that find every agent busy, 0–1. */
  readonly pWait: number;
}

/**
 * M/M/n+D with `patience` in handle times.
 *
 * The published sums H, W₀ and W₁ are divided by the last term of H, `a^(n−1)/(n−1)!`, which makes H one over Erlang B of
 * n − 1 agents; and by `e^(rD)` where that exceeds 1. So nothing overflows, and every part is positive.
 */
export function openLoop(agents: number, erlangs: number, patience: number): OpenLoop {
  if (patience === Infinity) return endlessPatience(agents, erlangs);
  const { blocked } = loss(agents - 1, erlangs);
  const drift = (erlangs - agents) * patience;
  const free = Math.exp(-Math.max(drift, 0));
  const waits =
    blocked *
    (drift === 0
      ? erlangs * patience
      : (-erlangs * Math.expm1(-Math.abs(drift))) / Math.abs(erlangs - agents));
  const abandons = ((blocked * erlangs) / agents) * Math.exp(Math.min(drift, 0));
  const all = free + waits + abandons;
  return {
    pWait: (waits + abandons) / all,
    pAbandon: abandons / all,
    occupancy: (erlangs * (free + waits)) / (all * agents),
  };
}

function endlessPatience(agents: number, erlangs: number): OpenLoop {
  if (erlangs >= agents) return { pWait: 1, pAbandon: (erlangs - agents) / erlangs, occupancy: 1 };
  const { blocked } = loss(agents, erlangs);
  return {
    pWait: (agents * blocked) / (agents - erlangs + erlangs * blocked),
    pAbandon: 0,
    occupancy: erlangs / agents,
  };
}
