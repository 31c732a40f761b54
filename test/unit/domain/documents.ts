import fc from "fast-check";
import { isJsonObject, type Json, type JsonObject } from "../../../provider/src/domain/json.ts";

/** Few keys, so that documents meet in them; some are a trap for code that forgets what an object inherits. */
const key = fc.constantFrom("a", "b", "c", "a.b", "", "__proto__", "constructor", "toString");

const leaf: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, "", "x", "y", [{ a: 1 }]),
  fc.integer({ min: 0, max: 3 }),
  fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 2 }),
);

function objectOf(value: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> {
  return fc
    .uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 4 })
    .map((entries) => Object.fromEntries(entries));
}

/** Documents up to three levels deep. */
export const documents = objectOf(fc.oneof(leaf, objectOf(fc.oneof(leaf, objectOf(leaf)))));

export interface History {
  /** The document as it was last seen. */
  readonly base: JsonObject;
  /** What the program makes of it. */
  readonly program: JsonObject;
  /** What somebody made of it in the tenant. */
  readonly live: JsonObject;
  /** One more version of it, for a shape. */
  readonly other: JsonObject;
}

/** Versions of one document, with most of the fields the same. */
export const histories: fc.Arbitrary<History> = fc
  .tuple(documents, documents, documents, documents, fc.infiniteStream(fc.nat({ max: 2 })))
  .map(([base, program, live, other, die]) => ({
    base,
    program: edited(base, program, die),
    live: edited(base, live, die),
    other: edited(base, other, die),
  }));

/** The first document with about a third of its fields as in the second. */
function edited(before: JsonObject, other: JsonObject, die: Iterator<number>): JsonObject {
  const keys = new Set([...Object.keys(before), ...Object.keys(other)]);
  return Object.fromEntries(
    [...keys].flatMap((name): [string, Json][] => {
      const [from, to] = [own(before, name), own(other, name)];
      if (isJsonObject(from) && isJsonObject(to)) return [[name, edited(from, to, die)]];
      const value = die.next().value === 0 ? to : from;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

export type Path = readonly string[];

/** Where the values are that are no objects, and the objects that are empty. */
export function leaves(document: JsonObject): readonly Path[] {
  return Object.entries(document).flatMap(([name, value]): Path[] => {
    const below = isJsonObject(value) ? leaves(value) : [];
    return below.length > 0 ? below.map((path) => [name, ...path]) : [[name]];
  });
}

/** The value at a path; undefined where nothing is. */
export function at(document: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(
    (value, name) => (isJsonObject(value) ? own(value, name) : undefined),
    document,
  );
}

function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
