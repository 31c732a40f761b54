/**
 * What Pulumi programs import: {@link DialerConfig} for one dialer configuration, {@link DialerFleet} for a table of them,
 * look-ups of what the tenant holds, the forecast, and the errors.
 *
 * @module pulumi-cxone-dialer
 */

export { DialerConfig } from "./dialer-config/dynamic-resource.ts";
export type { Forecast } from "./dialer-config/forecast.ts";
export type {
  DialerConfigArgs,
  IntervalArgs,
  JsonInput,
  JsonInputArray,
  JsonInputObject,
  ScheduleArgs,
  StaffingArgs,
} from "./dialer-config/resource.ts";
export type {
  Adoption,
  CapacityPolicy,
  ConflictPolicy,
  DeletePolicy,
  ExistingPolicy,
  Staffing,
} from "./dialer-config/state.ts";
export type { AuditAction, AuditEvent, ComplianceCheck } from "./domain/audit.ts";
export type {
  AuditEntry,
  Basis,
  ExportEntry,
  FieldChange,
  Limits,
  Origin,
  WriteEntry,
} from "./domain/audit-entry.ts";
export type { Audit, PendingEvent } from "./domain/audit-trail.ts";
export type { Campaign } from "./domain/campaign.ts";
export type { Capacity, CapacityStatus } from "./domain/capacity.ts";
export type { Json, JsonObject } from "./domain/json.ts";
export {
  type EstimatePacingOptions,
  estimatePacing,
  type PacingEstimate,
} from "./domain/pacing/estimate-pacing.ts";
export {
  forecastPacing,
  type PacingForecast,
  type PacingOptions,
  type PacingType,
} from "./domain/pacing/forecast-pacing.ts";
export { type Regulation, type RegulationName, regulations } from "./domain/regulation.ts";
export type { Schedule, ScheduleEntry, Week, Weekday } from "./domain/schedule.ts";
export * from "./errors/index.ts";
export { DialerFleet } from "./fleet/dialer-fleet.ts";
export type { DialerFleetArgs, FleetOfConfigs, FleetOfFile } from "./fleet/fleet-rows.ts";
export type { FleetRow } from "./fleet/table.ts";
export {
  type GetDialerConfigArgs,
  type GetDialerConfigOutputArgs,
  type GetDialerConfigResult,
  getDialerConfig,
  getDialerConfigOutput,
  type ListedDialerConfig,
  listDialerConfigs,
  listDialerConfigsOutput,
} from "./lookups/dialer-configs.ts";
export {
  type GetCampaignArgs,
  type GetCampaignOutputArgs,
  type GetCampaignResult,
  getCampaign,
  getCampaignOutput,
} from "./lookups/get-campaign.ts";
