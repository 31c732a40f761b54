/** A range of the dialer's API. */
export interface ApiRange {
  readonly from: number;
  readonly to: number;
  readonly isWhole?: true;
  /** What the number counts. */
  readonly unit: string;
}

/** The numbers of a configuration that a forecast takes too, which may go beyond the API. */
export const apiRanges = {
  dialRate: { from: 0.1, to: 10, unit: "dials started a second over the campaign" },
  agentRatio: { from: 1, to: 5, unit: "lines for each free agent" },
  maxQueueDepth: { from: 1, to: 500, isWhole: true, unit: "answered calls that wait" },
} as const satisfies Readonly<Record<string, ApiRange>>;

/** What a value has to be: "a number from 1 to 5, lines for each free agent". */
export function rangeText({ from, to, isWhole, unit }: ApiRange): string {
  return `a ${isWhole ? "whole number" : "number"} from ${from} to ${to}, ${unit}`;
}

export function isInRange(value: number, { from, to, isWhole }: ApiRange): boolean {
  return value >= from && value <= to && (!isWhole || Number.isInteger(value));
}
