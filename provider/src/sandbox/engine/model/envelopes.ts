import { isArray, isProperties, type Properties, Secret, unknown, type Value } from "./values.ts";

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
