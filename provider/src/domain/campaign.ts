import { isJsonObject, type Json, type JsonObject } from "./json.ts";

/** A calling campaign, as the tenant reports it. */
export interface Campaign {
  readonly id: string;
  /** As people call it; several campaigns may have one name. Absent where it has none. */
  readonly name?: string;
  /** Agents who are logged in and take this campaign's calls. */
  readonly agentCount: number;
  /** Answered ÷ dialled over the tenant's look-back, 0–1. A campaign that never dialled has none. */
  readonly answerRate?: number;
  /** Mean time an agent spends on an answered call, wrap-up included. A campaign that never dialled has none. */
  readonly averageHandleTimeSeconds?: number;
}

/** Fields that a tenant may name the campaign in. */
const usualFields = [["campaignId"], ["campaign", "id"]];

/** The ids by which a document may name its campaign. The API describes no such field: believe one only where it is a campaign's. */
export function campaignIdsIn(document: JsonObject): readonly string[] {
  return usualFields.flatMap((field) => textAt(document, field) ?? []);
}

/** The text or the number at a path of a document; numbers serve as ids too. */
export function textAt(document: JsonObject, path: readonly string[]): string | undefined {
  const value = path.reduce<Json | undefined>(
    (at, key) => (isJsonObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    document,
  );
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
