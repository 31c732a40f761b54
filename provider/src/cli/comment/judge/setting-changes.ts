import { fields } from "../../../dialer-config/schema.ts";
import { shown } from "../../../dialer-config/shown.ts";
import { isJsonObject, type Json, jsonEquals } from "../../../domain/json.ts";
import type { Inputs } from "../read/preview.ts";
import { gapOf } from "./figure.ts";

/**
 * Why a setting is another after the deployment.
 * - `program`: the program says another value than at the last deployment
 * - `drift`: somebody changed it in the tenant, and the deployment puts it back
 * - `adoption`: the tenant's value, of a configuration that the program takes over, gives way to the program's
 * - `undisclosed`: it is secret before and after, and the preview does not say whether it changes
 */
export type Cause = "program" | "drift" | "adoption" | "undisclosed";

/** One argument of the program that changes; `path` reaches into objects: `complianceRules.ringSeconds`. */
export interface SettingChange {
  readonly path: string;
  /** As a reviewer may see it: neither a secret nor a text of the compliance rules. */
  readonly before: string;
  readonly after: string;
  readonly cause: Cause;
}

/** Beside the values, what a preview gives away of which secrets change. */
export interface Disclosure {
  /** Whether something else than a change of a secret makes the engine update the resource. */
  readonly isExplained: boolean;
}

/** What differs, in the order of its paths; arrays are compared as a whole. */
export function settingChanges(
  before: Inputs,
  after: Inputs,
  { isExplained }: Disclosure,
): readonly SettingChange[] {
  const [olds, news] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...olds.keys(), ...news.keys()])].toSorted();
  const visible = paths.filter((path) => !jsonEquals(olds.get(path), news.get(path)));
  const secrets = paths.filter((path) =>
    [olds, news].every((leaves) => gapOf(leaves.get(path)) === "secret"),
  );
  const changed = (path: string, cause: Cause): SettingChange => ({
    path,
    before: written(path, olds.get(path)),
    after: written(path, news.get(path)),
    cause,
  });
  const isOnlyCause = !isExplained && visible.length === 0 && secrets.length === 1;
  return [
    ...visible.map((path) => changed(path, "program")),
    ...secrets.map((path) => changed(path, isOnlyCause ? "program" : "undisclosed")),
  ].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** The arguments that a program gives, and nothing of what the provider notes beside them. */
function leavesOf(inputs: Inputs): ReadonlyMap<string, Json> {
  const leaves = new Map<string, Json>();
  const gather = (value: unknown, path: string) => {
    if (isJsonObject(value) && gapOf(value) === undefined) {
      for (const [key, each] of Object.entries(value)) gather(each, `${path}.${key}`);
    } else if (isJson(value)) {
      leaves.set(path, value);
    }
  };
  for (const [key, value] of Object.entries(inputs)) {
    if (Object.hasOwn(fields, key)) gather(value, key);
  }
  return leaves;
}

/** What was read from JSON holds nothing else. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

const gapWords = { unknown: "not known yet", secret: "secret" } as const;

/** A value as a reviewer may see it. */
export function written(path: string, value: Json | undefined): string {
  const gap = gapOf(value);
  return gap === "unknown" || gap === "secret" ? gapWords[gap] : shown(path, value);
}
