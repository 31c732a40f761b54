import { agentCount, notNegative, requireRanges } from "./range.ts";

/** Calls offered to agents, where a call that finds every agent busy is lost. */
export interface ErlangBOptions {
  /** Agents, 1–1,000,000. */
  readonly agents: number;
  /** Offered load, arrivals a second × mean handle time in seconds; at least 0. */
  readonly erlangs: number;
}

export interface ErlangB {
  /** Share of the calls that find every agent busy, 0–1. */
  readonly blocking: number;
}

/**
 * Erlang B: the M/M/n/n queue.
 *
 * Source: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
 * exchanges", 1917.
 *
 * @throws RangeError naming the option that is out of its range.
 */
export function erlangB(options: ErlangBOptions): ErlangB {
  requireRanges(options, { agents: agentCount, erlangs: notNegative });
  return { blocking: loss(options.agents, options.erlangs).blocked };
}

/** The two shares of the offered calls; neither is computed as one minus the other, so that a small one keeps its digits. */
export interface Loss {
  readonly blocked: number;
  readonly carried: number;
}

/** Keeps a growing sum finite for as long as its inverse is a number that a double can hold. */
const HEADROOM = 2 ** -64;
/** A term this small against the sum leaves it as it is, and so do all that follow it together. */
const NEGLIGIBLE = 2 ** -72;

/**
 * Erlang B from `1/B = 1 + n/a + n(n−1)/a² + …`, whose terms are all positive and fall once k > n − a. The sum ends where
 * they vanish, which is after some tens of thousands for a million agents.
 *
 * @param agents a whole number; 0 is allowed and blocks every call.
 */
export function loss(agents: number, erlangs: number): Loss {
  if (erlangs === 0) return agents === 0 ? { blocked: 1, carried: 0 } : { blocked: 0, carried: 1 };
  const scale = erlangs < agents ? HEADROOM : 1;
  let term = scale;
  let rest = 0;
  for (let left = agents; left > 0; left--) {
    term *= left / erlangs;
    rest += term;
    if (rest === Infinity) return { blocked: 0, carried: 1 };
    if (left <= erlangs && term < rest * NEGLIGIBLE) break;
  }
  const sum = scale + rest;
  return { blocked: scale / sum, carried: rest / sum };
}
