/**
 * Settings that nobody reads. Only the program's own process sees all of a stack's configuration: the provider can ask for
 * a setting by its name, and never hears of a mistyped one.
 */
import { log, runtime } from "@pulumi/pulumi";
import leven from "leven";
import { settingNames } from "./setting-names.ts";

const NAMESPACE = "cxone:";
const MOST_CHANGED_LETTERS = 3;

const warned = new Set<string>();

/** Warns of each, once. Namespaces are shared, so it may be the program's own, and no reason to fail. */
export function warnOfUnknownSettings(): void {
  for (const key of Object.keys(runtime.allConfig())) {
    if (!key.startsWith(NAMESPACE) || isKnown(key) || warned.has(key)) continue;
    warned.add(key);
    void log.warn(`${key} is no setting of pulumi-cxone-dialer, which ignores it. ${advice(key)}`);
  }
}

function isKnown(key: string): boolean {
  return settingNames.some((name) => key === NAMESPACE + name);
}

function advice(key: string): string {
  const given = key.slice(NAMESPACE.length).toLowerCase();
  const [nearest] = settingNames
    .map((name) => ({ name, changed: leven(name.toLowerCase(), given) }))
    .sort((a, b) => a.changed - b.changed);
  if (nearest && nearest.changed <= MOST_CHANGED_LETTERS) {
    return `Did you mean ${NAMESPACE}${nearest.name}?`;
  }
  const names = settingNames.map((name) => NAMESPACE + name).join(", ");
  return `Its settings are ${names}; give a setting of your own another namespace.`;
}
