import { parseJson } from "../../../domain/json.ts";

export interface Documents {
  /** Each JSON object that stands on lines of its own. */
  readonly objects: readonly unknown[];
  /** Whether an object begins that never ends. */
  readonly isCut: boolean;
}

/**
 * Finds the JSON in an output: one object, printed over lines or on one, with whatever was printed before and after it; or an
 * object a line.
 */
export function jsonDocuments(text: string): Documents {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const objects: unknown[] = [];
  let isCut = false;
  for (let start = 0; start < lines.length; start++) {
    if (!lines[start]?.startsWith("{")) continue;
    // What is nested is indented, so an object of several lines ends with the next brace at a line's beginning.
    const end = lines[start]?.endsWith("}") ? start : lines.indexOf("}", start);
    const object = end < 0 ? undefined : parseJson(lines.slice(start, end + 1).join("\n"));
    if (object !== undefined) {
      objects.push(object);
      start = end;
    }
    isCut = object === undefined;
  }
  return { objects, isCut };
}
