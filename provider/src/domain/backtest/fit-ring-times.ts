import { sumOfCalls } from "../history/days.ts";
import { dialerSettingDefaults } from "../pacing/dialer-settings.ts";
import { type ComparedDay, compareDays, everyNth, someOf, timesFor } from "./compare-days.ts";
import type { Assumptions, ForecastDays } from "./forecast-rows.ts";
import { calmAndBusy, type HoldingBack } from "./holding-back.ts";
import { type Summary, summaryOf } from "./summary.ts";

/** Ring times with which forecasts would have been right. */
interface RingTimes {
  readonly ringSecondsAnswered: number;
  readonly ringSecondsUnanswered: number;
}

export type RingTimesFit =
  | (RingTimes & {
      /** Standard errors, in seconds. */
      readonly errors: RingTimes;
      /** Whether only intervals counted before which little was abandoned: in others the tenant held back, which is no ring time. */
      readonly isOfCalmIntervals: boolean;
      /** The backtest with these ring times. */
      readonly summary: Summary;
    })
  | { readonly why: string };

const FEWEST_DAYS = 10;
const FEWEST_ABANDONED = 100;
/** Days that are forecast again and again, spread over all. */
const MOST_DAYS = 40;
const TIMES = 3;
/** How far from the middle of a round its four corners are, as factors of the ring times. */
const ROUNDS = [2, 1.5, 1.25, 1.25] as const;
const CORNERS = 4;
/** A round goes no further than this factor. */
const LONGEST_STEP = Math.log(3);
/** As a share of a ring time: with a larger standard error, it is hardly known. */
const LEAST_SURE = 0.5;
/** What lies outside is no ring time, whatever else it is. */
const plausible = {
  ringSecondsAnswered: { from: 2, to: 40 },
  ringSecondsUnanswered: { from: 5, to: 60 },
} as const;

const noEffect = "they hardly change what the dialer does here";

/** Of the answered ring time, and of the other: their logarithms, and what depends on them. */
type Pair = readonly [number, number];

/**
 * Looks for the two ring times with which forecasts would have brought as many answered calls, and abandoned as many of them, as there
 * were. Shorter ringing lets the dialer start more dials; of answered lines it also makes fewer calls arrive at once.
 *
 * @param onProgress is called with the share that is done, 0–1.
 */
export async function fitRingTimes(
  compared: readonly ComparedDay[],
  holdingBack: HoldingBack | undefined,
  assumptions: Assumptions,
  forecastDays: ForecastDays,
  onProgress: (share: number) => void,
): Promise<RingTimesFit> {
  const isOfCalmIntervals = holdingBack?.isSure ?? false;
  const counted = (days: readonly ComparedDay[]) =>
    isOfCalmIntervals ? calmAndBusy(days).calm : days.flatMap(({ rows }) => rows);
  const { answered, abandoned } = sumOfCalls(counted(compared).map(({ row }) => row));
  const tooLittle = (what: string, fewest: number, count: number) =>
    count < fewest
      ? { why: `that takes ${fewest} ${what} at least, and there are ${count}` }
      : undefined;
  const isTooLittle =
    tooLittle("days", FEWEST_DAYS, compared.length) ??
    tooLittle("abandoned calls", FEWEST_ABANDONED, abandoned);
  if (isTooLittle) return isTooLittle;

  const days = compared.map(({ day }) => day);
  const sample = everyNth(days, Math.ceil(days.length / MOST_DAYS));
  let evaluated = 0;
  const misfitAt = async (place: Pair): Promise<Pair> => {
    // The last part is the backtest with what is found.
    onProgress(evaluated / (CORNERS * (ROUNDS.length + 1)));
    evaluated += 1;
    const assumed = { ...assumptions, ...ringTimesAt(place) };
    const again = counted(await compareDays(sample, assumed, TIMES, forecastDays));
    const actual = sumOfCalls(again.map(({ row }) => row));
    const forecast = sumOfCalls(again.map((each) => each.forecast));
    const answered = Math.log(forecast.answered / actual.answered);
    return [answered, Math.log((forecast.abandoned + 1) / (actual.abandoned + 1)) - answered];
  };
  // Whatever is assumed, it starts at the same place, so that it finds the same again.
  const found = await solve(misfitAt, [
    Math.log(dialerSettingDefaults.ringSecondsAnswered),
    Math.log(dialerSettingDefaults.ringSecondsUnanswered),
  ]);
  if (!found) return { why: noEffect };
  const ringTimes = ringTimesAt(found.place);
  const implausible = implausibleOf(ringTimes);
  if (implausible !== undefined) return { why: implausible };
  const errors = errorsOf(found.slopes, ringTimes, answered, abandoned);
  if (
    errors.ringSecondsAnswered > LEAST_SURE * ringTimes.ringSecondsAnswered ||
    errors.ringSecondsUnanswered > LEAST_SURE * ringTimes.ringSecondsUnanswered
  ) {
    return { why: noEffect };
  }
  const assumed = { ...assumptions, ...ringTimes };
  const some = someOf(days);
  const again = await compareDays(some, assumed, timesFor(some), forecastDays);
  return { ...ringTimes, errors, isOfCalmIntervals, summary: summaryOf(again) };
}

/** To tenths of a second: they are known no better. */
function ringTimesAt([answered, unanswered]: Pair): RingTimes {
  return {
    ringSecondsAnswered: Math.max(0.1, Math.round(10 * Math.exp(answered)) / 10),
    ringSecondsUnanswered: Math.max(0.1, Math.round(10 * Math.exp(unanswered)) / 10),
  };
}

function implausibleOf(ringTimes: RingTimes): string | undefined {
  for (const [name, what] of [
    ["ringSecondsAnswered", "answered lines that ring"],
    ["ringSecondsUnanswered", "unanswered lines that ring"],
  ] as const) {
    const { from, to } = plausible[name];
    if (ringTimes[name] >= from && ringTimes[name] <= to) continue;
    return `only ${what} for ${ringTimes[name]} s would do, and ${from} to ${to} s are plausible: something else differs from what is assumed`;
  }
  return undefined;
}

/** What a change of each ring time does to each misfit. */
type Slopes = readonly [answered: Pair, abandoned: Pair];

/** Newton's method, with the slopes of four corners around each place: single simulations are too rough for closer ones. */
async function solve(
  misfitAt: (place: Pair) => Promise<Pair>,
  start: Pair,
): Promise<{ readonly place: Pair; readonly slopes: Slopes } | undefined> {
  let place = start;
  let slopes: Slopes | undefined;
  for (const factor of ROUNDS) {
    const h = Math.log(factor);
    const middle = place;
    const at = ([a, b]: Pair) => misfitAt([middle[0] + a * h, middle[1] + b * h]);
    const corners = await Promise.all([at([-1, -1]), at([1, -1]), at([-1, 1]), at([1, 1])]);
    const [low, right, upper, high] = corners;
    const slopeOf = (of: 0 | 1): Pair => [
      (right[of] + high[of] - low[of] - upper[of]) / (4 * h),
      (upper[of] + high[of] - low[of] - right[of]) / (4 * h),
    ];
    const mean = (of: 0 | 1) => corners.reduce((sum, corner) => sum + corner[of], 0) / CORNERS;
    slopes = [slopeOf(0), slopeOf(1)];
    const step = solved(slopes, [mean(0), mean(1)]);
    if (!step) return undefined;
    place = [place[0] - within(step[0]), place[1] - within(step[1])];
  }
  return slopes && { place, slopes };
}

function within(step: number): number {
  return Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step));
}

/** The change of both that changes the misfits so; undefined where none does. */
function solved([[a, b], [c, d]]: Slopes, [x, y]: Pair): Pair | undefined {
  const determinant = a * d - b * c;
  if (Math.abs(determinant) < 1e-4) return undefined;
  return [(d * x - b * y) / determinant, (a * y - c * x) / determinant];
}

/** What chance in the counted calls makes of the ring times: half the variance of abandoned calls again, for they come in clusters. */
function errorsOf(
  slopes: Slopes,
  { ringSecondsAnswered, ringSecondsUnanswered }: RingTimes,
  answered: number,
  abandoned: number,
): RingTimes {
  const byAnswered = solved(slopes, [Math.sqrt(1 / answered), 0]) ?? [Infinity, Infinity];
  const byAbandoned = solved(slopes, [0, Math.sqrt(1.5 / abandoned)]) ?? [Infinity, Infinity];
  return {
    ringSecondsAnswered: ringSecondsAnswered * Math.hypot(byAnswered[0], byAbandoned[0]),
    ringSecondsUnanswered: ringSecondsUnanswered * Math.hypot(byAnswered[1], byAbandoned[1]),
  };
}
