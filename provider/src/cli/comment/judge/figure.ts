import { isJsonObject } from "../../../domain/json.ts";
import { type Gap, gapOf } from "../../shared/preview/gaps.ts";
import type { Change, Inputs } from "../../shared/preview/preview.ts";

export type Figure = number | Gap;

export interface BeforeAndAfter<T> {
  readonly before: T;
  readonly after: T;
}

/** A figure by its path among the inputs, before and after: `forecast.occupancy`. */
export function figures(
  change: Pick<Change, "before" | "after">,
  ...path: readonly string[]
): BeforeAndAfter<Figure> {
  return { before: figureAt(change.before, path), after: figureAt(change.after, path) };
}

function figureAt(inputs: Inputs | undefined, path: readonly string[]): Figure {
  if (inputs === undefined) return "none";
  let value: unknown = inputs;
  for (const key of path) {
    value = isJsonObject(value) ? value[key] : undefined;
    const gap = gapOf(value);
    if (gap) return gap;
  }
  return typeof value === "number" ? value : "unmeasured";
}

export function isKnown(figure: Figure): figure is number {
  return typeof figure === "number";
}

/** Of the normal distribution: the half-width of its 95 % interval, in standard deviations. */
const Z95 = 1.959963984540054;

/**
 * Whether the abandonment that the model means is over the limit: a probability where it was simulated, and certain where a
 * formula gives it.
 */
export type Chance = { readonly probability: number } | "within" | "over" | Gap;

/**
 * The chance that abandonment is over the limit, from the interval of the simulation: a simulated rate is about normal around
 * the true mean of the model, with the standard deviation `margin ÷ 1.96`. It says how sure the simulation is, and nothing of
 * how well the model's assumptions fit the day. A rate that is exactly the limit keeps it.
 */
export function chanceOverLimit(rate: Figure, margin: Figure, limit: Figure): Chance {
  if (!isKnown(rate)) return rate;
  if (!isKnown(margin)) return margin;
  if (!isKnown(limit)) return limit;
  if (margin === 0) return rate > limit ? "over" : "within";
  return { probability: normalTail(((limit - rate) * Z95) / margin) };
}

/** P(Z > z), to 7.5e-8 (Abramowitz & Stegun 26.2.17). */
function normalTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const polynomial =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (polynomial * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
  return z >= 0 ? tail : 1 - tail;
}
