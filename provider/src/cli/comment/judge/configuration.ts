import * as z from "zod";
import { redactedValue } from "../../../dialer-config/redacted-value.ts";
import { fields } from "../../../dialer-config/schema.ts";
import { isJsonObject, type Json, jsonEquals } from "../../../domain/json.ts";
import type { DialerAssumptions } from "../../../domain/pacing/lines.ts";
import { regulations } from "../../../domain/regulation.ts";
import { byStart } from "../../../domain/schedule.ts";
import { lineReadingOf } from "../../shared/preview/dialers.ts";
import { gapOf } from "../../shared/preview/gaps.ts";
import { type Inputs, nameOf } from "../../shared/preview/preview.ts";
import {
  type BeforeAndAfter,
  type Chance,
  chanceOverLimit,
  type Figure,
  figures,
  isKnown,
} from "./figure.ts";
import type { LiveChange, Move } from "./moves.ts";
import type { Drift } from "./provider-sentences.ts";

/** A dialer configuration that changes, and what that does to people and agents. */
export interface Configuration {
  readonly urn: string;
  readonly name: string;
  readonly operation: LiveChange["operation"];
  /** Where it goes from one resource of the program to another, or its resource is replaced. */
  readonly move?: Move;
  /** Of a resource that is new to the engine; absent where the preview does not say. */
  readonly adoption?: Adoption;
  /** Absent where it is not known yet. */
  readonly campaignId: string | undefined;
  readonly regulation: keyof typeof regulations | undefined;
  /** Abandoned ÷ answered, 0–1, with half the width of its 95 % interval. */
  readonly abandonmentRate: BeforeAndAfter<Figure>;
  readonly abandonmentMargin: BeforeAndAfter<Figure>;
  readonly occupancy: BeforeAndAfter<Figure>;
  /** How lines were counted for the forecast after the change; absent where that is not said, or none are counted. */
  readonly lineReading: DialerAssumptions | undefined;
  /** What the program sets as the highest abandonment, after the change; the provider holds it to the regulation. */
  readonly abandonmentLimit: Figure;
  /** Of ending the period over the limit; of a steady hour, that the mean of the model is over it. */
  readonly chanceOverLimit: Chance;
  /** The period that the forecast after the change is of, such as `30 days`; absent where it is of one steady hour, or there is none. */
  readonly covers: string | undefined;
  /** Of a period, the interval with the highest abandonment. */
  readonly worstInterval: { readonly name: string; readonly abandonmentRate: number } | undefined;
  /** Of a period that goes on: what is spent of it, as a share of what the limit allows, and the rate that it ends with. */
  readonly spent?: { readonly share: number; readonly periodRate: number };
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
interface Said {
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
  const period = periodForecast.safeParse(after?.forecast).data;
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
    chanceOverLimit:
      period === undefined
        ? chanceOverLimit(abandonmentRate.after, abandonmentMargin.after, abandonmentLimit)
        : { probability: period.chanceOverLimit },
    covers: period?.covers,
    worstInterval: period && {
      name: period.worstInterval,
      abandonmentRate: period.worstAbandonmentRate,
    },
    ...(period?.budgetSpent !== undefined &&
      period.periodRate !== undefined && {
        spent: { share: period.budgetSpent, periodRate: period.periodRate },
      }),
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

/** What a forecast by a schedule says beside what every forecast does. */
const periodForecast = z.object({
  covers: z.string(),
  chanceOverLimit: z.number(),
  worstInterval: z.string(),
  worstAbandonmentRate: z.number(),
  budgetSpent: z.number().optional(),
  periodRate: z.number().optional(),
});

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

/** Undefined where it is absent, not known yet, or secret. */
function textAt(inputs: Inputs | undefined, key: string): string | undefined {
  const value = inputs?.[key];
  return typeof value === "string" && gapOf(value) === undefined ? value : undefined;
}

/**
 * Why a setting is another after the deployment.
 * - `program`: the program says another value than at the last deployment
 * - `drift`: somebody changed it in the tenant, and the deployment puts it back
 * - `adoption`: the tenant's value, of a configuration that the program takes over, gives way to the program's
 * - `undisclosed`: it is secret before and after, and the preview does not say whether it changes
 */
export type Cause = "program" | "drift" | "adoption" | "undisclosed";

/** One argument of the program that changes; `path` reaches into objects: `complianceRules.ringSeconds`. */
export interface SettingChange {
  readonly path: string;
  /** As a reviewer may see it: neither a secret nor a text of the compliance rules. */
  readonly before: string;
  readonly after: string;
  readonly cause: Cause;
}

/** Beside the values, what a preview gives away of which secrets change. */
interface Disclosure {
  /** Whether something else than a change of a secret makes the engine update the resource. */
  readonly isExplained: boolean;
}

/** What differs, in the order of its paths; arrays are compared as a whole. */
function settingChanges(
  before: Inputs,
  after: Inputs,
  { isExplained }: Disclosure,
): readonly SettingChange[] {
  const [olds, news] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...olds.keys(), ...news.keys()])].toSorted();
  const visible = paths.filter((path) => !jsonEquals(olds.get(path), news.get(path)));
  const secrets = paths.filter((path) =>
    [olds, news].every((leaves) => gapOf(leaves.get(path)) === "secret"),
  );
  const changed = (path: string, cause: Cause): SettingChange => ({
    path,
    before: written(path, olds.get(path)),
    after: written(path, news.get(path)),
    cause,
  });
  const isOnlyCause = !isExplained && visible.length === 0 && secrets.length === 1;
  return [
    ...visible.map((path) => changed(path, "program")),
    ...secrets.map((path) => changed(path, isOnlyCause ? "program" : "undisclosed")),
  ].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** The arguments that a program gives, and nothing of what the provider notes beside them. */
function leavesOf(inputs: Inputs): ReadonlyMap<string, Json> {
  const leaves = new Map<string, Json>();
  const gather = (value: unknown, path: string) => {
    if (isJsonObject(value) && gapOf(value) === undefined) {
      for (const [key, each] of Object.entries(value)) gather(each, `${path}.${key}`);
    } else if (isJson(value)) {
      leaves.set(path, value);
    }
  };
  for (const [key, value] of Object.entries(inputs)) {
    if (!Object.hasOwn(fields, key)) continue;
    gather(key === "staffing" ? withIntervalsByStart(value) : value, key);
  }
  return leaves;
}

/** So that what changes is an interval's, and not the whole day. */
function withIntervalsByStart(staffing: unknown): unknown {
  if (!isJsonObject(staffing) || staffing.intervals === undefined) return staffing;
  return { ...staffing, intervals: byStart(staffing.intervals) };
}

/** What was read from JSON holds nothing else. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

const gapWords = { unknown: "not known yet", secret: "secret" } as const;

/** A value as a reviewer may see it. */
function written(path: string, value: Json | undefined): string {
  const gap = gapOf(value);
  return gap === "unknown" || gap === "secret" ? gapWords[gap] : redactedValue(path, value);
}

/** What creating the resource does in the tenant: take over a configuration that is there, or make one. */
export type Adoption =
  | { readonly exists: false }
  | {
      readonly exists: true;
      /** What of the tenant's gives way to the program's; empty where there is nothing to write. */
      readonly changes: readonly SettingChange[];
    };

const value = z.json().optional();

/** What check puts among the inputs of a configuration that is to be created. */
const adoption = z.discriminatedUnion("exists", [
  z.object({ exists: z.literal(false) }),
  z.object({
    exists: z.literal(true),
    changes: z.record(z.string(), z.object({ from: value, to: value })),
  }),
]);

/** Undefined where the preview does not say. */
function adoptionIn(inputs: Inputs | undefined): Adoption | undefined {
  const { data } = adoption.safeParse(inputs?.adoption);
  if (!data?.exists) return data;
  return {
    exists: true,
    changes: Object.entries(data.changes).map(([path, { from, to }]) => ({
      path,
      before: written(path, from),
      after: written(path, to),
      cause: "adoption",
    })),
  };
}
