import { type ErlangBOptions, loss } from "./erlang-b.ts";
import { agentCount, notNegative, requireRanges } from "./range.ts";

/** Calls offered to agents, where a call that finds every agent busy waits for as long as it takes. */
export type ErlangCOptions = ErlangBOptions;

export interface ErlangC {
  /** Share of the calls that wait, 0–1. It is 1 where the agents cannot keep up (`erlangs` ≥ `agents`): the queue then grows for ever. */
  readonly pWait: number;
}

/**
 * Erlang C: the M/M/n queue, `C = nB / (n − a + aB)` with Erlang B.
 *
 * Source: R. B. Cooper, "Introduction to Queueing Theory", 2nd edition, 1981, section 3.4.
 *
 * @throws RangeError naming the option that is out of its range.
 */
export function erlangC(options: ErlangCOptions): ErlangC {
  requireRanges(options, { agents: agentCount, erlangs: notNegative });
  const { agents, erlangs } = options;
  if (erlangs >= agents) return { pWait: 1 };
  const { blocked } = loss(agents, erlangs);
  return { pWait: (agents * blocked) / (agents - erlangs + erlangs * blocked) };
}
