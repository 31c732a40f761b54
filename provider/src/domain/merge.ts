import { isJsonObject, type Json, type JsonObject, jsonEquals } from "./json.ts";

/** A field that both sides changed, each to a value of its own. `undefined` is a field that is not there. */
export interface Conflict {
  readonly path: string;
  readonly base: Json | undefined;
  readonly program: Json | undefined;
  readonly live: Json | undefined;
}

export interface Merge {
  /** The live document with the program's changes in it; where there are conflicts, the value of the side that is preferred. */
  readonly document: JsonObject;
  readonly conflicts: readonly Conflict[];
}

export interface Sides {
  /** What the program manages: each key that it names, down to the values. Its values do not count, only its shape. */
  readonly managed: JsonObject;
  /** The document as it was last seen. */
  readonly base: JsonObject;
  /** What the program wants the managed fields to be. A managed field that is not there is to go. */
  readonly program: JsonObject;
  /** The document that the tenant holds now. */
  readonly live: JsonObject;
  /** Whose value stands where both changed a field to different values. @default "program" */
  readonly prefer?: "program" | "live";
}

/**
 * Merges field by field, three ways. A field that only one side changed has that side's value; one that both changed to the
 * same is no conflict; a field that the program does not manage is the live one. An array is one value.
 */
export function merge({ managed, base, program, live, prefer = "program" }: Sides): Merge {
  const conflicts: Conflict[] = [];
  const settle = (conflict: Conflict) => {
    conflicts.push(conflict);
    return conflict[prefer];
  };
  const document = mergeObjects(managed, { base, program, live }, [], settle) ?? {};
  return { document, conflicts };
}

/** Notes a conflict, and says which value stands. */
type Settle = (conflict: Conflict) => Json | undefined;

interface Values<T extends Json = Json> {
  readonly base: T | undefined;
  readonly program: T | undefined;
  readonly live: T | undefined;
}

function mergeValues(
  managed: Json | undefined,
  values: Values,
  path: readonly string[],
  settle: Settle,
): Json | undefined {
  if (isJsonObject(managed)) {
    const objects = asObjects(values);
    if (objects) return mergeObjects(managed, objects, path, settle);
  }
  const { base, program, live } = values;
  if (jsonEquals(live, base)) return program;
  if (jsonEquals(program, project(base, managed)) || jsonEquals(program, live)) return live;
  return settle({ path: formatPath(path), base, program, live });
}

function mergeObjects(
  managed: JsonObject,
  { base, program, live }: Values<JsonObject>,
  path: readonly string[],
  settle: Settle,
): JsonObject | undefined {
  const keys = new Set([...Object.keys(live ?? {}), ...Object.keys(managed)]);
  const entries = [...keys].flatMap((key): [string, Json][] => {
    const values = { base: own(base, key), program: own(program, key), live: own(live, key) };
    const value = Object.hasOwn(managed, key)
      ? mergeValues(managed[key], values, [...path, key], settle)
      : values.live;
    return value === undefined ? [] : [[key, value]];
  });
  if (entries.length > 0) return Object.fromEntries(entries);
  // Nothing is left in it: whether the empty object itself stays is merged like any other value.
  const isThere = exists(live) === exists(base) ? exists(program) : exists(live);
  return isThere ? {} : undefined;
}

/** A managed field whose value differs between two documents. */
export interface Change {
  readonly path: string;
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

/** The managed fields that differ between two documents, in the order in which the program names them. */
export function managedChanges(
  managed: JsonObject,
  from: JsonObject,
  to: JsonObject,
): readonly Change[] {
  return changesBelow(managed, from, to, []);
}

function changesBelow(
  managed: Json | undefined,
  from: Json | undefined,
  to: Json | undefined,
  path: readonly string[],
): Change[] {
  if (isJsonObject(managed) && isJsonObject(from) && isJsonObject(to)) {
    return Object.keys(managed).flatMap((key) =>
      changesBelow(managed[key], own(from, key), own(to, key), [...path, key]),
    );
  }
  const [before, after] = [project(from, managed), project(to, managed)];
  return jsonEquals(before, after) ? [] : [{ path: formatPath(path), from: before, to: after }];
}

/** The part of a value that is managed: an object keeps the managed keys only, anything else is one value. */
export function project(value: JsonObject, managed: JsonObject): JsonObject;
export function project(value: Json | undefined, managed: Json | undefined): Json | undefined;
export function project(value: Json | undefined, managed: Json | undefined): Json | undefined {
  if (!isJsonObject(value) || !isJsonObject(managed)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => Object.hasOwn(managed, key))
      .map(([key, each]) => [key, project(each, managed[key]) ?? null]),
  );
}

/** `["complianceRules", "calling.hours"]` → `complianceRules["calling.hours"]`, as Pulumi writes a path. */
function formatPath(path: readonly string[]): string {
  return path
    .map((key, i) =>
      /^[\w$-]+$/.test(key) ? (i === 0 ? key : `.${key}`) : `[${JSON.stringify(key)}]`,
    )
    .join("");
}

/** An own property only: a document may have a key like `constructor`, and may lack it. */
function own(object: JsonObject | undefined, key: string): Json | undefined {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The values as objects to merge key by key. What stood there before does not count where both sides made it an object. */
function asObjects({ base, program, live }: Values): Values<JsonObject> | undefined {
  if (!isObjectOrAbsent(program) || !isObjectOrAbsent(live)) return undefined;
  if (isObjectOrAbsent(base)) return { base, program, live };
  return program && live && { base: undefined, program, live };
}

function isObjectOrAbsent(value: Json | undefined): value is JsonObject | undefined {
  return value === undefined || isJsonObject(value);
}

function exists(value: Json | undefined): boolean {
  return value !== undefined;
}
