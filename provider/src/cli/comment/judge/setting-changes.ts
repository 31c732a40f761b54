import { shown } from "../../../dialer-config/shown.ts";
import { isJsonObject, type Json, jsonEquals } from "../../../domain/json.ts";
import type { Inputs } from "../read/preview.ts";
import { gapOf } from "./figure.ts";

/** One argument that the program changes; `path` reaches into objects: `complianceRules.ringSeconds`. */
export interface SettingChange {
  readonly path: string;
  /** As a reviewer may see it: neither a secret nor a text of the compliance rules. */
  readonly before: string;
  readonly after: string;
}

/** What the engines keep beside the arguments, and what is no setting but what settings do. */
const notSettings: ReadonlySet<string> = new Set(["__provider", "forecast"]);

/** What differs, in the order of its paths; arrays are compared as a whole. */
export function settingChanges(before: Inputs, after: Inputs): readonly SettingChange[] {
  const [olds, news] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...olds.keys(), ...news.keys()])]
    .toSorted()
    .filter((path) => !jsonEquals(olds.get(path), news.get(path)))
    .map((path) => ({
      path,
      before: written(path, olds.get(path)),
      after: written(path, news.get(path)),
    }));
}

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
    if (!notSettings.has(key)) gather(value, key);
  }
  return leaves;
}

/** What was read from JSON holds nothing else. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

const gapWords = { unknown: "not known yet", secret: "secret" } as const;

function written(path: string, value: Json | undefined): string {
  const gap = gapOf(value);
  return gap === "unknown" || gap === "secret" ? gapWords[gap] : shown(path, value);
}
