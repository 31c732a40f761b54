import { type PropertyPath, parsePropertyPath } from "../model/property-path.ts";
import { isArray, isProperties, type Properties, Secret, type Value } from "../model/values.ts";

const mismatch: unique symbol = Symbol("mismatch");
type Reset = Value | undefined | typeof mismatch;

/**
 * Puts each ignored property back to what it was before. `unmatched` are the paths that cannot be put back, because
 * what they go through was added or removed; Pulumi reports them and goes on, and so does the caller.
 */
export function ignoreChanges(
  olds: Properties,
  news: Properties,
  ignored: readonly string[],
): { readonly inputs: Properties; readonly unmatched: readonly string[] } {
  const unmatched: string[] = [];
  let inputs = news;
  for (const text of ignored) {
    const path = parsePropertyPath(text);
    const reset = path === undefined ? mismatch : resetAt(path, olds, inputs);
    if (reset !== mismatch && isProperties(reset)) inputs = reset;
    else unmatched.push(text);
  }
  return { inputs, unmatched };
}

function resetAt(path: PropertyPath, old: Value | undefined, current: Value | undefined): Reset {
  const [key, ...rest] = path;
  if (key === undefined) return old;
  if (current instanceof Secret) {
    const reset = resetAt(path, old, current.value);
    return reset === mismatch || reset === undefined ? reset : new Secret(reset);
  }
  const before = old instanceof Secret ? old.value : old;
  if (isArray(current) && isArray(before)) return resetItems(key, rest, before, current);
  if (isProperties(current) && (isProperties(before) || rest.length === 0)) {
    return resetKeys(key, rest, isProperties(before) ? before : {}, current);
  }
  const opens = (value: Value | undefined) => isArray(value) || isProperties(value);
  return key === "*" || opens(before) || opens(current) ? mismatch : current;
}

function resetItems(
  key: string | number,
  rest: PropertyPath,
  before: readonly Value[],
  current: readonly Value[],
): Reset {
  if (key === "*" ? before.length !== current.length : typeof key !== "number") return mismatch;
  if (typeof key === "number" && key >= before.length && key >= current.length) return current;
  if (typeof key === "number" && (key >= before.length || key >= current.length)) return mismatch;
  const items = current.map((item, i) =>
    key === "*" || key === i ? resetAt(rest, before[i], item) : item,
  );
  return items.every((item) => item !== mismatch && item !== undefined) ? items : mismatch;
}

function resetKeys(
  key: string | number,
  rest: PropertyPath,
  before: Properties,
  current: Properties,
): Reset {
  const keys = key === "*" ? [...Object.keys(before), ...Object.keys(current)] : [String(key)];
  const result: Record<string, Value> = { ...current };
  for (const name of new Set(keys)) {
    const reset = resetAt(rest, before[name], current[name]);
    if (reset === mismatch) return mismatch;
    if (reset === undefined) delete result[name];
    else result[name] = reset;
  }
  return result;
}
