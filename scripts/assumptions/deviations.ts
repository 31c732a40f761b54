import { type PlainDialer, simulatePlainly } from "../../test/unit/pacing/plain-dialer.ts";

/** The guide's example at a ratio of 2, lines per agent: about as near to a limit of 3 % as settings are that a person chooses. */
export const assumed: PlainDialer = {
  agents: 12,
  answerRate: 0.24,
  averageHandleTimeSeconds: 210,
  dialRate: 1.2,
  lines: 2,
  maxQueueDepth: 40,
};

interface Deviation {
  readonly assumption: string;
  readonly instead: string;
  readonly dialer: Partial<PlainDialer>;
}

/** Mean handle time of calls with people, where the campaign's mean counts machines that keep an agent for so long too. */
function ofPeople(machineShare: number, machineSeconds: number): number {
  return (assumed.averageHandleTimeSeconds - machineShare * machineSeconds) / (1 - machineShare);
}

/** What the forecast assumes, and how far it may be otherwise. */
export const deviations: readonly Deviation[] = [
  {
    assumption: "Each free agent has lines of its own",
    instead: "lines are pooled",
    dialer: { lines: (free) => 2 * free },
  },
  {
    assumption: "One steady hour",
    instead: "an hour in which a fifth more people answer (28.8 %)",
    dialer: { answerRate: 0.288 },
  },
  {
    assumption: "One steady hour",
    instead: "an hour in which a fifth fewer answer (19.2 %)",
    dialer: { answerRate: 0.192 },
  },
  { assumption: "These agents", instead: "2 of the 12 are at a break", dialer: { agents: 10 } },
  {
    assumption: "No other work",
    instead: "inbound calls take a fifth of the agents' time",
    dialer: { otherWork: 0.2 },
  },
  {
    assumption: "Answered after 10 s on average",
    instead: "after 5 s",
    dialer: { ringSecondsAnswered: 5 },
  },
  {
    assumption: "Answered after 10 s on average",
    instead: "after 15 s",
    dialer: { ringSecondsAnswered: 15 },
  },
  {
    assumption: "Answered at random moments",
    instead: "always after 10 s",
    dialer: { answeredRingVariation: 0 },
  },
  {
    assumption: "Given up after 20 s",
    instead: "after 15 s",
    dialer: { ringSecondsUnanswered: 15 },
  },
  {
    assumption: "Given up after 20 s",
    instead: "after 30 s",
    dialer: { ringSecondsUnanswered: 30 },
  },
  {
    assumption: "Handle times are exponential",
    instead: "regular: they vary by 30 % of their mean",
    dialer: { handleTimeVariation: 0.3 },
  },
  {
    assumption: "2 s from the answer on",
    instead: "2 s after a greeting of 1 s",
    dialer: { greetingSeconds: 1 },
  },
  {
    assumption: "2 s from the answer on",
    instead: "2 s after a greeting of 2 s",
    dialer: { greetingSeconds: 2 },
  },
  {
    assumption: "Nobody hangs up before",
    instead: "who waits hangs up after 4 s on average",
    dialer: { hangUpSeconds: 4 },
  },
  {
    assumption: "Every answer is a person",
    instead: "30 % are machines, which reach no agent",
    dialer: { machineShare: 0.3 },
  },
  {
    assumption: "Every answer is a person",
    instead: "30 % are machines, which keep an agent for 20 s",
    dialer: {
      machineShare: 0.3,
      machineSeconds: 20,
      averageHandleTimeSeconds: ofPeople(0.3, 20),
    },
  },
];

export interface Measured {
  readonly abandonmentRate: number;
  readonly standardError: number;
}

export function measure(dialer: Partial<PlainDialer>, hours: number, seed: number): Measured {
  return simulatePlainly({ ...assumed, ...dialer }, hours, seed);
}

/** Below this many percentage points, between figures in tenths, a difference may be chance, and is none that anybody would act on. */
const SAME = 0.2;

/** What the forecast is, where things are otherwise. It goes by the tenths that are printed, so that equal figures read alike. */
export function direction(shareAsAssumed: number, shareInstead: number): string {
  const points = tenths(shareInstead) - tenths(shareAsAssumed);
  if (Math.abs(points) < 10 * SAME) return "as good as right";
  return points > 0 ? "too low" : "too high";
}

/** Tenths of a percentage point. */
function tenths(share: number): number {
  return Math.round(1000 * share);
}
