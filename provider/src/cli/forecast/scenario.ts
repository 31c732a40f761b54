import type { Demand } from "../../domain/capacity.ts";
import type { PacingForecast, PacingType } from "../../domain/pacing/index.ts";
import type { LineReading } from "../../domain/pacing/lines.ts";
import type { RegulationName } from "../../domain/regulation.ts";
import type { Quantities, QuantityName } from "./quantities.ts";

/** One configuration to forecast. `maxAbandonmentRate` is the limit that it is judged by. */
interface Setting extends Quantities, LineReading {
  readonly pacingType: PacingType;
  readonly regulation: RegulationName;
}

/** A configuration of a stack, as its state tells of it. */
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
  readonly setting: Setting;
  /** Absent where the setting comes from flags alone. */
  readonly subject?: Subject;
}

export interface Row extends Scenario {
  readonly forecast: PacingForecast;
  readonly isOver: boolean;
  /** Abandoned ÷ answered if lines were pooled, or per agent where they are pooled; absent where no lines are counted. */
  readonly otherwiseCounted?: number;
  /**
   * The highest dial rate, of the API's 0.1–10, that keeps the limit with everything else as it is; 0 where none does.
   * Absent where the dial rate does not matter, because a line is dialled for each idle agent.
   */
  readonly highestDialRate?: number;
}

/** Equal for the scenarios that differ in one quantity only. */
export function keyWithout({ setting, subject }: Scenario, name: QuantityName): string {
  return JSON.stringify([subject?.urn, { ...setting, [name]: null }]);
}
