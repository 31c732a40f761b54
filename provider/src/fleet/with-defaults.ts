import * as pulumi from "@pulumi/pulumi";
import type { DialerConfigArgs } from "../dialer-config/resource.ts";
import { isJsonObject } from "../domain/json.ts";
import { userError } from "../errors/internal.ts";
import type { FleetRow } from "./table.ts";

const required = [
  "configId",
  "campaignId",
  "pacingType",
  "dialRate",
  "agentRatio",
  "maxAbandonmentRate",
  "maxQueueDepth",
  "answerRateThreshold",
] as const satisfies readonly (keyof DialerConfigArgs)[];

/** The whole arguments of each row, by its name. */
export function withDefaults(
  rows: ReadonlyMap<string, FleetRow>,
  defaults: FleetRow,
): ReadonlyMap<string, DialerConfigArgs> {
  const whole = new Map<string, DialerConfigArgs>();
  const nameOf = new Map<unknown, string>();
  for (const [name, row] of rows) {
    const args = merged(defaults, row);
    if (!isWhole(args)) {
      const missing = required.filter((each) => args[each] === undefined);
      throw userError(
        `${name} has no ${missing.join(" and no ")}, and neither have the fleet's defaults.`,
      );
    }
    const other = nameOf.get(args.configId);
    if (other !== undefined) {
      throw userError(
        `${other} and ${name} have the same configId, "${args.configId}". Two resources would overwrite each other: give each its own.`,
      );
    }
    if (typeof args.configId === "string") nameOf.set(args.configId, name);
    whole.set(name, args);
  }
  return whole;
}

function isWhole(args: FleetRow): args is DialerConfigArgs {
  return required.every((name) => args[name] !== undefined);
}

/** The row's value, and the defaults' where it has none; inside an object, key by key. */
function merged<T extends object>(defaults: T, row: T): T {
  const given = Object.entries(row).filter(([, value]) => value !== undefined);
  const values = given.map(([name, value]) => [
    name,
    mergedValue(Reflect.get(defaults, name), value),
  ]);
  return { ...defaults, ...Object.fromEntries(values) };
}

function mergedValue(byDefault: unknown, value: unknown): unknown {
  if (isPlain(byDefault) && isPlain(value)) return merged(byDefault, value);
  const isLater = [byDefault, value].some(
    (each) => pulumi.Output.isInstance(each) || each instanceof Promise,
  );
  if (!isLater || byDefault === undefined) return value;
  return pulumi.all([byDefault, value]).apply(([low, high]) => mergedValue(low, high));
}

function isPlain(value: unknown): value is object {
  return isJsonObject(value) && !pulumi.Output.isInstance(value) && !(value instanceof Promise);
}
