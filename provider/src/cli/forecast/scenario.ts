import type { PlannedSchedule } from "../../dialer-config/figures.ts";
import type { PeriodResult } from "../../dialer-config/period-result.ts";
import { argumentRanges } from "../../domain/arguments.ts";
import type { Demand } from "../../domain/capacity.ts";
import type { PacingForecast, PacingType } from "../../domain/pacing/index.ts";
import type { LineReading } from "../../domain/pacing/lines.ts";
import { type RegulationName, regulationFindings, regulations } from "../../domain/regulation.ts";
import { UsageError } from "../shared/exit-codes.ts";
import { wholeText } from "../shared/figures.ts";
import {
  allowed,
  type Flags,
  type GivenValues,
  givenValues,
  type KnownReading,
  lineReadingFrom,
  MOST_ROWS,
} from "./flags.ts";
import {
  defaultSetting,
  eachQuantity,
  type Quantities,
  type QuantityName,
  quantities,
  quantityNames,
} from "./quantities.ts";

/** One configuration to forecast. `maxAbandonmentRate` is the limit that it is judged by. */
interface Setting extends Quantities, LineReading {
  readonly pacingType: PacingType;
  readonly regulation: RegulationName;
}

/** A configuration of a stack, as its state has it. */
export interface Subject {
  readonly urn: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly configId: string;
  readonly campaignId: string;
  /** The other configurations that dial for the same agents. */
  readonly others: readonly Demand[];
}

export interface Scenario {
  /** With a schedule, the most agents that it has, its mean answer rate and its mean handle time. */
  readonly setting: Setting;
  /** In place of one steady hour. */
  readonly schedule?: PlannedSchedule | undefined;
  /** Absent where the setting comes from flags alone. */
  readonly subject?: Subject;
}

/** What every row has a figure for. */
type CommonForecast = Pick<
  PacingForecast,
  "model" | "abandonmentRate" | "abandonmentMargin" | "occupancy"
>;

export interface Row extends Scenario {
  readonly forecast: CommonForecast;
  /** The whole forecast of one steady hour, or that of the period by a schedule. */
  readonly whole:
    | { readonly hour: PacingForecast; readonly period?: never }
    | { readonly period: PeriodResult; readonly hour?: never };
  readonly isOver: boolean;
  /** Check says nothing of it. By a schedule, one that is not over the limit is warned of if its chance of ending over it is high. */
  readonly passes: boolean;
  /** Abandoned ÷ answered if lines were pooled, or per agent where they are pooled; absent where no lines are counted. */
  readonly otherwiseCounted?: number;
  /**
   * The highest dial rate, of the API's 0.1–10, that keeps the limit with everything else as it is, over a period with a chance of 95 %;
   * 0 where none does.
   * Absent where the dial rate does not matter, because a line is dialled for each idle agent.
   */
  readonly highestDialRate?: number;
}

/** Equal for the scenarios that differ in one quantity only. */
export function keyWithout({ setting, subject }: Scenario, name: QuantityName): string {
  return JSON.stringify([subject?.urn, { ...setting, [name]: null }]);
}

/** A schedule, and what sums it up among the values of quantities. */
export interface ScheduleFigures {
  readonly schedule: PlannedSchedule;
  readonly values: Readonly<Record<(typeof scheduledNames)[number], readonly number[]>>;
}

/** What a schedule says in place of a flag. */
export const scheduledNames = ["agents", "answerRate", "averageHandleTimeSeconds"] as const;

const required = scheduledNames;

/** What the flags alone describe: every combination of their values. */
export function scenariosFromFlags(
  flags: Flags,
  lineReading: KnownReading,
  planned: ScheduleFigures | undefined,
): readonly Scenario[] {
  const { pacing = defaultSetting.pacingType, regulation = defaultSetting.regulation } = flags;
  const given = { ...givenValues(flags), ...planned?.values };
  requireFigures(given);
  const values: Values = {
    agents: [],
    answerRate: [],
    averageHandleTimeSeconds: [],
    agentRatio: [defaultSetting.agentRatio],
    maxQueueDepth: [defaultSetting.maxQueueDepth],
    maxAbandonmentRate: [regulations[regulation].maxAbandonmentRate],
    dialRate: pacing === "predictive" ? defaultDialRates(given) : [Infinity],
    ...given,
  };
  requireLawful(regulation, values.maxAbandonmentRate);
  requireForecastable([values]);
  return combinations(values).map((row) => ({
    setting: {
      ...row,
      ...lineReadingFrom(flags, lineReading),
      pacingType: pacing,
      regulation,
    },
    ...(planned && { schedule: planned.schedule }),
  }));
}

function requireFigures(given: GivenValues): void {
  const missing = required.filter((name) => given[name] === undefined);
  if (missing.length === 0) return;
  throw new UsageError([
    ...missing.map(
      (name) => `${quantities[name].flag}: missing; write ${allowed(quantities[name])}`,
    ),
  ]);
}

/** @throws UsageError where a limit is over what the regulation allows. */
export function requireLawful(
  regulation: Parameters<typeof regulationFindings>[0],
  limits: readonly number[],
): void {
  const finding = regulationFindings(regulation, { maxAbandonmentRate: Math.max(...limits) }).find(
    ({ severity }) => severity === "error",
  );
  if (finding) throw new UsageError([`${quantities.maxAbandonmentRate.flag}: ${finding.message}`]);
}

export const { from: LOWEST_DIAL_RATE, to: HIGHEST_DIAL_RATE } = argumentRanges.dialRate;

/** How far to go beyond the rate that would keep every agent busy all the time. */
const BEYOND_FULL = 1.5;
const ABOUT_SO_MANY = 16;

/** Round dial rates from the API's lowest to where dialling faster can bring nothing more. */
function defaultDialRates(given: GivenValues): readonly number[] {
  const { agents = [], answerRate = [], averageHandleTimeSeconds = [] } = given;
  const full =
    Math.max(...agents) / (Math.min(...answerRate) * Math.min(...averageHandleTimeSeconds));
  const highest = Math.min(HIGHEST_DIAL_RATE, Math.max(2 * LOWEST_DIAL_RATE, full * BEYOND_FULL));
  return roundNumbers(LOWEST_DIAL_RATE, highest, ABOUT_SO_MANY);
}

/** Multiples of 1, 2 or 5 times a power of ten, as the axis of a chart has them. */
function roundNumbers(from: number, to: number, count: number): readonly number[] {
  const rough = (to - from) / count;
  const power = Math.floor(Math.log10(rough));
  const digit = rough / 10 ** power;
  const factor = [Math.SQRT2, Math.sqrt(10), Math.sqrt(50)].filter(
    (least) => digit >= least,
  ).length;
  const step = ([1, 2, 5, 10][factor] ?? 1) * 10 ** power;
  const first = Math.ceil(from / step - ROUNDING);
  const last = Math.floor(to / step + ROUNDING);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/** Room for the rounding of a division. */
const ROUNDING = 1e-9;

/** The values that each quantity is to take. */
export type Values = Readonly<Record<QuantityName, readonly number[]>>;

/** Every combination of the values, the last quantity varying fastest. */
export function combinations(values: Values): readonly Quantities[] {
  const start = eachQuantity((name) => values[name][0] ?? Number.NaN);
  return quantityNames.reduce<readonly Quantities[]>(
    (rows, name) => rows.flatMap((row) => values[name].map((value) => ({ ...row, [name]: value }))),
    [start],
  );
}

/** @throws UsageError where the sets of values cannot be forecast together, or make more rows than a table may have. */
export function requireForecastable(sets: readonly Values[]): void {
  if (sets.some(({ dialRate, agentRatio }) => [...dialRate, ...agentRatio].every(isUnlimited))) {
    throw new UsageError([
      `${quantities.dialRate.flag} and ${quantities.agentRatio.flag}: both are unlimited, so nothing limits the dials; ` +
        `give one of them a number, such as ${quantities.agentRatio.flag} ${quantities.agentRatio.example}`,
    ]);
  }
  const rows = sets.reduce((sum, values) => sum + rowCount(values), 0);
  if (rows <= MOST_ROWS) return;
  const ranges = quantityNames.flatMap((name) => {
    const count = Math.max(...sets.map((values) => values[name].length));
    return count > 1 ? [`${quantities[name].flag} ${wholeText(count)}`] : [];
  });
  const configurations = sets.length > 1 ? [`${wholeText(sets.length)} configurations`] : [];
  throw new UsageError([
    `${[...configurations, ...ranges].join(" × ")} make ${wholeText(rows)} rows, over the ${wholeText(MOST_ROWS)} of a table. ` +
      "Take longer steps, shorter ranges, or fewer of them.",
  ]);
}

function isUnlimited(value: number): boolean {
  return value === Infinity;
}

function rowCount(values: Values): number {
  return quantityNames.reduce((product, name) => product * values[name].length, 1);
}
