import { isJsonObject, type Json, type JsonObject } from "../domain/json.ts";
import { merge } from "../domain/merge.ts";
import { fields, settingNames } from "./schema.ts";
import type { CheckedInputs, Settings, State } from "./state.ts";

/** The part of the tenant's document that the program manages. */
export function settingsOf(settings: Settings): JsonObject {
  return Object.fromEntries(settingNames.map((name): [string, Json] => [name, settings[name]]));
}

/** The settings that a document holds: as many of them as are there, and the rules only where there are some. */
export function settingsIn(document: JsonObject): JsonObject {
  return Object.fromEntries(
    settingNames.flatMap((name): [string, Json][] => {
      const value = document[name];
      const isEmpty = isJsonObject(value) && Object.keys(value).length === 0;
      return value === undefined || isEmpty ? [] : [[name, value]];
    }),
  );
}

/** The document with these settings in it: of `complianceRules` the keys that they name. */
export function withSettings(document: JsonObject, settings: JsonObject): JsonObject {
  return merge({ managed: settings, base: document, program: settings, live: document }).document;
}

/** The checked inputs in the state, with the settings that the tenant holds in place of the program's. */
export function inputsWith(settings: JsonObject, state: State): CheckedInputs {
  const names: readonly string[] = [...Object.keys(fields), "forecast", "deployed", "adoption"];
  const kept = Object.entries(state).filter(([name]) => names.includes(name) && !isSetting(name));
  // A setting that the tenant lacks is missing here too: the next preview shows that.
  return { ...Object.fromEntries(kept), ...settings } as unknown as CheckedInputs;
}

function isSetting(name: string): boolean {
  return (settingNames as readonly string[]).includes(name);
}

/**
 * Plain JSON, which is all that the engine takes: an `undefined`, a function or a BigInt at any depth would fail after the
 * remote write, and lose it.
 */
export function plain(value: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value));
}
