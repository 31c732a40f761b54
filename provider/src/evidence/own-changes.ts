import type { JsonObject } from "../domain/json.ts";
import { managedChanges, merge } from "../domain/merge.ts";
import type { WriteRecord } from "./write-record.ts";

/** The document as it would be without these updates, oldest first: what somebody changed since stays. */
export function withoutWrites(writes: readonly WriteRecord[], document: JsonObject): JsonObject {
  return writes.reduceRight(undo, document);
}

/**
 * The document with what these updates made of it, oldest first, as far as the tenant holds that: of one whose reply was lost
 * nothing else shows that it was done.
 */
export function withWrites(
  writes: readonly WriteRecord[],
  document: JsonObject,
  live: JsonObject,
): JsonObject {
  return withHeldFields(
    writes.filter((write) => isHeld(write, live)),
    document,
    live,
  );
}

/** The document with each field that one of these updates changed, and that the tenant still holds as it made it. */
export function withHeldFields(
  writes: readonly WriteRecord[],
  document: JsonObject,
  live: JsonObject,
): JsonObject {
  return writes.reduce((made, write) => {
    const { managed } = write;
    return merge({ managed, base: undo(live, write), program: live, live: made }).document;
  }, document);
}

/** Whether each field that the write changed is still as it made it. */
function isHeld({ managed, before = {}, sent = {} }: WriteRecord, live: JsonObject): boolean {
  const others = new Set(managedChanges(managed, sent, live).map(({ path }) => path));
  return managedChanges(managed, before, sent).every(({ path }) => !others.has(path));
}

function undo(document: JsonObject, { managed, before, sent }: WriteRecord): JsonObject {
  if (!before || !sent) return document;
  return merge({ managed, base: sent, program: before, live: document, prefer: "live" }).document;
}
