/** 0.03 → "3 %", for messages. At most two decimals, so that 2.75 % stays 2.75 %. */
export function percent(fraction: number): string {
  return `${decimal(fraction * 100)} %`;
}

/** At most two decimals and no trailing zeros, for messages. */
export function decimal(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** Rounded to three significant digits: what a forecast is worth, and what a reviewer can read. */
export function threeDigits(value: number): number {
  return Number(value.toPrecision(3));
}
