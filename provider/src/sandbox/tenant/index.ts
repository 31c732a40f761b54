export type { Scope } from "./access.ts";
export type { TenantCampaign, TenantData } from "./data.ts";
export { sampleData, tenantDataSchema } from "./data.ts";
export type { VersionedDocument } from "./dialer-configs.ts";
export type { ExportEvent, ExportedEvent } from "./exports.ts";
export type { Fault, FaultEffect, FaultEffects, FaultTiming } from "./faults.ts";
export { startTenant } from "./start-tenant.ts";
export type { DocumentChange, LoggedRequest, Tenant, TenantOptions } from "./tenant.ts";
