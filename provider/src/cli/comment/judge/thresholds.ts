import { type Bound, type Bounds, type Threshold, thresholds } from "../bounds.ts";
import type { Configuration } from "./configuration.ts";
import { type BeforeAndAfter, type Figure, isKnown } from "./figure.ts";

/** A configuration that a threshold does not let through, or that it could not judge. */
export interface ThresholdFinding {
  readonly flag: string;
  /** As it was given. */
  readonly bound: string;
  readonly name: string;
  readonly figure: Threshold["figure"];
  readonly before: Figure;
  readonly after: Figure;
}

export interface ThresholdFindings {
  readonly exceeded: readonly ThresholdFinding[];
  /** A figure is not known, so nobody can say. */
  readonly unjudged: readonly ThresholdFinding[];
}

/** Room for the last digits that binary fractions get wrong. */
const ROUNDING = 1e-9;

/** Holds the configurations that will be there to the bounds; a new one has not risen or fallen. */
export function judgeThresholds(
  configurations: readonly Configuration[],
  bounds: Bounds,
): ThresholdFindings {
  const exceeded: ThresholdFinding[] = [];
  const unjudged: ThresholdFinding[] = [];
  for (const { flag, option, figure, direction } of thresholds) {
    const bound = bounds[option];
    if (bound === undefined) continue;
    for (const configuration of configurations) {
      const { before, after } = figureOf(configuration, figure);
      if (after === "none") continue;
      const outcome = outcomes[direction](before, after, bound);
      const finding = {
        flag,
        bound: bound.text,
        name: configuration.name,
        figure,
        before,
        after,
      };
      if (outcome === "unjudged") unjudged.push(finding);
      else if (outcome === "exceeded") exceeded.push(finding);
    }
  }
  return { exceeded, unjudged };
}

type Outcome = "kept" | "exceeded" | "unjudged";

const outcomes: Readonly<
  Record<Threshold["direction"], (before: Figure, after: Figure, bound: Bound) => Outcome>
> = {
  max: (_, after, { value }) => (isKnown(after) ? kept(after <= value + ROUNDING) : "unjudged"),
  min: (_, after, { value }) => (isKnown(after) ? kept(after >= value - ROUNDING) : "unjudged"),
  rise: (before, after, bound) => moved(before, after, 1, bound),
  drop: (before, after, bound) => moved(before, after, -1, bound),
};

function moved(before: Figure, after: Figure, sign: 1 | -1, { kind, value }: Bound): Outcome {
  if (before === "none") return "kept";
  if (!isKnown(before) || !isKnown(after)) return "unjudged";
  const allowed = kind === "relative" ? before * value : value;
  return kept((after - before) * sign <= allowed + ROUNDING);
}

function kept(isKept: boolean): Outcome {
  return isKept ? "kept" : "exceeded";
}

function figureOf(
  configuration: Configuration,
  figure: Threshold["figure"],
): BeforeAndAfter<Figure> {
  const { abandonmentRate, occupancy, chanceOverLimit: chance } = configuration;
  if (figure === "abandonment") return abandonmentRate;
  if (figure === "occupancy") return occupancy;
  return { before: "none", after: probabilityOf(chance) };
}

function probabilityOf(chance: Configuration["chanceOverLimit"]): Figure {
  if (chance === "within") return 0;
  if (chance === "over") return 1;
  return typeof chance === "object" ? chance.probability : chance;
}
