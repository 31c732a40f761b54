import { z } from "zod";
import type { JsonObject } from "../../domain/json.ts";

export interface TenantCampaign {
  readonly name?: string;
  /** Agents logged in. */
  readonly agentCount: number;
  /** Answered ÷ dialled, 0–1. */
  readonly answerRate?: number;
  /** Seconds. */
  readonly averageHandleTime?: number;
}

/** What a tenant holds when it starts, under the ids. */
export interface TenantData {
  readonly campaigns: Readonly<Record<string, TenantCampaign>>;
  /** Whole documents, as a `GET` answers them; any field may be among them. */
  readonly dialerConfigs: Readonly<Record<string, JsonObject>>;
}

/** Reads a data file's content. */
export const tenantDataSchema: z.ZodType<TenantData> = z.strictObject({
  campaigns: z.record(
    z.string().min(1),
    z.strictObject({
      name: z.string().exactOptional(),
      agentCount: z.int().min(0),
      answerRate: z.number().min(0).max(1).exactOptional(),
      averageHandleTime: z.number().positive().exactOptional(),
    }),
  ),
  dialerConfigs: z.record(z.string().min(1), z.record(z.string(), z.json())),
});
