import { settingNames } from "../../dialer-config/schema.ts";
import type { Json, JsonObject } from "../../domain/json.ts";

/**
 * The arguments of the resource that takes a document over: its settings as they are, in the order in which a person writes them.
 *
 * @param others what the plan adds
 */
export function argumentsOf(
  configId: string,
  document: JsonObject,
  campaignId: string,
  others: JsonObject = {},
): JsonObject {
  const settings = settingNames.flatMap((name): [string, Json][] => {
    const value = Object.hasOwn(document, name) ? document[name] : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  return {
    configId,
    campaignId,
    ...Object.fromEntries(settings),
    ...others,
    existing: "adopt",
  };
}
