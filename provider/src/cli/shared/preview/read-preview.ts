import { parseJson } from "../../../domain/json.ts";
import { UsageError } from "../exit-codes.ts";
import { type Preview, type StackName, stackOf } from "./preview.ts";
import { previewOfDigest, previewOfEvents } from "./pulumi-preview.ts";

/** The input is nothing that a preview writes. */
export class NotAPreview extends UsageError {
  constructor(what: string) {
    super([
      `${what} Give what \`pulumi preview --json\` or \`cxone-dialer sandbox preview --json\` prints.`,
    ]);
    this.name = "NotAPreview";
  }
}

const formats = [previewOfDigest, previewOfEvents];

/**
 * Reads a preview. What else was printed before or after it is skipped; an empty input, or one that ends in the middle, is a
 * preview that ended too early.
 *
 * @throws NotAPreview where the input is something else.
 */
export function readPreview(text: string): Preview {
  if (text.trim() === "") return endedEarly(undefined);
  const { objects, isCut } = jsonDocuments(text);
  for (const previewOf of formats) {
    const preview = previewOf(objects);
    if (preview) return preview;
  }
  const [urn] = /\burn:pulumi:[^"\\\s]+/.exec(text) ?? [];
  if (isCut && urn) return endedEarly(stackOf(urn));
  throw new NotAPreview(
    objects.length > 0 ? "The input is JSON, but no preview." : "The input holds no JSON.",
  );
}

/** Nothing is known of a preview that was cut short, but maybe of which stack it was. */
function endedEarly(stack: StackName | undefined): Preview {
  return {
    stack,
    changes: [],
    others: {},
    unchanged: 0,
    kept: [],
    hidden: 0,
    messages: [],
    isWhole: false,
  };
}

interface Documents {
  /** Each JSON object that stands on lines of its own. */
  readonly objects: readonly unknown[];
  /** Whether an object begins that never ends. */
  readonly isCut: boolean;
}

/**
 * Finds the JSON in an output: one object, printed over lines or on one, with whatever was printed before and after it; or an
 * object a line.
 */
function jsonDocuments(text: string): Documents {
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
