import type { Origin } from "../domain/audit-entry.ts";
import type { AuditTrail } from "../domain/audit-trail.ts";
import type { Capacity } from "../domain/capacity.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { PacingType } from "../domain/pacing/forecast-pacing.ts";
import type { RegulationName } from "../domain/regulation.ts";
import type { Schedule } from "../domain/schedule.ts";
import type { Forecast } from "./forecast.ts";

export type CapacityPolicy = "enforce" | "warn";
export type ExistingPolicy = "adopt" | "refuse" | "require";
export type ConflictPolicy = "merge" | "fail" | "overwrite";
export type DeletePolicy = "restore" | "retain" | "delete";

/** Planned figures of a campaign; each given is used in place of the live campaign's. */
export interface Staffing {
  readonly agents?: number | undefined;
  readonly answerRate?: number | undefined;
  readonly averageHandleTimeSeconds?: number | undefined;
  /** A day, or the days of a week, in place of one steady hour. */
  readonly intervals?: Schedule | undefined;
  readonly answerRateVariation?: number | undefined;
}

/** The seven settings: what the tenant's document holds of the program. */
export interface Settings {
  readonly pacingType: PacingType;
  readonly dialRate: number;
  readonly agentRatio: number;
  readonly maxAbandonmentRate: number;
  readonly maxQueueDepth: number;
  readonly answerRateThreshold: number;
  readonly complianceRules: JsonObject;
}

/** The arguments once checked, with their defaults. */
export interface Arguments extends Settings {
  readonly configId: string;
  readonly campaignId: string;
  readonly regulation: RegulationName;
  readonly agentRatioLimit: number;
  readonly staffing?: Staffing | undefined;
  readonly capacityCheck: CapacityPolicy;
  readonly existing: ExistingPolicy;
  readonly onConflict: ConflictPolicy;
  readonly onDelete: DeletePolicy;
}

/** What creating the resource does in the tenant, for previews, reviews and policies. */
export interface Adoption {
  /** Whether the tenant has the configuration already, so that it is adopted; otherwise it is created in the tenant. */
  readonly exists: boolean;
  /**
   * By path, each field of the program that differs in the tenant: what it is there (absent where it is not there) and what it
   * becomes. Texts of `complianceRules` are masked. Empty where nothing has to be written; absent where nothing exists.
   */
  readonly changes?: Readonly<Record<string, { readonly from?: Json; readonly to?: Json }>>;
}

/** The pace that the last deployment left, for policies: they see the inputs, and not the state. */
export interface DeployedPace {
  readonly dialRate?: unknown;
  readonly agentRatio?: unknown;
}

/** What check hands to the engine. The forecast is among them so that a preview shows it and a policy can judge it. */
export interface CheckedInputs extends Arguments {
  readonly forecast?: Forecast | undefined;
  /** Where the program changes the pace, the one before; for policies. */
  readonly deployed?: DeployedPace | undefined;
  /** What creating the resource did in the tenant; until the next update. */
  readonly adoption?: Adoption | undefined;
}

/** What the engine keeps of the resource. */
export interface State extends CheckedInputs, AuditTrail {
  readonly capacity: Capacity;
  /** When the resource created or adopted the configuration, ISO 8601 in UTC; an earlier release did not note it. */
  readonly managedSince?: string | undefined;
  /** The document as last seen: the base of the next merge. */
  readonly document: JsonObject;
  /**
   * The merge base where that is not `document`, because `document` was read after the last deployment: the document as that left
   * it. Never stored: once a deployment has shown what was read, that is the base.
   */
  readonly base?: JsonObject | undefined;
  /** The strong ETag of `document`; absent where the tenant gave none. */
  readonly etag?: string | undefined;
  /** The document as it was before the program adopted it; absent where create made it. */
  readonly originalDocument?: JsonObject | undefined;
  /** What the program set in an adopted configuration, also under keys that it names no longer. A refresh leaves it alone. */
  readonly managedValues?: JsonObject | undefined;
  /** Project and stack, where an audit log is kept: a destroy does not run the program, and could not know. */
  readonly program?: Pick<Origin, "project" | "stack"> | undefined;
}
