import { type PeriodOdds, periodOdds } from "../../../provider/src/domain/pacing/period-odds.ts";
import {
  type MixedPeriodOptions,
  type PeriodOptions,
  parsePeriodOptions,
} from "../../../provider/src/domain/pacing/period-options.ts";
import { simulatePeriodDays } from "../../../provider/src/domain/pacing/period-search.ts";
import { type Effort, thorough } from "../../../provider/src/domain/pacing/simulate-days.ts";

/** A forecast without its search for what would pass, which takes longer than the rest. */
export function oddsOf(
  options: PeriodOptions | MixedPeriodOptions,
  effort: Effort = thorough,
): PeriodOdds {
  const plan = parsePeriodOptions(options);
  return periodOdds(simulatePeriodDays(plan, effort), plan);
}

/** The standard error that the simulation leaves. */
export function standardErrorOf({ abandonmentMargin }: PeriodOdds): number {
  return abandonmentMargin / 1.959963984540054;
}
