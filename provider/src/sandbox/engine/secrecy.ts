import { containsSecret, isProperties, mapProperties, type Properties, Secret } from "./values.ts";

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
