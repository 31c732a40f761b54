import { type QuantityName, quantities } from "./quantities.ts";

/** "1,234", or "unlimited". */
export function wholeText(value: number): string {
  return decimalText(value, 0);
}

/** With so many decimals, and commas between thousands; "unlimited" for Infinity. */
export function decimalText(value: number, decimals: number): string {
  if (value === Infinity) return "unlimited";
  return value.toLocaleString("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

/** 0.0213 → "2.13 %". */
export function percentText(share: number, decimals: number): string {
  return `${decimalText(share * 100, decimals)} %`;
}

/** Writes the values of one quantity with as many decimals as the one that needs most, so that a column lines up. */
export function textsOf(name: QuantityName, values: readonly number[]): (value: number) => string {
  const { isShare } = quantities[name];
  const decimals = Math.max(0, ...values.map((value) => decimalsOf(shown(name, value))));
  const unit = isShare ? " %" : "";
  return (value) => `${decimalText(shown(name, value), decimals)}${unit}`;
}

/** As people read it: a share as a percentage. */
export function shown(name: QuantityName, value: number): number {
  return quantities[name].isShare ? Number((value * 100).toPrecision(12)) : value;
}

/** One value of a quantity in a sentence: "12 agents", "30 % answered". */
export function phraseOf(name: QuantityName, value: number): string {
  return quantities[name].phrase(textsOf(name, [value])(value));
}

const MOST_DECIMALS = 6;

function decimalsOf(value: number): number {
  if (!Number.isFinite(value)) return 0;
  const [, fraction = ""] = value.toFixed(MOST_DECIMALS).replace(/0+$/, "").split(".");
  return fraction.length;
}
