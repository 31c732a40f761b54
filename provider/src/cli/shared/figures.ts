/** Figures as people read them, in tables, charts and comments. */

/** "1,234", or "unlimited". */
export function wholeText(value: number): string {
  return decimalText(value, 0);
}

/** "1 day", "1,234 days". */
export function countText(count: number, what: string): string {
  return `${wholeText(count)} ${what}${count === 1 ? "" : "s"}`;
}

/**
 * With so many decimals, and commas between thousands; "unlimited" for Infinity. By hand, for the first number that `Intl`
 * formats in a process costs a tenth of the command's time.
 */
export function decimalText(value: number, decimals: number): string {
  if (value === Infinity) return "unlimited";
  const scale = 10 ** decimals;
  // Rounds the decimal that a reader sees: 1.005 to 1.01, although its binary value is a little less.
  const rounded = Math.round(Number((value * scale).toPrecision(15))) / scale;
  const [whole = "", fraction] = rounded.toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** 0.0213 → "2.13 %". */
export function percentText(share: number, decimals: number): string {
  return `${decimalText(share * 100, decimals)} %`;
}

const MOST_DECIMALS = 6;

/** How many decimals it takes to write the value, at most six. */
export function decimalsOf(value: number): number {
  if (!Number.isFinite(value)) return 0;
  const [, fraction = ""] = value.toFixed(MOST_DECIMALS).replace(/0+$/, "").split(".");
  return fraction.length;
}
