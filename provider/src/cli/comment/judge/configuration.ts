import type { LineReading } from "../../../domain/pacing/lines.ts";
import { regulations } from "../../../domain/regulation.ts";
import { type Inputs, nameOf } from "../read/preview.ts";
import type { Drift } from "../read/provider-sentences.ts";
import { type Adoption, adoptionIn } from "./adoption.ts";
import { type Chance, chanceOverLimit } from "./chance.ts";
import { type BeforeAndAfter, type Figure, figures, gapOf, isKnown } from "./figure.ts";
import { lineReadingOf } from "./line-reading.ts";
import type { LiveChange, Move } from "./moves.ts";
import { type SettingChange, settingChanges } from "./setting-changes.ts";

/** A dialer configuration that changes, and what that does to people and agents. */
export interface Configuration {
  readonly urn: string;
  readonly name: string;
  readonly operation: LiveChange["operation"];
  /** Where it goes from one resource of the program to another, or its resource is replaced. */
  readonly move?: Move;
  /** Of a resource that is new to the engine; absent where the preview does not tell. */
  readonly adoption?: Adoption;
  /** Absent where it is not known yet. */
  readonly campaignId: string | undefined;
  readonly regulation: keyof typeof regulations | undefined;
  /** Abandoned ÷ answered, 0–1, with half the width of its 95 % interval. */
  readonly abandonmentRate: BeforeAndAfter<Figure>;
  readonly abandonmentMargin: BeforeAndAfter<Figure>;
  readonly occupancy: BeforeAndAfter<Figure>;
  /** How lines were counted for the forecast after the change; absent where that is not told, or none are counted. */
  readonly lineReading: LineReading | undefined;
  /** What the program sets as the highest abandonment, after the change; the provider holds it to the regulation. */
  readonly abandonmentLimit: Figure;
  readonly chanceOverLimit: Chance;
  /**
   * The highest `dialRate` that would pass; `any` where the API's highest passes, or where it does not matter, because a line is
   * dialled for each free agent.
   */
  readonly highestDialRate: Figure | "any";
  /** The settings that differ, of what is there before and after. */
  readonly settings: readonly SettingChange[];
  /** Figures of the campaign that the program plans, by their names in `staffing`. */
  readonly planned: readonly string[];
}

/** What messages of the preview say of a configuration that its resource's step does not. */
export interface Said {
  readonly drifts: readonly Drift[];
  /** Whether something is still to be done for it, which makes the engine update it by itself. */
  readonly isPending: boolean;
}

export function configurationOf(
  change: LiveChange,
  { drifts, isPending }: Said = { drifts: [], isPending: false },
): Configuration {
  const { urn, operation, before, after, move } = change;
  const adoption = adoptionIn(after);
  const abandonmentRate = figures(change, "forecast", "abandonmentRate");
  const abandonmentMargin = figures(change, "forecast", "abandonmentMargin");
  const { after: abandonmentLimit } = figures(change, "maxAbandonmentRate");
  return {
    urn,
    name: nameOf(urn),
    operation,
    ...(move && { move }),
    ...(adoption && operation !== "rename" && { adoption }),
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
    settings: mergedByPath([
      ...(before && after
        ? settingChanges(before, after, {
            isExplained: operation !== "update" || drifts.length > 0 || isPending,
          })
        : []),
      ...drifts.map(({ path, from, to }) => ({
        path,
        before: from,
        after: to,
        cause: "drift" as const,
      })),
      // What is really written to a configuration that another resource held: from what the tenant holds now.
      ...(operation === "rename" && adoption?.exists ? adoption.changes : []),
    ]),
    planned: Object.keys(Object(after?.staffing)),
  };
}

/** Of two that say something of one setting, the later one knows the tenant. */
function mergedByPath(changes: readonly SettingChange[]): readonly SettingChange[] {
  return [...new Map(changes.map((each) => [each.path, each])).values()];
}

/** The API's highest dial rate, and so the highest that a forecast looks for. */
const TOP_DIAL_RATE = 10;

function highestDialRateOf(change: LiveChange): Figure | "any" {
  const { after: rate } = figures(change, "forecast", "optimalDialRate");
  const pacing = textAt(change.after, "pacingType");
  const isAny = rate === TOP_DIAL_RATE || (pacing !== undefined && pacing !== "predictive");
  return isKnown(rate) && isAny ? "any" : rate;
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
