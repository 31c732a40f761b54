/** What the arguments of a configuration may be: the same in the resource, in a fleet's file and in a command. */

export interface ArgumentRange {
  readonly from: number;
  readonly to: number;
  readonly isWhole?: true;
  /** What the number counts. */
  readonly unit: string;
}

/** Of the arguments that are numbers, by their dotted path. Those in the tenant's document have the API's range. */
export const argumentRanges = {
  dialRate: { from: 0.1, to: 10, unit: "dials started a second over the campaign" },
  agentRatio: { from: 1, to: 5, unit: "lines for each free agent" },
  maxAbandonmentRate: { from: 0, to: 0.05, unit: "a fraction of answered calls (0.03 is 3 %)" },
  maxQueueDepth: { from: 1, to: 500, isWhole: true, unit: "answered calls that wait" },
  answerRateThreshold: { from: 0, to: 1, unit: "answered ÷ dialled" },
  agentRatioLimit: { from: 1, to: 5, unit: "the highest agentRatio to accept" },
  "staffing.agents": { from: 0, to: 1_000_000, isWhole: true, unit: "agents" },
  "staffing.answerRate": { from: 0, to: 1, unit: "answered ÷ dialled" },
  "staffing.averageHandleTimeSeconds": { from: 1, to: 86_400, unit: "seconds" },
  "staffing.answerRateVariation": {
    from: 0,
    to: 1,
    unit: "by which answer rates differ from day to day (0.2 is about 20 %)",
  },
} as const satisfies Readonly<Record<string, ArgumentRange>>;

/** Of the arguments that are one of a few words. `regulation` names one of `regulations`. */
export const argumentChoices = {
  pacingType: ["predictive", "progressive", "preview"],
  capacityCheck: ["enforce", "warn"],
  existing: ["adopt", "refuse", "require"],
  onConflict: ["merge", "fail", "overwrite"],
  onDelete: ["restore", "retain", "delete"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What a value has to be: "a number from 1 to 5, lines for each free agent". */
export function rangeText({ from, to, isWhole, unit }: ArgumentRange): string {
  return `a ${isWhole ? "whole number" : "number"} from ${from} to ${to}, ${unit}`;
}

/** What a value has to be: "\"enforce\" or \"warn\"". */
export function choiceText(choices: readonly string[]): string {
  const names = choices.map((choice) => `"${choice}"`);
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

export function isInRange(value: number, { from, to, isWhole }: ArgumentRange): boolean {
  return value >= from && value <= to && (!isWhole || Number.isInteger(value));
}
