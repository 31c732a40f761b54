import { type Dialer, meanRingSeconds } from "./dialer.ts";
import { lineLimit } from "./lines.ts";
import { Poisson } from "./poisson.ts";

/** One dial, or one answered call, in a million: 2,500 times finer than what a simulation is run for. */
const NEGLIGIBLE = 1e-6;

/**
 * Whether neither the ratio nor the queue limit makes a difference, so that the dialer is the open loop of M/M/n+D.
 *
 * Without any limit and with an agent for everyone, the ringing lines L and the busy agents N are independent Poisson numbers,
 * whatever the ring times (the M/G/∞ queue). That dialer has at least as many of either as the limited one, which first
 * differs from it where a dial finds as many lines ringing as the agents who are free may have. Where lines are per agent, those of
 * busy agents do not count, so that it finds them less often. Every wait needs N ≥ agents, when no line may start to ring. So
 * where this is negligible, all limits are. Without a ratio, the queue is at most as long as the Poisson number of
 * answers of the last `abandonSeconds`.
 */
export function limitsNeverBind(dialer: Dialer): boolean {
  const { agents, agentRatio, maxQueueDepth, dialRate, answerRate, abandonSeconds } = dialer;
  const answersPerSecond = dialRate * answerRate;
  if (agentRatio === Infinity) {
    if (maxQueueDepth === Infinity || abandonSeconds === 0) return true;
    const answers = answersPerSecond * abandonSeconds;
    return answers <= maxQueueDepth && new Poisson(answers).tail(maxQueueDepth) <= NEGLIGIBLE;
  }
  const meanLines = dialRate * meanRingSeconds(dialer);
  const meanBusy = answersPerSecond * dialer.averageHandleTimeSeconds;
  // Over their means, the probability is about a half, and may take long to add up.
  if (meanBusy > agents || meanLines > lineLimit(dialer, agents)) return false;

  const lines = new Poisson(meanLines);
  const busy = new Poisson(meanBusy);
  let probability = busy.tail(agents);
  for (let each = agents - 1; each >= busy.first && probability <= NEGLIGIBLE; each--) {
    probability += busy.probability(each) * lines.tail(lineLimit(dialer, agents - each));
  }
  return probability <= NEGLIGIBLE;
}
