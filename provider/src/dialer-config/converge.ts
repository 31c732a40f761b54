import type { CxoneClient } from "../client/client.ts";
import type { Versioned } from "../client/dialer-configs.ts";
import { type JsonObject, jsonEquals } from "../domain/json.ts";
import { merge } from "../domain/merge.ts";
import { NotFoundError, PreconditionFailedError } from "../errors/index.ts";
import { changedMeanwhile, changedOnBothSides, neverSettles, noStrongEtag } from "./refusals.ts";
import type { ConflictPolicy } from "./state.ts";

export interface Goal {
  readonly configId: string;
  /** The shape of what the program manages. */
  readonly managed: JsonObject;
  /** What the managed fields are to be; one that is not there is to go. */
  readonly program: JsonObject;
  /** What the program's changes are counted from: a field in which the tenant differs from it was changed by somebody. */
  readonly base: JsonObject;
  /** The document as last seen, and its ETag: what the change was planned against. */
  readonly seen: Versioned;
  /** How a message tells of the values that are wanted. @default "the program says" */
  readonly wanted?: string;
  readonly onConflict: ConflictPolicy;
}

export interface Converged {
  /** The document as the tenant holds it now. */
  readonly now: Versioned;
  /** The document as it was before the write. */
  readonly before: JsonObject;
  /** What was written; absent where the tenant already held what the program says. */
  readonly written?: JsonObject;
}

/** Writes in all, the first one included. */
const TRIES = 3;

/**
 * Makes the managed fields what the program says, under the ETag that the change was planned against. Where somebody changed
 * the document meanwhile, it is read and merged, and the merge is written under the ETag that it was read with.
 *
 * @returns Nothing where the configuration is gone from the tenant.
 * @throws ConflictError where the write would lose somebody's change, or they never stop changing it.
 */
export async function converge(client: CxoneClient, goal: Goal): Promise<Converged | undefined> {
  const { configId, managed, seen } = goal;
  let live = seen;
  let before = seen.document;
  let sent: JsonObject | undefined;
  for (let tries = 0; ; ) {
    const document = mergeOrThrow(goal, live.document);
    if (jsonEquals(document, live.document)) {
      // Behind a refused write, this is the write itself: its reply was lost, and its repetition refused.
      return { now: live, before, ...(sent && { written: sent }) };
    }
    if (tries === TRIES) throw neverSettles(configId, TRIES);
    if (live.etag !== undefined) {
      before = live.document;
      const now = await replaceUnlessRefused(client, configId, document, live.etag);
      if (now) return { now, before, written: document };
      tries += 1;
      sent = document;
    } else if (live !== seen) {
      throw noStrongEtag(configId);
    }
    const found = await client.dialerConfigs.get(configId);
    if (!found) return undefined;
    live = found;
    const expected = [seen.document, sent];
    if (goal.onConflict === "fail" && !expected.some((each) => jsonEquals(each, live.document))) {
      throw changedMeanwhile(configId, managed, seen.document, live.document);
    }
  }
}

function mergeOrThrow(goal: Goal, live: JsonObject): JsonObject {
  const { configId, managed, base, program, onConflict, wanted } = goal;
  const { document, conflicts } = merge({ managed, base, program, live });
  if (conflicts.length > 0 && onConflict !== "overwrite") {
    throw changedOnBothSides(configId, conflicts, wanted);
  }
  return document;
}

/** The document as written; nothing where it was refused, as somebody changed or deleted the configuration. */
async function replaceUnlessRefused(
  client: CxoneClient,
  configId: string,
  document: JsonObject,
  etag: string,
): Promise<Versioned | undefined> {
  try {
    return await client.dialerConfigs.replace(configId, document, etag);
  } catch (error) {
    if (error instanceof PreconditionFailedError || error instanceof NotFoundError)
      return undefined;
    throw error;
  }
}
