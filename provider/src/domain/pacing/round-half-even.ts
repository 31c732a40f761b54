/** A double has no digit past these that could distinguish a tie from a number close to one. */
const MORE_DIGITS = 30;
const TIE = new RegExp(`5${"0".repeat(MORE_DIGITS - 1)}$`);

/**
 * Rounds to `digits` decimals on the binary value, ties to even, as Python's `round` does.
 *
 * `toFixed` works on the binary value too, but takes a tie away from zero: 0.125 becomes 0.13, and here 0.12.
 *
 * @param digits 0–15.
 */
export function roundHalfEven(value: number, digits: number): number {
  if (Number.isInteger(value) || !Number.isFinite(value)) return value;
  const exact = value.toFixed(digits + MORE_DIGITS);
  const towardsZero = exact.slice(0, -MORE_DIGITS);
  const isEven = /[02468]\.?$/.test(towardsZero);
  return Number(TIE.test(exact) && isEven ? towardsZero : value.toFixed(digits));
}
