import {
  type LineReading,
  lineRoundingNames,
  linesCountedNames,
} from "../../../domain/pacing/lines.ts";
import { regulations } from "../../../domain/regulation.ts";
import { type Change, type Inputs, nameOf, type Operation } from "../read/preview.ts";
import { type Chance, chanceOverLimit } from "./chance.ts";
import { type BeforeAndAfter, type Figure, figures, gapOf, isKnown } from "./figure.ts";
import { type SettingChange, settingChanges } from "./setting-changes.ts";

/** A dialer configuration that changes, and what that does to people and agents. */
export interface Configuration {
  readonly urn: string;
  readonly name: string;
  readonly operation: Operation;
  /** Absent where it is not known yet. */
  readonly campaignId: string | undefined;
  readonly regulation: keyof typeof regulations | undefined;
  /** Abandoned ÷ answered, 0–1, with half the width of its 95 % interval. */
  readonly abandonmentRate: BeforeAndAfter<Figure>;
  readonly abandonmentMargin: BeforeAndAfter<Figure>;
  readonly occupancy: BeforeAndAfter<Figure>;
  /** How lines were counted for the forecast after the change; absent where that is not told, or none are counted. */
  readonly lineReading: LineReading | undefined;
  /** What abandonment must not exceed, after the change. */
  readonly abandonmentLimit: Figure;
  readonly chanceOverLimit: Chance;
  /** The highest `dialRate` that would pass; `any` where it does not matter, because a line is dialled for each free agent. */
  readonly highestDialRate: Figure | "any";
  /** The settings that differ, of an update or a replacement. */
  readonly settings: readonly SettingChange[];
  /** Figures of the campaign that the program plans, by their names in `staffing`. */
  readonly planned: readonly string[];
}

export function configurationOf(change: Change): Configuration {
  const { urn, operation, before, after } = change;
  const abandonmentRate = figures(change, "forecast", "abandonmentRate");
  const abandonmentMargin = figures(change, "forecast", "abandonmentMargin");
  const abandonmentLimit = limitOf(change);
  return {
    urn,
    name: nameOf(urn),
    operation,
    campaignId: textAt(after ?? before, "campaignId"),
    regulation: regulationOf(after ?? before),
    abandonmentRate,
    abandonmentMargin,
    occupancy: figures(change, "forecast", "occupancy"),
    lineReading: lineReadingOf(after?.forecast),
    abandonmentLimit,
    chanceOverLimit: chanceOverLimit(
      abandonmentRate.after,
      abandonmentMargin.after,
      abandonmentLimit,
    ),
    highestDialRate: highestDialRateOf(change),
    settings: before && after ? settingChanges(before, after) : [],
    planned: Object.keys(Object(after?.staffing)),
  };
}

function lineReadingOf(forecast: unknown): LineReading | undefined {
  const { linesCounted, lineRounding }: Partial<Record<keyof LineReading, unknown>> =
    Object(forecast);
  const counted = linesCountedNames.find((name) => name === linesCounted);
  const rounded = lineRoundingNames.find((name) => name === lineRounding);
  return counted && rounded && { linesCounted: counted, lineRounding: rounded };
}

/** What the program sets: the provider refuses one that is over what the regulation allows. */
function limitOf(change: Change): Figure {
  const { after: limit } = figures(change, "maxAbandonmentRate");
  return limit === "unmeasured" ? "untold" : limit;
}

function highestDialRateOf(change: Change): Figure | "any" {
  const { after: rate } = figures(change, "forecast", "optimalDialRate");
  const pacing = textAt(change.after, "pacingType");
  return isKnown(rate) && pacing !== undefined && pacing !== "predictive" ? "any" : rate;
}

function regulationOf(inputs: Inputs | undefined): keyof typeof regulations | undefined {
  const name = textAt(inputs, "regulation");
  return isRegulation(name) ? name : undefined;
}

function isRegulation(name: string | undefined): name is keyof typeof regulations {
  return name !== undefined && Object.hasOwn(regulations, name);
}

/** Undefined where it is not told, not known yet, or secret. */
function textAt(inputs: Inputs | undefined, key: string): string | undefined {
  const value = inputs?.[key];
  return typeof value === "string" && gapOf(value) === undefined ? value : undefined;
}
