import { z } from "zod";
import { isJsonObject, type JsonObject } from "../domain/json.ts";
import { entityName } from "./entity-name.ts";

/** The part of a document that the API describes, by its types alone: a value is told as it is, in the API's ranges or not. */
export const describedSchema = z.object({
  name: entityName,
  pacingType: z.enum(["predictive", "progressive", "preview"]),
  dialRate: z.number(),
  agentRatio: z.number(),
  maxAbandonmentRate: z.number(),
  maxQueueDepth: z.number(),
  answerRateThreshold: z.number(),
  complianceRules: z
    .custom<JsonObject>(isJsonObject, "must be an object")
    .default((): JsonObject => ({})),
});

export interface DescribedConfig extends z.infer<typeof describedSchema> {
  readonly id: string;
  /** A strong entity tag; undefined where the tenant gave none. */
  readonly etag: string | undefined;
}
