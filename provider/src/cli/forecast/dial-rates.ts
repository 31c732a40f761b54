import { argumentRanges } from "../../domain/arguments.ts";
import type { GivenValues } from "./flags.ts";

export const { from: LOWEST_DIAL_RATE, to: HIGHEST_DIAL_RATE } = argumentRanges.dialRate;

/** How far to go beyond the rate that would keep every agent busy all the time. */
const BEYOND_FULL = 1.5;
const ABOUT_SO_MANY = 16;

/** Round dial rates from the API's lowest to where dialling faster can bring nothing more. */
export function defaultDialRates(given: GivenValues): readonly number[] {
  const { agents = [], answerRate = [], averageHandleTimeSeconds = [] } = given;
  const full =
    Math.max(...agents) / (Math.min(...answerRate) * Math.min(...averageHandleTimeSeconds));
  const highest = Math.min(HIGHEST_DIAL_RATE, Math.max(2 * LOWEST_DIAL_RATE, full * BEYOND_FULL));
  return roundNumbers(LOWEST_DIAL_RATE, highest, ABOUT_SO_MANY);
}

/** Multiples of 1, 2 or 5 times a power of ten, as the axis of a chart has them. */
function roundNumbers(from: number, to: number, count: number): readonly number[] {
  const rough = (to - from) / count;
  const power = Math.floor(Math.log10(rough));
  const digit = rough / 10 ** power;
  const factor = [Math.SQRT2, Math.sqrt(10), Math.sqrt(50)].filter(
    (least) => digit >= least,
  ).length;
  const step = ([1, 2, 5, 10][factor] ?? 1) * 10 ** power;
  const first = Math.ceil(from / step - ROUNDING);
  const last = Math.floor(to / step + ROUNDING);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/** Room for the rounding of a division. */
const ROUNDING = 1e-9;
