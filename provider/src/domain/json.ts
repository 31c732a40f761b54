import { ENVELOPE } from "./pulumi.ts";

/** A JSON value (RFC 8259), which is all that a document, a request or Pulumi's state can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** Undefined where the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Equality of values: the order of an object's keys does not count, that of an array's elements does. */
export function jsonEquals(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, i) => jsonEquals(item, right[i]));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && jsonEquals(left[key], right[key]))
  );
}

/** How many objects and arrays may stand in one another, the outermost one included. */
const DEEPEST = 100;

/** What keeps a value from being carried as it is, and where in it. */
interface Obstacle {
  readonly path: readonly string[];
  /** What it is, as the rest of a sentence that begins with the path. */
  readonly problem: string;
}

interface Carriage {
  /** How many objects and arrays may stand in one another. @default DEEPEST */
  readonly deepest?: number;
  /** What is not looked into, as it is not known yet. @default nothing */
  readonly isOpaque?: (value: object) => boolean;
  /** A text that would not be taken for one. @default none */
  readonly reserved?: string | undefined;
}

/**
 * What Pulumi's SDK, its state or canonical JSON would drop, change or fail on, be it in silence: the first such thing in a
 * value, which may be anything. What is `undefined` counts as not there.
 */
export function obstacleIn(
  value: unknown,
  { deepest = DEEPEST, isOpaque = () => false, reserved }: Carriage = {},
): Obstacle | undefined {
  return obstacleAt(value, [], { deepest, isOpaque, reserved });
}

function obstacleAt(
  value: unknown,
  path: readonly string[],
  carriage: Required<Carriage>,
): Obstacle | undefined {
  if (typeof value !== "object" || value === null) {
    const isReserved = value !== undefined && value === carriage.reserved;
    const problem = isReserved ? "is a text of Pulumi's own" : problemOf(value);
    return problem === undefined ? undefined : { path, problem };
  }
  if (carriage.isOpaque(value)) return undefined;
  if (path.length >= carriage.deepest) return { path: [], problem: tooDeep(path.length) };
  if (!Array.isArray(value) && !isPlain(value)) {
    return {
      path,
      problem:
        'is no plain object: a Date, a Map, an instance of a class and what stands under a key "__proto__" are not carried',
    };
  }
  for (const [key, each] of Object.entries(value)) {
    const obstacle = isCarriedKey(key)
      ? obstacleAt(each, [...path, key], carriage)
      : { path: [...path, key], problem: "is a key that is not carried" };
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

function tooDeep(deepest: number): string {
  return `is nested deeper than ${deepest} levels: at most ${deepest} objects and arrays may stand in one another`;
}

function problemOf(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value.isWellFormed() ? undefined : "holds half a character (a lone surrogate)";
    case "number":
      return Number.isFinite(value) ? undefined : `is ${value}, for which JSON has no form`;
    case "function":
    case "symbol":
    case "bigint":
      return `is a ${typeof value}, for which JSON has no form`;
    default:
      return undefined;
  }
}

/** Of this realm or another, or without a prototype. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The SDK assigns to its objects key by key, where `__proto__` sets their prototype instead. */
function isCarriedKey(key: string): boolean {
  return key !== "__proto__" && key !== ENVELOPE && key.isWellFormed();
}
