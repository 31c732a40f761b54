import leven from "leven";
import type { Run } from "../dialer-config/run.ts";
import type { JsonObject } from "../domain/json.ts";
import { settingNames } from "../settings/setting-names.ts";
import { type RunOptions, startRun } from "../start-run.ts";

/** What Pulumi itself puts among a provider's inputs. */
const pulumisOwn = ["version", "pluginDownloadURL", "parameterization", "__internal", "__defaults"];

const MOST_CHANGED_LETTERS = 3;

/** The settings that nobody reads, each with what is probably meant. */
export function unknownSettings(config: JsonObject): readonly { name: string; advice: string }[] {
  return Object.keys(config)
    .filter((name) => !settingNames.some((each) => each === name) && !pulumisOwn.includes(name))
    .map((name) => ({ name, advice: adviceOn(name) }));
}

function adviceOn(name: string): string {
  const [nearest] = settingNames
    .map((each) => ({ each, changed: leven(each.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.changed - b.changed);
  return nearest && nearest.changed <= MOST_CHANGED_LETTERS
    ? `Did you mean ${nearest.each}?`
    : `The settings are ${settingNames.join(", ")}.`;
}

/** Whether the engine made the provider from the stack's configuration. A program makes the others, by name. */
export function isDefaultProvider(name: string): boolean {
  return /^default(_|$)/.test(name);
}

export interface Configuration extends Omit<RunOptions, "config"> {
  readonly values: JsonObject;
  readonly isDefault: boolean;
}

/**
 * Opens a provider with its settings. The environment wins over a stack's configuration, which the engine keeps in the state. It does not
 * win over what a program gives a provider by name: two of them are two tenants.
 */
export function openRun({ values, isDefault, env, ...options }: Configuration): Run {
  const config = (name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined || value === null ? undefined : String(value);
  };
  const given = new Set(settingNames.filter((name) => config(name) !== undefined).map(variableOf));
  const others = Object.entries(env).filter(([variable]) => !given.has(variable));
  return startRun({ ...options, config, env: isDefault ? env : Object.fromEntries(others) });
}

/** `environmentUrl` → `CXONE_ENVIRONMENT_URL`. */
function variableOf(name: string): string {
  return `CXONE_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
