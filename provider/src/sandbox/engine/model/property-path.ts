import { isArray, isProperties, Secret, type Value } from "./values.ts";

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

export function formatPropertyPath(path: PropertyPath): string {
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
