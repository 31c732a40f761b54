import { isJsonObject, type Json } from "../domain/json.ts";

/** Stands for a value that may be a secret. */
const NOT_SHOWN = "[not shown]";

/**
 * A value as a preview may show it. A text among the compliance rules may be a secret, and nothing shows the provider which
 * one is: of those a preview shows only that they are there. That a list is empty is no secret.
 */
export function masked(path: string, value: Json): Json {
  return path.startsWith("complianceRules") ? maskedRule(value) : value;
}

function maskedRule(value: Json): Json {
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, maskedRule(each)]));
  }
  const isEmpty = value === "" || (Array.isArray(value) && value.length === 0);
  return isEmpty || typeof value === "number" || typeof value === "boolean" || value === null
    ? value
    : NOT_SHOWN;
}

/** A value as a message may show it, {@link masked} like in a preview. */
export function redactedValue(path: string, value: Json | undefined): string {
  if (value === undefined) return "not there";
  const shownValue = masked(path, value);
  return shownValue === NOT_SHOWN ? NOT_SHOWN : JSON.stringify(shownValue);
}
