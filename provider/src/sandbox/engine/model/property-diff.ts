import { formatPropertyPath, type PropertyPath } from "./property-path.ts";
import type { PropertyChange } from "./result.ts";
import {
  isArray,
  isInternal,
  isProperties,
  type Properties,
  sameValue,
  show,
  type Value,
} from "./values.ts";

/** What differs, property by property and as deep as both sides go, sorted by key. */
export function diffProperties(olds: Properties, news: Properties): readonly PropertyChange[] {
  return [...diffKeys(olds, news, [])];
}

function* diffKeys(
  olds: Properties,
  news: Properties,
  at: PropertyPath,
): Generator<PropertyChange> {
  const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
  for (const key of [...keys].sort()) {
    if (at.length === 0 && isInternal(key)) continue;
    yield* diffValue(olds[key], news[key], [...at, key]);
  }
}

function* diffItems(
  olds: readonly Value[],
  news: readonly Value[],
  at: PropertyPath,
): Generator<PropertyChange> {
  for (let i = 0; i < Math.max(olds.length, news.length); i++) {
    yield* diffValue(olds[i], news[i], [...at, i]);
  }
}

function* diffValue(
  old: Value | undefined,
  next: Value | undefined,
  at: PropertyPath,
): Generator<PropertyChange> {
  const path = formatPropertyPath(at);
  if (old === undefined) {
    if (next !== undefined) yield { path, kind: "add", new: show(next) };
  } else if (next === undefined) {
    yield { path, kind: "delete", old: show(old) };
  } else if (isProperties(old) && isProperties(next)) {
    yield* diffKeys(old, next, at);
  } else if (isArray(old) && isArray(next)) {
    yield* diffItems(old, next, at);
  } else if (!sameValue(old, next)) {
    yield { path, kind: "update", old: show(old), new: show(next) };
  }
}
