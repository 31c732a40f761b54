import { InvalidArgumentError } from "commander";

/** How far a figure may go, or how far it may move: by percentage points, or by a share of what it was. */
export type Bound =
  | { readonly kind: "share"; readonly value: number; readonly text: string }
  | { readonly kind: "points"; readonly value: number; readonly text: string }
  | { readonly kind: "relative"; readonly value: number; readonly text: string };

export interface Threshold {
  readonly flag: string;
  /** The flag's name among commander's parsed options. */
  readonly option: string;
  readonly takes: "share" | "change";
  readonly meaning: string;
  readonly figure: "abandonment" | "occupancy" | "chance";
  /** What must not be more than the bound: the figure itself, its fall short of the bound, or its way up or down. */
  readonly direction: "max" | "min" | "rise" | "drop";
}

export const thresholds = [
  {
    flag: "--max-abandonment",
    option: "maxAbandonment",
    takes: "share",
    meaning: "highest forecast abandonment",
    figure: "abandonment",
    direction: "max",
  },
  {
    flag: "--max-abandonment-rise",
    option: "maxAbandonmentRise",
    takes: "change",
    meaning: "most that forecast abandonment may rise",
    figure: "abandonment",
    direction: "rise",
  },
  {
    flag: "--max-chance",
    option: "maxChance",
    takes: "share",
    meaning: "highest chance that abandonment is over the limit",
    figure: "chance",
    direction: "max",
  },
  {
    flag: "--min-occupancy",
    option: "minOccupancy",
    takes: "share",
    meaning: "lowest occupancy of the agents",
    figure: "occupancy",
    direction: "min",
  },
  {
    flag: "--max-occupancy",
    option: "maxOccupancy",
    takes: "share",
    meaning: "highest occupancy of the agents",
    figure: "occupancy",
    direction: "max",
  },
  {
    flag: "--max-occupancy-rise",
    option: "maxOccupancyRise",
    takes: "change",
    meaning: "most that occupancy may rise",
    figure: "occupancy",
    direction: "rise",
  },
  {
    flag: "--max-occupancy-drop",
    option: "maxOccupancyDrop",
    takes: "change",
    meaning: "most that occupancy may fall",
    figure: "occupancy",
    direction: "drop",
  },
] as const satisfies readonly Threshold[];

export type ThresholdOption = (typeof thresholds)[number]["option"];
export type Bounds = Readonly<Partial<Record<ThresholdOption, Bound>>>;

const decimal = /^(?:\d+\.?\d*|\.\d+)$/;

/** A share as `2.5%` or as a fraction, `0.025`. */
export function parseShare(text: string): Bound {
  const [, number = "", unit = ""] = /^([\d.]+)\s?(%?)$/.exec(text) ?? [];
  const value = unit === "%" ? Number(number) / 100 : Number(number);
  if (!decimal.test(number) || value > 1) {
    throw new InvalidArgumentError("Write a share of at most 100 %, such as 2.5% or 0.025.");
  }
  return { kind: "share", value, text };
}

/** A change in percentage points, `0.5pp`, or as a share of what the figure was, `20%`. */
export function parseChange(text: string): Bound {
  const [, number = "", unit] = /^([\d.]+)\s?(pp|%)$/.exec(text) ?? [];
  if (!decimal.test(number)) {
    throw new InvalidArgumentError(
      "Write percentage points, such as 0.5pp, or a share of what it was, such as 20%.",
    );
  }
  return { kind: unit === "pp" ? "points" : "relative", value: Number(number) / 100, text };
}
