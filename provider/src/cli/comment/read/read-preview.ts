import { UsageError } from "../../shared/exit-codes.ts";

import { jsonDocuments } from "./json-documents.ts";
import { type Preview, type StackName, stackOf } from "./preview.ts";
import { previewOfDigest } from "./pulumi-digest.ts";
import { previewOfEvents } from "./pulumi-events.ts";

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
