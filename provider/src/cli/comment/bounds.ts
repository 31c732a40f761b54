import { InvalidArgumentError } from "commander";
import type { Bound } from "./judge/thresholds.ts";

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
