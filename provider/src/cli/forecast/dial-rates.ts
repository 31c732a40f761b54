import { scaleLinear } from "d3-scale";
import type { GivenValues } from "./flags.ts";

/** The API's range of `dialRate`. */
export const LOWEST_DIAL_RATE = 0.1;
export const HIGHEST_DIAL_RATE = 10;

/** How far to go beyond the rate that would keep every agent busy all the time. */
const BEYOND_FULL = 1.5;
const ABOUT_SO_MANY = 16;

/** Round dial rates from the API's lowest to where dialling faster can bring nothing more. */
export function defaultDialRates(given: GivenValues): readonly number[] {
  const { agents = [], answerRate = [], averageHandleTimeSeconds = [] } = given;
  const full =
    Math.max(...agents) / (Math.min(...answerRate) * Math.min(...averageHandleTimeSeconds));
  const highest = Math.min(HIGHEST_DIAL_RATE, Math.max(2 * LOWEST_DIAL_RATE, full * BEYOND_FULL));
  return scaleLinear().domain([LOWEST_DIAL_RATE, highest]).ticks(ABOUT_SO_MANY);
}
