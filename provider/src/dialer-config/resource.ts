import * as pulumi from "@pulumi/pulumi";
import type { Origin } from "../domain/audit-entry.ts";
import type { Audit, PendingEvent } from "../domain/audit-trail.ts";
import type { Capacity } from "../domain/capacity.ts";
import type { JsonObject } from "../domain/json.ts";
import type { PacingType } from "../domain/pacing/forecast-pacing.ts";
import type { RegulationName } from "../domain/regulation.ts";
import type { Weekday } from "../domain/schedule.ts";
import { assertSerializable } from "./assert-serializable.ts";
import type { Forecast } from "./forecast.ts";
import type {
  CapacityPolicy,
  ConflictPolicy,
  DeletePolicy,
  ExistingPolicy,
  Staffing,
} from "./state.ts";

/** A JSON value any part of which may be an output of another resource. */
export type JsonInput = null | boolean | number | string | JsonInputArray | JsonInputObject;
export interface JsonInputArray extends ReadonlyArray<pulumi.Input<JsonInput>> {}
export interface JsonInputObject {
  readonly [key: string]: pulumi.Input<JsonInput>;
}

/** Planned figures of a campaign. Each given here is used in place of the live campaign's. */
export interface StaffingArgs {
  /** Agents who take the campaign's calls: a whole number, 0–1,000,000. */
  readonly agents?: pulumi.Input<number>;
  /** Answered ÷ dialled, 0–1. */
  readonly answerRate?: pulumi.Input<number>;
  /** Mean time an agent spends on an answered call, wrap-up included, in seconds, 1–86,400. */
  readonly averageHandleTimeSeconds?: pulumi.Input<number>;
  /**
   * The day in place of one steady hour: its intervals in a row, or those of each day of the week. The forecast is then for the period
   * that the regulation counts. Not together with the three figures.
   */
  readonly intervals?: pulumi.Input<ScheduleArgs>;
  /**
   * By how much answer rates differ from day to day, 0–1: at 0.2, two days of three are within about 20 % of the usual. Only
   * together with `intervals`.
   * @default 0
   */
  readonly answerRateVariation?: pulumi.Input<number>;
}

/** The intervals of a day where all days are alike; otherwise those of each day of the week, where nobody works on a day that is left out. */
export type ScheduleArgs =
  | pulumi.Input<IntervalArgs>[]
  | { readonly [Day in Weekday]?: pulumi.Input<pulumi.Input<IntervalArgs>[]> };

/** A stretch of a day with the same staff and the same people at home. Times are on the clock of the call centre. */
export interface IntervalArgs {
  /** When it begins, `HH:MM`: when the interval before it ends. */
  readonly start: pulumi.Input<string>;
  /** When it ends, `HH:MM`, up to 24:00. What comes after midnight belongs to the next day. */
  readonly end: pulumi.Input<string>;
  /** Agents who take the calls: a whole number, 0–10,000. 0 is a pause. */
  readonly agents: pulumi.Input<number>;
  /** Answered ÷ dialled on a usual day, over 0 and at most 1. */
  readonly answerRate: pulumi.Input<number>;
  /** Mean time an agent spends on an answered call, wrap-up included, in seconds, over 0. */
  readonly averageHandleTimeSeconds: pulumi.Input<number>;
}

/** The arguments of a {@link DialerConfig}. */
// Where only some strings are right, they are spelt out, so that the compiler's message about a wrong one lists them.
export interface DialerConfigArgs {
  /** The configuration's id in the tenant. A change replaces the resource. */
  readonly configId: pulumi.Input<string>;

  /** The campaign whose agents take the calls. Several configurations may name one campaign; they are judged together. */
  readonly campaignId: pulumi.Input<string>;

  /**
   * How dials are started: `predictive` ahead of free agents, `progressive` one for each free agent, `preview` when an
   * agent has looked at the contact.
   */
  readonly pacingType: pulumi.Input<"predictive" | "progressive" | "preview">;

  /** Dials started a second over the whole campaign, 0.1–10, and at most agents × `agentRatio`. */
  readonly dialRate: pulumi.Input<number>;

  /** Lines dialled for each free agent, 1–5; over {@link agentRatioLimit} it is refused. */
  readonly agentRatio: pulumi.Input<number>;

  /** The highest share of answered calls that may be abandoned, 0–0.05, and at most what {@link regulation} allows. */
  readonly maxAbandonmentRate: pulumi.Input<number>;

  /** Answered calls that may wait for an agent at a time: a whole number, 1–500. */
  readonly maxQueueDepth: pulumi.Input<number>;

  /** The answer rate under which the tenant is to stop dialling ahead, 0–1. */
  readonly answerRateThreshold: pulumi.Input<number>;

  /**
   * Free-form rules. Only the keys named here are managed, at every depth; others that the tenant holds are kept, and a
   * key that a program names no longer stays as it is. An array is one value.
   * @default {}
   */
  readonly complianceRules?: pulumi.Input<JsonInputObject>;

  /**
   * Whose law the calls are under; {@link regulations} says what each one asks.
   * - `"cxone"`: abandonment up to the API's 5 %, with a warning over 3 %;
   * - `"us"`: 3 % of calls answered by a person over 30 days; ring at least 15 s, message within 2 s (16 CFR 310.4(b)(4));
   * - `"ca"`: 5 %; `"uk"`: 3 %.
   * @default "cxone"
   */
  readonly regulation?: pulumi.Input<RegulationName>;

  /**
   * The highest {@link agentRatio} that is accepted, 1–5. 3.0 is the API's recommended safety limit: raise it knowingly.
   * @default 3
   */
  readonly agentRatioLimit?: pulumi.Input<number>;

  /** Planned figures, in place of the live campaign's: a deployment at night sees no agents. @default the live campaign */
  readonly staffing?: pulumi.Input<StaffingArgs>;

  /**
   * `"enforce"` refuses dials that the campaign's agents cannot carry; `"warn"` reports it and goes on. A forecast over the limit
   * is refused either way.
   * @default "enforce"
   */
  readonly capacityCheck?: pulumi.Input<"enforce" | "warn">;

  /**
   * What to do where the configuration exists before the program creates it: `"adopt"` takes it over and remembers it as
   * found, `"refuse"` fails. `"require"` adopts it too, and fails where it does not exist instead of creating it.
   * @default "adopt"
   */
  readonly existing?: pulumi.Input<"adopt" | "refuse" | "require">;

  /**
   * What to do where somebody changed the configuration since it was last seen. `"merge"` keeps their changes and adds the
   * program's, and fails where both changed one field to different values; `"overwrite"` takes the program's value there;
   * `"fail"` fails at once.
   * @default "merge"
   */
  readonly onConflict?: pulumi.Input<"merge" | "fail" | "overwrite">;

  /**
   * What destroying does. `"restore"` puts the fields that the program set in an adopted configuration back as found, but
   * for those that somebody changed since, and deletes a configuration that the program created; `"retain"` leaves the tenant alone; `"delete"` deletes.
   * @default "restore"
   */
  readonly onDelete?: pulumi.Input<"restore" | "retain" | "delete">;
}

/** What the provider sets, and the program reads. The SDK resolves only what it was given a place for. */
const outputs = {
  etag: undefined,
  capacity: undefined,
  forecast: undefined,
  audit: undefined,
  managedSince: undefined,
  unmanagedFields: undefined,
  originalDocument: undefined,
  managedValues: undefined,
  pendingEvents: undefined,
  program: undefined,
};

/** What a dialer configuration gives a program, whichever way the engine reaches its provider. */
declare abstract class Outputs extends pulumi.CustomResource {
  declare readonly configId: pulumi.Output<string>;
  declare readonly campaignId: pulumi.Output<string>;
  declare readonly pacingType: pulumi.Output<PacingType>;
  declare readonly dialRate: pulumi.Output<number>;
  declare readonly agentRatio: pulumi.Output<number>;
  declare readonly maxAbandonmentRate: pulumi.Output<number>;
  declare readonly maxQueueDepth: pulumi.Output<number>;
  declare readonly answerRateThreshold: pulumi.Output<number>;
  declare readonly complianceRules: pulumi.Output<JsonObject>;
  declare readonly regulation: pulumi.Output<RegulationName>;
  declare readonly agentRatioLimit: pulumi.Output<number>;
  declare readonly staffing: pulumi.Output<Staffing | undefined>;
  declare readonly capacityCheck: pulumi.Output<CapacityPolicy>;
  declare readonly existing: pulumi.Output<ExistingPolicy>;
  declare readonly onConflict: pulumi.Output<ConflictPolicy>;
  declare readonly onDelete: pulumi.Output<DeletePolicy>;

  /** The strong ETag of the document as last seen; the next write goes out under it. */
  declare readonly etag: pulumi.Output<string | undefined>;
  /** How the campaign carries the configuration, as checked before the last write. */
  declare readonly capacity: pulumi.Output<Capacity>;
  /** What the settings do to the people who are called, as forecast before the last write; absent where it is not known. */
  declare readonly forecast: pulumi.Output<Forecast | undefined>;
  /** The audit event of the last write; absent where nothing was ever written. */
  declare readonly audit: pulumi.Output<Audit | undefined>;
  /** When the resource created or adopted the configuration, ISO 8601 in UTC. */
  declare readonly managedSince: pulumi.Output<string | undefined>;
  /**
   * What the tenant's document holds beside the settings, as last seen: the fields that the program does not manage, and a setting
   * that somebody changed and that was kept. A secret, for it may hold more than the program knows.
   */
  declare readonly unmanagedFields: pulumi.Output<JsonObject | undefined>;
  /** The whole document as it was before the program adopted it; absent where the program created it. A secret too. */
  declare readonly originalDocument: pulumi.Output<JsonObject | undefined>;
  /**
   * What the program set in an adopted configuration, where that is more or something else than the settings: also under keys
   * that it names no longer. A secret too.
   */
  declare readonly managedValues: pulumi.Output<JsonObject | undefined>;
  /** What is still to be exported, or to be appended to the audit log (`cxone:auditLog`), oldest first; absent where there is nothing. */
  declare readonly pendingEvents: pulumi.Output<readonly PendingEvent[] | undefined>;
  /** The project and stack that wrote last, where an audit log is kept. */
  declare readonly program: pulumi.Output<Pick<Origin, "project" | "stack"> | undefined>;
}

/**
 * The base of both `DialerConfig` classes: a type, and no class of its own. The SDK finds the program's line by counting constructors, so
 * one more between its own and `DialerConfig` would put this package's file into the state as the source of every resource.
 */
export const DialerConfigResource = pulumi.CustomResource as typeof Outputs;

/** The arguments as the SDK registers them, with a place for each output. */
export function registeredInputs(name: string, args: DialerConfigArgs): pulumi.Inputs {
  return { ...args, complianceRules: assertSerializable(name, args.complianceRules), ...outputs };
}

/**
 * Stops stack traces until the returned function is called, which gives an error that was thrown meanwhile a trace of its own. The SDK
 * takes one for each promise of each property, which is nine tenths of what a constructor costs.
 */
export function pauseStackTraces(): (thrown?: unknown) => void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  return (thrown) => {
    Error.stackTraceLimit = stackTraceLimit;
    if (thrown instanceof Error) Error.captureStackTrace(thrown);
  };
}
