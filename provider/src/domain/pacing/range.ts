/** The values that an option may have, and how an error names them. */
export interface Range {
  readonly text: string;
  readonly isWhole?: true;
  readonly holds: (value: number) => boolean;
}

export function whole(from: number, to: number): Range {
  return {
    text: `a whole number from ${grouped(from)} to ${grouped(to)}`,
    isWhole: true,
    holds: (value) => Number.isInteger(value) && value >= from && value <= to,
  };
}

/** "1,000,000", without `toLocaleString`, which loads the languages of the world when this module is. */
function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

export function between(from: number, to: number): Range {
  return { text: `from ${from} to ${to}`, holds: (value) => value >= from && value <= to };
}

export const positive: Range = {
  text: "a finite number over 0",
  holds: (value) => value > 0 && Number.isFinite(value),
};

export const notNegative: Range = {
  text: "a finite number of at least 0",
  holds: (value) => value >= 0 && Number.isFinite(value),
};

/** What the formulas hold for without overflow or lost digits. */
export const agentCount: Range = whole(1, 1_000_000);

/** A share of which there is some, as answered ÷ dialled. */
export const overZeroToOne: Range = {
  text: "over 0 and at most 1",
  holds: (value) => value > 0 && value <= 1,
};

/**
 * @param path of the options inside others, such as `intervals[0].`.
 * @throws RangeError naming the first option that is out of its range, its value and the range.
 */
export function requireRanges<T extends Record<keyof T, unknown>>(
  options: T,
  ranges: { readonly [K in keyof T as T[K] extends number ? K : never]: Range },
  path = "",
): void {
  const values: Readonly<Record<string, unknown>> = options;
  for (const [name, range] of Object.entries<Range>(ranges)) {
    const value = values[name];
    if (typeof value === "number" && range.holds(value)) continue;
    throw new RangeError(`${path}${name} must be ${range.text}, but is ${String(value)}`);
  }
}
