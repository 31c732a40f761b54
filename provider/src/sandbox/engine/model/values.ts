import type { Shown, ShownObject } from "./result.ts";

/** A value that only the update will know. */
export const unknown: unique symbol = Symbol("unknown");

/** A value that is neither shown nor stored readably. */
export class Secret {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }
}

export type Value =
  | null
  | boolean
  | number
  | string
  | typeof unknown
  | Secret
  | readonly Value[]
  | Properties;

/** The inputs or outputs of a resource, or any object in them. */
export interface Properties {
  readonly [key: string]: Value;
}

export function isArray(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isProperties(value: Value | undefined): value is Properties {
  return (
    typeof value === "object" && value !== null && !isArray(value) && !(value instanceof Secret)
  );
}

export function mapProperties(
  properties: Properties,
  map: (value: Value, key: string) => Value,
): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, map(value, key)]),
  );
}

/** The value without the secrecy around it, or around what is in it. */
export function reveal(value: Value): Value {
  if (value instanceof Secret) return reveal(value.value);
  if (isArray(value)) return value.map(reveal);
  return isProperties(value) ? mapProperties(value, reveal) : value;
}

export function containsUnknown(value: Value): boolean {
  if (value instanceof Secret) return containsUnknown(value.value);
  if (isArray(value)) return value.some(containsUnknown);
  return value === unknown || (isProperties(value) && Object.values(value).some(containsUnknown));
}

export function containsSecret(value: Value): boolean {
  if (value instanceof Secret) return true;
  if (isArray(value)) return value.some(containsSecret);
  return isProperties(value) && Object.values(value).some(containsSecret);
}

/** Equality of what is inside: secrecy and the order of keys do not count. */
export function sameValue(left: Value | undefined, right: Value | undefined): boolean {
  if (left instanceof Secret) return sameValue(left.value, right);
  if (right instanceof Secret) return sameValue(left, right.value);
  if (isArray(left) && isArray(right)) {
    return left.length === right.length && left.every((item, i) => sameValue(item, right[i]));
  }
  if (!isProperties(left) || !isProperties(right)) return left === right;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameValue(left[key], right[key]))
  );
}

/** As a person may see it. */
export function show(value: Value): Shown {
  if (value instanceof Secret) return "[secret]";
  if (value === unknown) return "[unknown]";
  if (isArray(value)) return value.map(show);
  return isProperties(value) ? showProperties(value) : value;
}

/** As a person may see them, without what the SDK keeps for itself (`__provider`). */
export function showProperties(properties: Properties): ShownObject {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([key]) => !isInternal(key))
      .map(([key, value]) => [key, show(value)]),
  );
}

export function isInternal(key: string): boolean {
  return key.startsWith("__");
}

/**
 * Carries secrecy from what a provider was given to what it answered, path by path: a dynamic provider sees plain text
 * and knows nothing of secrets. An array with a secret in it is secret as a whole, for its elements may have moved.
 */
export function carrySecrecy(from: Properties, to: Properties): Properties {
  return mapProperties(to, (value, key) => {
    const source = from[key];
    if (source === undefined || value instanceof Secret) return value;
    if (isProperties(source) && isProperties(value)) return carrySecrecy(source, value);
    return containsSecret(source) ? new Secret(value) : value;
  });
}

/** Makes the properties named secret as a whole. */
export function hideProperties(properties: Properties, keys: readonly string[]): Properties {
  if (keys.length === 0) return properties;
  return mapProperties(properties, (value, key) =>
    keys.includes(key) && !(value instanceof Secret) ? new Secret(value) : value,
  );
}

/** How the SDK writes a value that is not known yet (`runtime/rpc.ts`: `unknownValue`). */
export const unknownSentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** The key that marks an object as an envelope, and what it holds around a secret (`specialSigKey`, `specialSecretSig`). */
const envelopeKey = "4dabf18193072939515e22adb298388d";
export const secretMark = "1b47061264138c4ac30d75fd1eb44270";

/** JSON with envelopes, as it goes over the wire and into the state file. */
export type Packed = null | boolean | number | string | Packed[] | PackedObject;
export interface PackedObject {
  [key: string]: Packed;
}

export function packProperties(
  properties: Properties,
  seal: (secret: Secret) => PackedObject,
): PackedObject {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, packValue(value, seal)]),
  );
}

export function packValue(value: Value, seal: (secret: Secret) => PackedObject): Packed {
  if (value === unknown) return unknownSentinel;
  if (value instanceof Secret) return { [envelopeKey]: secretMark, ...seal(value) };
  if (isArray(value)) return value.map((item) => packValue(item, seal));
  return isProperties(value) ? packProperties(value, seal) : value;
}

export function unpackProperties(
  packed: object,
  unseal: (envelope: object) => Secret | undefined,
): Properties {
  return Object.fromEntries(
    Object.entries(packed).map(([key, value]) => [key, unpackValue(value, unseal)]),
  );
}

export function unpackValue(
  packed: unknown,
  unseal: (envelope: object) => Secret | undefined,
): Value {
  if (packed === unknownSentinel) return unknown;
  if (typeof packed === "string" || typeof packed === "number" || typeof packed === "boolean") {
    return packed;
  }
  if (Array.isArray(packed)) return packed.map((item) => unpackValue(item, unseal));
  if (typeof packed !== "object" || packed === null) return null;
  const isSecret = envelopeKey in packed && packed[envelopeKey] === secretMark;
  return (isSecret ? unseal(packed) : undefined) ?? unpackProperties(packed, unseal);
}
