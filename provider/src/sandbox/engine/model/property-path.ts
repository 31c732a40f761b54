import type { PropertyChange } from "./result.ts";
import {
  isArray,
  isInternal,
  isProperties,
  type Properties,
  Secret,
  sameValue,
  show,
  type Value,
} from "./values.ts";

/** A property's place: keys of objects and indices of arrays. `*` as a key stands for every one of its level. */
export type PropertyPath = readonly (string | number)[];

const segment =
  /\[(?<index>\d+)\]|\["(?<quoted>(?:[^"\\]|\\.)*)"\]|\[(?<star>\*)\]|\.?(?<name>[^.[\]]+)/y;

/** Reads Pulumi's notation (`a.b[0]["c d"].*`); undefined where it cannot be read. */
export function parsePropertyPath(text: string): PropertyPath | undefined {
  const path: (string | number)[] = [];
  segment.lastIndex = 0;
  while (segment.lastIndex < text.length) {
    const found = segment.exec(text)?.groups;
    if (found === undefined) return undefined;
    const key = found.quoted?.replaceAll('\\"', '"') ?? found.star ?? found.name;
    path.push(key ?? Number(found.index));
  }
  return path;
}

function formatPropertyPath(path: PropertyPath): string {
  return path
    .map((key, i) => {
      if (typeof key === "number") return `[${key}]`;
      if (!/^\w+$/.test(key)) return `["${key.replaceAll('"', '\\"')}"]`;
      return i === 0 ? key : `.${key}`;
    })
    .join("");
}

/** The value at the path, through secrecy; undefined where there is none. */
export function valueAt(root: Value, path: PropertyPath): Value | undefined {
  let value: Value | undefined = root;
  let secret = false;
  for (const key of path) {
    if (value instanceof Secret) {
      secret = true;
      value = value.value;
    }
    if (typeof key === "number") value = isArray(value) ? value[key] : undefined;
    else value = isProperties(value) ? value[key] : undefined;
  }
  return secret && value !== undefined ? new Secret(value) : value;
}

/** Changes whose paths and kinds are known, with their values before and after. */
export function describeChanges(
  kinds: ReadonlyMap<string, PropertyChange["kind"]>,
  olds: Properties,
  news: Properties,
): readonly PropertyChange[] {
  return [...kinds].map(([path, kind]) => {
    const keys = parsePropertyPath(path) ?? [];
    const [before, after] = [olds, news].map((root) => show(valueAt(root, keys) ?? null));
    if (kind === "add") return { path, kind, new: after ?? null };
    if (kind === "delete") return { path, kind, old: before ?? null };
    return { path, kind, old: before ?? null, new: after ?? null };
  });
}

/** Whether a property's place is in that of another, or the other way round. */
export function isAlongside(text: string, other: string): boolean {
  const [path, pattern] = [text, other].map((each) => parsePropertyPath(each));
  if (!path || !pattern) return false;
  const common = path.slice(0, pattern.length);
  return common.every((key, i) => pattern[i] === "*" || pattern[i] === key);
}

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
