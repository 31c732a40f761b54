import { type Dialer, saturatingDialRate } from "./dialer.ts";
import { exp, normalScores } from "./normal.ts";
import { predictOneDialPerAgent } from "./predict.ts";
import { requireMemoryForLines } from "./simulate-dialer.ts";
import { SimulatedDialer } from "./simulated-dialer.ts";

/** A stretch of a day with the same figures. */
export interface DayPart {
  readonly seconds: number;
  readonly agents: number;
  readonly answerRate: number;
  readonly averageHandleTimeSeconds: number;
}

/** A part as it is simulated. */
interface SimulatedPart extends DayPart {
  /** Which interval of the day it belongs to, from 0. */
  readonly interval: number;
  /** For how many seconds each of its seconds stands; 1 where all of it is simulated. */
  readonly weight: number;
}

/** What happened in a part of a day, unweighted. */
export interface PartCounts {
  readonly answered: number;
  readonly abandoned: number;
  readonly busySeconds: number;
  /** The part of `busySeconds` that agents have spent on their last call after they were due to leave. */
  readonly overtimeSeconds: number;
}

export interface SimulatedDays {
  readonly parts: readonly SimulatedPart[];
  /** Equally probable days in ascending order of their answer rates, each part by part. */
  readonly days: readonly (readonly PartCounts[])[];
  /** Whether answer rates differ from day to day. */
  readonly varies: boolean;
  readonly events: number;
}

/** How much is simulated. */
export interface Effort {
  /** What a run is planned to cost. A long day of a large team costs more, for it cannot be shortened any further. */
  readonly events: number;
  /** Fewer cannot stand for good, usual and bad days. */
  readonly fewestDays: number;
  /** Where a day is shortened: how long the beginning of each interval is that stays whole, in handle times. */
  readonly settling: number;
  /** The same where there are more days than `fewestDays`, since they are of several kinds. @default as long */
  readonly settlingOfMany?: number;
}

export const thorough: Effort = { events: 450_000, fewestDays: 8, settling: 3, settlingOfMany: 2 };
export const rough: Effort = { events: 150_000, fewestDays: 8, settling: 2, settlingOfMany: 1 };

/** Of a dialer that leaves nothing to chance. */
const DAYS_OF_ONE_DIAL_PER_AGENT = 8;
const MOST_DAYS = 400;

/** What a dialer has before its first day: each part of a day brings figures of its own. */
const noCalls = { answerRate: 0, averageHandleTimeSeconds: Infinity };

/** The settings of the dialer that are the same all day. */
export type DayDialer = Omit<Dialer, keyof DayPart>;

/**
 * Simulates days that stand for all days: the answer rates of each are multiplied by `exp(N(−s²/2, s))`, s being the variation, and
 * are at most 1. The factors are not drawn, but are values that stand for the distribution: so a few days do for many random ones.
 *
 * A day begins with nothing ringing and everyone free, and ends at its last second. Whoever still waits then is not counted as
 * abandoned. Where whole days would cost too much, long intervals are shortened: they begin as they do, and what follows stands
 * for the rest.
 */
export function simulateDays(
  dialer: DayDialer,
  intervals: readonly DayPart[],
  answerRateVariation: number,
  effort: Effort,
): SimulatedDays {
  const parts = partsOf(dialer, intervals, effort);
  const affordable = Math.floor(effort.events / expectedEvents(dialer, parts));
  const count = Math.min(MOST_DAYS, Math.max(effort.fewestDays, affordable));
  return {
    parts,
    varies: answerRateVariation > 0,
    ...runDays(dialer, parts, answerRateFactors(answerRateVariation, count)),
  };
}

/** Simulates days one by one: all answer rates of each are multiplied by its factor, and are at most 1. */
export function runDays(
  dialer: DayDialer,
  parts: readonly DayPart[],
  factors: readonly number[],
): Pick<SimulatedDays, "days" | "events"> {
  const agents = Math.max(...parts.map((part) => part.agents));
  for (const part of parts) requireMemoryForLines({ ...dialer, ...part });
  const run = new SimulatedDialer({ ...dialer, ...noCalls, agents });
  const days = factors.map((factor) => {
    run.startDay();
    return parts.map((part) => {
      run.change({ ...dialer, ...part, answerRate: Math.min(1, part.answerRate * factor) });
      const { answered, abandoned, busySeconds, overtimeSeconds } = run;
      run.runUntilTime(run.now + part.seconds);
      return {
        answered: run.answered - answered,
        abandoned: run.abandoned - abandoned,
        busySeconds: run.busySeconds - busySeconds,
        overtimeSeconds: run.overtimeSeconds - overtimeSeconds,
      };
    });
  });
  return { days, events: run.events };
}

/** The same for a dialer that calls one person for each idle agent: nobody is abandoned, and nothing is left to chance. */
export function daysOfOneDialPerAgent(
  dialer: DayDialer,
  intervals: readonly DayPart[],
  answerRateVariation: number,
): SimulatedDays {
  const parts = intervals.map((each, interval) => ({ ...each, interval, weight: 1 }));
  const days = answerRateFactors(answerRateVariation, DAYS_OF_ONE_DIAL_PER_AGENT).map((factor) =>
    parts.map((part) => {
      const answerRate = Math.min(1, part.answerRate * factor);
      const { answeredPerSecond, occupancy } = predictOneDialPerAgent({
        ...dialer,
        ...part,
        answerRate,
      });
      return {
        answered: part.seconds * answeredPerSecond,
        abandoned: 0,
        busySeconds: part.seconds * part.agents * occupancy,
        overtimeSeconds: 0,
      };
    }),
  );
  return { parts, days, varies: answerRateVariation > 0, events: 0 };
}

/** What all answer rates of a day are multiplied by, in ascending order. */
function answerRateFactors(variation: number, days: number): readonly number[] {
  return normalScores(days).map((score) => exp(variation * (score - variation / 2)));
}

function partsOf(
  dialer: DayDialer,
  intervals: readonly DayPart[],
  { events, fewestDays, settling }: Effort,
): readonly SimulatedPart[] {
  const whole = intervals.map((each, interval) => ({ ...each, interval, weight: 1 }));
  const share = events / (fewestDays * expectedEvents(dialer, whole));
  if (share >= 1) return whole;
  return whole.flatMap((part) => {
    const { averageHandleTimeSeconds: handleTime, seconds } = part;
    const settled = settling * handleTime;
    const rest = seconds - settled;
    const sample = Math.max((settling / 4) * handleTime, share * rest);
    if (sample >= rest) return [part];
    return [
      { ...part, seconds: settled },
      { ...part, seconds: sample, weight: rest / sample },
    ];
  });
}

/** What a day costs, about: each dial starts and ends, and each answered call ends. */
function expectedEvents(dialer: DayDialer, parts: readonly DayPart[]): number {
  return parts.reduce((sum, part) => {
    if (part.agents === 0) return sum;
    const room =
      dialer.agentRatio === Infinity ? Infinity : saturatingDialRateOfDay(dialer, [part]);
    const dials = Math.min(dialer.dialRate, room);
    return sum + part.seconds * dials * (2 + part.answerRate);
  }, 0);
}

/** Dials a second that keep every agent busy in the busiest part of a day, or that the ratio leaves room for. */
export function saturatingDialRateOfDay(dialer: DayDialer, parts: readonly DayPart[]): number {
  const [first, ...others] = parts.map((part) => saturatingDialRate({ ...dialer, ...part }));
  return Math.max(first ?? 0, ...others);
}
