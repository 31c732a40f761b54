import type { Json } from "../domain/json.ts";

/**
 * A value as a message may show it. A text among the compliance rules may be a secret, and nobody tells the provider which
 * one is: of those a message says only that they are there.
 */
export function shown(path: string, value: Json | undefined): string {
  if (value === undefined) return "not there";
  const isFreeForm = path.startsWith("complianceRules");
  if (!isFreeForm || typeof value === "number" || typeof value === "boolean")
    return JSON.stringify(value);
  return value === null ? "null" : "[not shown]";
}
