import type { Dialer } from "./dialer.ts";
import { limitsNeverBind } from "./limits.ts";
import { openLoop } from "./mmn-d.ts";
import { type Rough, simulateDialer } from "./simulate-dialer.ts";

export interface Prediction {
  readonly model: "exact" | "simulated";
  readonly abandonmentRate: number;
  readonly abandonmentMargin: number;
  readonly occupancy: number;
  readonly waitProbability: number;
  readonly answeredPerSecond: number;
  /** Events that were simulated; 0 where none had to be. */
  readonly events: number;
}

/** What a predictive dialer does: exactly where its limits never bind, and else by simulation. */
export function predict(dialer: Dialer, rough?: Rough): Prediction {
  if (!limitsNeverBind(dialer)) {
    return { model: "simulated", ...simulateDialer(dialer, rough) };
  }
  const { agents, averageHandleTimeSeconds, abandonSeconds } = dialer;
  const answeredPerSecond = dialer.dialRate * dialer.answerRate;
  const { pAbandon, pWait, occupancy } = openLoop(
    agents,
    answeredPerSecond * averageHandleTimeSeconds,
    abandonSeconds / averageHandleTimeSeconds,
  );
  return {
    model: "exact",
    abandonmentRate: pAbandon,
    abandonmentMargin: 0,
    occupancy,
    waitProbability: pWait,
    answeredPerSecond,
    events: 0,
  };
}

/**
 * What a dialer does that calls one person for each idle agent (preview, progressive): whoever answers gets that agent at
 * once. An agent's time goes round in dials that are not answered, one that is, and its call.
 */
export function predictOneDialPerAgent(dialer: Dialer): Prediction {
  const { agents, answerRate, averageHandleTimeSeconds, ringSecondsAnswered } = dialer;
  const unansweredDials = (1 - answerRate) / answerRate;
  const cycleSeconds =
    averageHandleTimeSeconds + ringSecondsAnswered + unansweredDials * dialer.ringSecondsUnanswered;
  return {
    model: "exact",
    abandonmentRate: 0,
    abandonmentMargin: 0,
    occupancy: averageHandleTimeSeconds / cycleSeconds,
    waitProbability: 0,
    answeredPerSecond: agents / cycleSeconds,
    events: 0,
  };
}
