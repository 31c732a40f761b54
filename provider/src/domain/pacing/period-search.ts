import type { DialerSettings } from "./dialer-settings.ts";
import { type Axis, highestPassing, type Probe, straight } from "./highest-passing.ts";
import { linesOfAnAgent } from "./lines.ts";
import { HIGHEST, LOWEST } from "./optimal-dial-rate.ts";
import { highestExcess } from "./period-odds.ts";
import type { PeriodPlan, PeriodTally } from "./period-options.ts";
import {
  daysOfOneDialPerAgent,
  type Effort,
  rough,
  type SimulatedDays,
  saturatingDialRateOfDay,
  simulateDays,
  thorough,
} from "./simulate-days.ts";

/** The top of the API's range of `agentRatio`. */
const HIGHEST_AGENT_RATIO = 5;
/** What a search may simulate before it takes what it has. */
const MOST_EVENTS = 1_000_000;
/** Fewer have no middle, around which chance is measured. */
const FEWEST_DAYS_OF_A_KIND = 3;
/** As a share of the limit: a setting that is rough forecast so far under it needs no thorough one. */
const CLEARLY = 0.25;
/** As a share of the limit: how far under it a search aims after a thorough forecast was over it. */
const CLOSE = 0.03;
/** By how much farther under it a search aims where that was refused again. */
const FARTHER = 3;
/** How many thorough forecasts a search makes before it gives up. */
const MOST_CONFIRMATIONS = 4;

/** For each kind of day, days that stand for all of that kind. */
export function simulatePeriodDays(plan: PeriodPlan, effort: Effort): readonly SimulatedDays[] {
  const { kindsOfDay, answerRateVariation } = plan;
  const { pacingType, ...dialer } = plan.settings;
  return kindsOfDay.map(({ intervals }) =>
    pacingType === "predictive"
      ? simulateDays(dialer, intervals, answerRateVariation, sharedBy(kindsOfDay.length, effort))
      : daysOfOneDialPerAgent(dialer, intervals, answerRateVariation),
  );
}

/** What each of so many kinds of days gets: the days of all of them are as many as those of one would be. */
function sharedBy(kinds: number, effort: Effort): Effort {
  const { events, fewestDays, settling, settlingOfMany = settling } = effort;
  const days = Math.max(FEWEST_DAYS_OF_A_KIND, Math.ceil(fewestDays / kinds));
  return {
    events: events / kinds,
    fewestDays: days,
    settling: days * kinds > fewestDays ? settlingOfMany : settling,
  };
}

/**
 * The highest dial rate, 0.1 to 10 in hundredths, whose chance of ending over the limit is under 5 %; 0 where none was found.
 *
 * @param excess of the thorough forecast of the plan as it is: the highest of all periods.
 * @param tallies the periods in which it has to pass. @default the plan's own
 */
export function highestPeriodDialRate(
  plan: PeriodPlan,
  excess: number,
  tallies: readonly PeriodTally[] = [plan],
): number {
  const knee =
    100 *
    saturatingDialRateOfDay(
      plan.settings,
      plan.kindsOfDay.flatMap(({ intervals }) => intervals),
    );
  const hundredths = highestSetting(plan, excess, tallies, {
    asked: 100 * plan.settings.dialRate,
    change: (step) => ({ dialRate: step / 100 }),
    lowest: LOWEST,
    highest: HIGHEST,
    // Along d ÷ (d + knee) abandonment is nearly straight.
    axis: { to: (step) => step / (step + knee), from: (at) => (knee * at) / (1 - at) },
    underLowest: -plan.limit,
    stepBack: (step) => Math.floor(0.97 * step),
  });
  return hundredths / 100;
}

/**
 * The highest ratio, 1 to 5, whose chance of ending over the limit is under 5 %; 0 where none does. A whole number where lines are
 * per agent, for every ratio is rounded to one; where they are pooled, it is found in steps of 0.1.
 *
 * @param excess of the thorough forecast of the plan as it is: the highest of all periods.
 * @param tallies the periods in which it has to pass. @default the plan's own
 */
export function highestPeriodAgentRatio(
  plan: PeriodPlan,
  excess: number,
  tallies: readonly PeriodTally[] = [plan],
): number {
  const { agentRatio, linesCounted, lineRounding } = plan.settings;
  const isWhole = linesCounted === "perAgent";
  const steps = isWhole ? 1 : 10;
  const step = highestSetting(plan, excess, tallies, {
    asked: isWhole ? linesOfAnAgent(agentRatio, lineRounding) : agentRatio * steps,
    change: (step) => ({ agentRatio: step / steps }),
    lowest: steps,
    highest: HIGHEST_AGENT_RATIO * steps,
    axis: straight,
    // Of so few steps, the highest that passes is most likely the next.
    underLowest: isWhole ? -1 : -plan.limit,
    stepBack: (step) => step - 1,
  });
  return step / steps;
}

/** A setting of the dialer, by steps that are whole numbers. */
interface Setting {
  /** What the plan has; any number over 0, or Infinity. */
  readonly asked: number;
  readonly change: (step: number) => Partial<DialerSettings>;
  readonly lowest: number;
  readonly highest: number;
  /** Along which abandonment is nearly straight. */
  readonly axis: Axis;
  /** How far under the limit a step below the lowest is taken to be: the lower, the higher a search begins. */
  readonly underLowest: number;
  /** The next to try below one that does not pass. */
  readonly stepBack: (step: number) => number;
}

/** The highest step that passes, found by rough forecasts and confirmed by a thorough one; 0 where none is found. */
function highestSetting(
  plan: PeriodPlan,
  excess: number,
  tallies: readonly PeriodTally[],
  setting: Setting,
): number {
  const { lowest, highest, axis, change, underLowest, stepBack } = setting;
  const { limit } = plan;
  const forecastAt = (step: number, effort: Effort) => {
    const settings = { ...plan.settings, ...change(step) };
    const days = simulatePeriodDays({ ...plan, settings }, effort);
    const events = days.reduce((sum, kind) => sum + kind.events, 0);
    return { step, excess: highestExcess(days, tallies), events };
  };
  const tried = new Map<number, number>();
  const tryOut = (step: number) => {
    const probe = forecastAt(step, rough);
    tried.set(step, probe.excess);
    return probe;
  };

  // Room for the rounding of a product, so that a ratio of 2.2 is 22 tenths.
  const asked = { step: Math.ceil(setting.asked - 1e-9), excess };
  const isKnownToPass = excess <= 0 && setting.asked >= lowest;
  const known = isKnownToPass ? Math.min(highest, Math.floor(setting.asked + 1e-9)) : 0;
  if (known === highest) return highest;
  let passing: Probe =
    known > 0 ? { step: known, excess } : { step: lowest - 1, excess: underLowest };
  let failing: Probe = excess > 0 && asked.step <= highest ? asked : tryOut(highest);
  if (failing.excess <= 0) passing = failing;

  // Who has spent too much makes up for it only by calls that are answered, so that the lowest settings do not pass either.
  const isOverspent = ({ spent: { answered, abandoned } }: PeriodTally) =>
    abandoned > limit * answered;
  if (tallies.some(isOverspent)) {
    for (let fifths = 4; fifths > 0 && passing.step < lowest; fifths--) {
      const step = Math.round(axis.from((fifths / 5) * axis.to(failing.step)));
      if (step < lowest) break;
      const probe = tryOut(step);
      if (probe.excess <= 0) passing = probe;
      else failing = probe;
    }
  }
  let step = highestPassing({
    passing,
    failing,
    limit,
    axis,
    mostEvents: MOST_EVENTS,
    predict: (step) => {
      const { excess, events } = tryOut(step);
      return { abandonmentRate: limit + excess, abandonmentMargin: 0, events };
    },
    isEnough: ({ excess }) => -excess <= limit / 10,
  });
  // A thorough forecast may refuse what rough ones let pass: by how much says where to look next.
  let off = 0;
  let aim = -CLOSE * limit;
  const sure: Probe =
    known > 0 ? { step: known, excess } : { step: lowest - 1, excess: underLowest };
  for (let i = 0; i < MOST_CONFIRMATIONS && step > known && step >= lowest; i++) {
    const roughly = tried.get(step);
    if (roughly !== undefined && roughly < -CLEARLY * limit) return step;
    const confirmed = forecastAt(step, thorough);
    if (confirmed.excess <= 0) return step;
    if (roughly !== undefined) off = confirmed.excess - roughly;
    const below = [...tried]
      .map(([step, excess]) => ({ step, excess: excess + off }))
      .filter((probe) => probe.step > sure.step && probe.step < step && probe.excess < aim)
      .reduce((nearest, probe) => (probe.step > nearest.step ? probe : nearest), sure);
    step = Math.min(stepBack(step), Math.floor(crossing(below, confirmed, aim, axis)));
    aim *= FARTHER;
  }
  return known;
}

/** Where the line through a setting that passes and one that does not meets an excess. */
function crossing(passing: Probe, failing: Probe, aim: number, { to, from }: Axis): number {
  const [low, high] = [to(passing.step), to(failing.step)];
  const under = Math.min(0, passing.excess - aim);
  return from(low + ((high - low) * under) / (under - (failing.excess - aim)));
}
