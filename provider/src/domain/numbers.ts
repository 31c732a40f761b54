/** 0.03 → "3 %", for messages. */
export function percent(fraction: number): string {
  return `${decimal(fraction * 100)} %`;
}

/** At most six significant digits, for messages: no rest of binary rounding, yet 3.001 does not read like the limit of 3. */
export function decimal(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Rounded to three significant digits: what a forecast is worth, and what a reviewer can read. */
export function threeDigits(value: number): number {
  return Number(value.toPrecision(3));
}
