import { createHash } from "node:crypto";
import type { FieldChange } from "../../domain/audit-entry.ts";
import { isJsonObject, type Json } from "../../domain/json.ts";
import { managedChanges } from "../../domain/merge.ts";
import type { Attempt } from "./attempt.ts";

/** What a write did to the managed fields, fit for a log: a text among the compliance rules may be a secret, and is a digest there. */
export function fieldChanges({ managed, before = {}, sent = {} }: Attempt): readonly FieldChange[] {
  return managedChanges(managed, before, sent).map(({ path, from, to }) => {
    const told = path.startsWith("complianceRules") ? digested : (value: Json | undefined) => value;
    return { path, before: told(from), after: told(to) };
  });
}

function digested(value: Json | undefined): Json | undefined {
  if (typeof value === "string") {
    return { sha256: createHash("sha256").update(value).digest("hex") };
  }
  if (Array.isArray(value)) return value.map((each) => digested(each) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, digested(each) ?? null]),
  );
}
