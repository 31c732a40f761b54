import {
  agentCount,
  between,
  overZeroToOne,
  positive,
  type Range,
} from "../../domain/pacing/range.ts";
import { decimalsOf, decimalText } from "../shared/figures.ts";

/** A number that a forecast needs, and all that a flag, a table and a chart have to know about it. */
export interface Quantity {
  readonly flag: string;
  /** The flag's name among commander's parsed options. */
  readonly option: string;
  /** What the flag's value is called in the help. */
  readonly meaning: string;
  readonly bounds: Range;
  /** A right value, and a right range, for an error to show. */
  readonly example: string;
  readonly exampleRange: string;
  /** Whether the flag takes the word `unlimited`. */
  readonly mayBeUnlimited: boolean;
  /** Whether it is a fraction, which people read as a percentage. */
  readonly isShare: boolean;
  /** Over a column of text. */
  readonly heading: string;
  /** Over a column of a page, and along an axis. */
  readonly label: string;
  /** In a sentence, around its figure. */
  readonly phrase: (figure: string) => string;
}

/** What a setting is where neither a flag nor a state says. */
export const defaultSetting = {
  pacingType: "predictive",
  regulation: "cxone",
  /** The API's recommended safety limit. */
  agentRatio: 3,
  /** The API's highest. */
  maxQueueDepth: 500,
} as const;

/** In the order of the flags in the help and of a table's columns; the last one varies fastest. */
export const quantities = {
  agents: {
    flag: "--agents",
    option: "agents",
    meaning: "agents who take the calls",
    bounds: agentCount,
    example: "12",
    exampleRange: "5:50:5",
    mayBeUnlimited: false,
    isShare: false,
    heading: "agents",
    label: "Agents",
    phrase: (figure) => `${figure} agents`,
  },
  answerRate: {
    flag: "--answer-rate",
    option: "answerRate",
    meaning: "answered ÷ dialled, a fraction",
    bounds: { ...overZeroToOne, text: "a fraction over 0 and at most 1" },
    example: "0.3",
    exampleRange: "0.1:0.5:0.05",
    mayBeUnlimited: false,
    isShare: true,
    heading: "answer rate",
    label: "Answer rate (%)",
    phrase: (figure) => `${figure} answered`,
  },
  averageHandleTimeSeconds: {
    flag: "--handle-time",
    option: "handleTime",
    meaning: "mean seconds of an agent on an answered call, wrap-up included",
    bounds: { ...positive, text: "a number over 0" },
    example: "180",
    exampleRange: "60:300:30",
    mayBeUnlimited: false,
    isShare: false,
    heading: "handle s",
    label: "Handle time (s)",
    phrase: (figure) => `${figure} s a call`,
  },
  agentRatio: {
    flag: "--ratio",
    option: "ratio",
    meaning: `ringing lines for each idle agent, or unlimited (default: ${defaultSetting.agentRatio})`,
    bounds: { text: "a number of at least 1", holds: (value) => value >= 1 },
    example: "2",
    exampleRange: "1:3:0.25",
    mayBeUnlimited: true,
    isShare: false,
    heading: "ratio",
    label: "Lines for each idle agent",
    phrase: (figure) => `ratio ${figure}`,
  },
  maxQueueDepth: {
    flag: "--queue-depth",
    option: "queueDepth",
    meaning: `answered calls that may wait for an agent, or unlimited (default: ${defaultSetting.maxQueueDepth})`,
    bounds: {
      text: "a whole number of at least 0",
      holds: (value) => Number.isInteger(value) && value >= 0,
    },
    example: "150",
    exampleRange: "0:10:1",
    mayBeUnlimited: true,
    isShare: false,
    heading: "queue",
    label: "Queue depth",
    phrase: (figure) => `queue depth ${figure}`,
  },
  maxAbandonmentRate: {
    flag: "--max-abandonment",
    option: "maxAbandonment",
    meaning: "highest abandoned ÷ answered to keep, a fraction (default: the regulation's)",
    bounds: { ...between(0, 1), text: "a fraction from 0 to 1" },
    example: "0.03",
    exampleRange: "0.01:0.03:0.005",
    mayBeUnlimited: false,
    isShare: true,
    heading: "limit",
    label: "Abandonment limit (%)",
    phrase: (figure) => `limit ${figure}`,
  },
  dialRate: {
    flag: "--dial-rate",
    option: "dialRate",
    meaning:
      "dials started a second over the campaign, or unlimited (default: a range up to all that the agents can use)",
    bounds: { ...positive, text: "a number over 0" },
    example: "2.5",
    exampleRange: "0.5:5:0.1",
    mayBeUnlimited: true,
    isShare: false,
    heading: "dials/s",
    label: "Dials started a second",
    phrase: (figure) => `${figure} dials a second`,
  },
} as const satisfies Record<string, Quantity>;

export type QuantityName = keyof typeof quantities;
/** A value for each quantity; Infinity stands for `unlimited`. */
export type Quantities = Readonly<Record<QuantityName, number>>;
export type QuantityOption = (typeof quantities)[QuantityName]["option"];

export function eachQuantity<T>(of: (name: QuantityName) => T): Readonly<Record<QuantityName, T>> {
  return {
    agents: of("agents"),
    answerRate: of("answerRate"),
    averageHandleTimeSeconds: of("averageHandleTimeSeconds"),
    agentRatio: of("agentRatio"),
    maxQueueDepth: of("maxQueueDepth"),
    maxAbandonmentRate: of("maxAbandonmentRate"),
    dialRate: of("dialRate"),
  };
}

export const quantityNames = Object.values(eachQuantity((name) => name));

/** Writes the values of one quantity with as many decimals as the one that needs most, so that a column lines up. */
export function textsOf(name: QuantityName, values: readonly number[]): (value: number) => string {
  const { isShare } = quantities[name];
  const decimals = Math.max(0, ...values.map((value) => decimalsOf(displayedValue(name, value))));
  const unit = isShare ? " %" : "";
  return (value) => `${decimalText(displayedValue(name, value), decimals)}${unit}`;
}

/** As people read it: a share as a percentage. */
export function displayedValue(name: QuantityName, value: number): number {
  return quantities[name].isShare ? Number((value * 100).toPrecision(12)) : value;
}

/** One value of a quantity in a sentence: "12 agents", "30 % answered". */
export function phraseOf(name: QuantityName, value: number): string {
  return quantities[name].phrase(textsOf(name, [value])(value));
}
