import {
  defaultLineReading,
  type LineRounding,
  type LinesCounted,
  lineRoundingNames,
  linesCountedNames,
} from "./lines.ts";
import { between, notNegative, positive, type Range, requireRanges, whole } from "./range.ts";

/** How a dialer decides to dial: for an agent who is idle (`preview`, `progressive`), or ahead of one (`predictive`). */
export type PacingType = "preview" | "progressive" | "predictive";

/** How the dialer is set and how long lines ring and people wait: the options that all forecasts have. */
export interface DialerSettings {
  readonly pacingType: PacingType;
  /** Dials started a second over the whole campaign, over 0. Infinity: one starts whenever the ratio leaves room. */
  readonly dialRate: number;
  /** Ringing lines for each idle agent, 1–Infinity. Infinity: a dial starts whatever the agents do. */
  readonly agentRatio: number;
  /**
   * Whether each idle agent has lines of their own, which go on ringing when that agent takes a call, or all share theirs. Pooled,
   * fewer calls are abandoned. Source: NICE's help, "maximum number of simultaneous calls dialed per agent". @default "perAgent"
   */
  readonly linesCounted?: LinesCounted;
  /** What becomes of a fraction of a line: of one agent's lines, or of all where they are pooled. @default "up" */
  readonly lineRounding?: LineRounding;
  /** Answered calls that may wait for an agent: a whole number from 0, or Infinity. */
  readonly maxQueueDepth: number;
  /** How long an answered call waits before it is abandoned, in seconds, from 0. Source: 16 CFR 310.4(b)(1)(iv). @default 2 */
  readonly abandonSeconds?: number;
  /** Mean time (exponential) that a line rings that will be answered, in seconds, over 0. @default 10 */
  readonly ringSecondsAnswered?: number;
  /** Time (fixed) that a line rings that nobody answers, in seconds, over 0. @default 20 */
  readonly ringSecondsUnanswered?: number;
  /** Chooses the simulation's random numbers; a whole number from 0 to 4,294,967,295. @default 1981 */
  readonly seed?: number;
}

/** The words that a setting may be. */
export const dialerSettingNames = {
  pacingType: ["preview", "progressive", "predictive"],
  linesCounted: linesCountedNames,
  lineRounding: lineRoundingNames,
} as const satisfies Pick<
  { readonly [Name in keyof DialerSettings]-?: readonly DialerSettings[Name][] },
  "pacingType" | "linesCounted" | "lineRounding"
>;

const unlimitedQueueDepth: Range = {
  text: "a whole number of at least 0, or Infinity",
  isWhole: true,
  holds: (value) => value >= 0 && (Number.isInteger(value) || value === Infinity),
};

/** What each number may be. */
export const dialerSettingRanges = {
  dialRate: { text: "over 0", holds: (value) => value > 0 },
  agentRatio: between(1, Infinity),
  maxQueueDepth: unlimitedQueueDepth,
  abandonSeconds: notNegative,
  ringSecondsAnswered: positive,
  ringSecondsUnanswered: positive,
  seed: whole(0, 2 ** 32 - 1),
} as const satisfies Readonly<Record<string, Range>>;

/** What holds of a setting that is absent. */
export const dialerSettingDefaults = {
  ...defaultLineReading,
  abandonSeconds: 2,
  ringSecondsAnswered: 10,
  ringSecondsUnanswered: 20,
  seed: 1981,
} as const satisfies Partial<DialerSettings>;

/**
 * The settings with the defaults of those that are absent.
 *
 * @throws RangeError naming the setting that is out of its range, its value and the range.
 */
export function parseDialerSettings(settings: DialerSettings): Required<DialerSettings> {
  const { pacingType, dialRate, agentRatio, maxQueueDepth } = settings;
  const {
    abandonSeconds = dialerSettingDefaults.abandonSeconds,
    ringSecondsAnswered = dialerSettingDefaults.ringSecondsAnswered,
    ringSecondsUnanswered = dialerSettingDefaults.ringSecondsUnanswered,
    seed = dialerSettingDefaults.seed,
    linesCounted = dialerSettingDefaults.linesCounted,
    lineRounding = dialerSettingDefaults.lineRounding,
  } = settings;
  const parsed = {
    pacingType,
    dialRate,
    agentRatio,
    maxQueueDepth,
    abandonSeconds,
    ringSecondsAnswered,
    ringSecondsUnanswered,
    seed,
    linesCounted,
    lineRounding,
  };
  requireRanges(parsed, dialerSettingRanges);
  for (const name of ["pacingType", "linesCounted", "lineRounding"] as const) {
    const names: readonly string[] = dialerSettingNames[name];
    if (names.includes(parsed[name])) continue;
    throw new RangeError(
      `${name} must be ${either(names)}, but is ${JSON.stringify(parsed[name])}`,
    );
  }
  if (parsed.dialRate === Infinity && parsed.agentRatio === Infinity) {
    throw new RangeError(
      "dialRate and agentRatio are both Infinity, so nothing limits the dials. Give one of them a number",
    );
  }
  return parsed;
}

/** `"a", "b" or "c"`. */
function either(names: readonly string[]): string {
  return names
    .map((name) => JSON.stringify(name))
    .join(", ")
    .replace(/, ([^,]*)$/, " or $1");
}
