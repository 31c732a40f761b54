import leven from "leven";
import type * as z from "zod";
import { error, type Finding } from "../domain/finding.ts";
import { isJsonObject, obstacleIn } from "../domain/json.ts";
import { UNKNOWN } from "../domain/pulumi.ts";
import { argumentsSchema, fields } from "./schema.ts";
import type { Arguments } from "./state.ts";

export { UNKNOWN };

export interface Parsed {
  /** The arguments that are known and valid, with their defaults. */
  readonly known: Partial<Arguments>;
  /** Every argument as the program gave it, with the defaults: what the engine is to keep. */
  readonly inputs: Record<string, unknown>;
  readonly findings: readonly Finding[];
  /** Whether the value at this path has still to be computed, or was refused: what depends on it cannot be judged. */
  isOpen(path: string): boolean;
}

/** Reads what a program gave. Whatever is not known yet is neither judged nor returned as known. */
export function parseArguments(news: Record<string, unknown>): Parsed {
  const obstacles = obstacleFindings(news);
  const open = new Set(obstacles.keys());
  const carried = Object.fromEntries(Object.entries(news).filter(([name]) => !open.has(name)));
  const pruned = prune(carried, [], open);
  const wrong = (argumentsSchema.safeParse(carried).error?.issues ?? []).filter(
    ({ path }) => !obstacles.has(String(path[0])) && valueAt(carried, path) !== UNKNOWN,
  );
  for (const { path } of wrong) open.add(String(path[0]));

  const inputs: Record<string, unknown> = { ...news };
  const known: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries<z.ZodType>(fields)) {
    if (open.has(name)) continue;
    const { data } = schema.safeParse(isJsonObject(pruned) ? pruned[name] : undefined);
    if (data === undefined) continue;
    known[name] = data;
    inputs[name] ??= data;
  }
  return {
    known,
    inputs,
    findings: [...obstacles.values(), ...unrepeated(wrong.flatMap(findingsOf))],
    isOpen: (path) =>
      path.split(".").some((_, i, keys) => open.has(keys.slice(0, i + 1).join("."))),
  };
}

/** By argument, why it cannot be carried as it is; nothing else of such an argument is looked at. */
function obstacleFindings(news: Record<string, unknown>): ReadonlyMap<string, Finding> {
  return new Map(
    Object.entries(news).flatMap(([name, value]) => {
      // What is wrong with a value that is no object, its own schema says better.
      const obstacle = typeof value === "object" ? obstacleIn(value) : undefined;
      if (obstacle === undefined) return [];
      const { path, problem } = obstacle;
      return [[name, error([name, ...path].join("."), `${problem}.`)]];
    }),
  );
}

/** Takes what is not known out of a value, and notes where it stood. An array is one value: known as a whole or not at all. */
function prune(value: unknown, path: readonly string[], open: Set<string>): unknown {
  if (value === UNKNOWN || (Array.isArray(value) && holdsUnknown(value))) {
    open.add(path.join("."));
    return undefined;
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, prune(each, [...path, key], open)])
      .filter(([, each]) => each !== undefined),
  );
}

function holdsUnknown(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some(holdsUnknown);
  return value === UNKNOWN;
}

function findingsOf(issue: z.core.$ZodIssue): Finding[] {
  const { path } = issue;
  if (issue.code !== "unrecognized_keys") return [error(pathText(path), issue.message)];
  const names =
    path[0] === "staffing" ? Object.keys(fields.staffing.unwrap().shape) : Object.keys(fields);
  return issue.keys.map((key) =>
    error(
      pathText([...path, key]),
      `${key} is no argument of DialerConfig. ${suggestion(key, names)}`,
    ),
  );
}

/** `staffing.intervals[1].start` */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}

/** A value that breaks two bounds of one rule gets one finding. */
function unrepeated(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((each) => [`${each.property} ${each.message}`, each])).values()];
}

/** Names the argument that was probably meant, or all of them where none is near. */
function suggestion(key: string, names: readonly string[]): string {
  const [nearest] = names
    .map((name) => ({ name, distance: leven(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  if (nearest && nearest.distance <= Math.max(2, key.length / 3)) {
    return `Did you mean ${nearest.name}?`;
  }
  return `The arguments are ${names.join(", ")}.`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}
