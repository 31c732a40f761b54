import { UNKNOWN } from "../../../dialer-config/parse.ts";
import { isJsonObject } from "../../../domain/json.ts";
import type { Change, Inputs } from "../read/preview.ts";

/**
 * Why there is no figure. None of them is 0.
 * - `none`: the configuration is not there on this side: not yet, or no longer
 * - `unknown`: known only once another resource is deployed
 * - `secret`: the program keeps it secret
 * - `unmeasured`: the campaign tells too little to forecast from
 * - `missing`: the preview leaves out what the figure is made of
 */
export const gaps = ["none", "unknown", "secret", "unmeasured", "missing"] as const;

export type Gap = (typeof gaps)[number];

export type Figure = number | Gap;

export interface BeforeAndAfter<T> {
  readonly before: T;
  readonly after: T;
}

/** The key by which Pulumi's events mark a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

export function gapOf(value: unknown): Gap | undefined {
  if (value === UNKNOWN) return "unknown";
  if (value === "[secret]" || (isJsonObject(value) && SIGNATURE in value)) return "secret";
  return undefined;
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
