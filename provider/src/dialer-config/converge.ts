import type { CxoneClient } from "../client/client.ts";
import type { Versioned } from "../client/dialer-configs.ts";
import { type JsonObject, jsonEquals } from "../domain/json.ts";
import { type Conflict, type Merge, merge } from "../domain/merge.ts";
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
  /** `yield` leaves a field to the tenant that somebody changed too. */
  readonly onConflict: ConflictPolicy | "yield";
}

export interface Converged {
  /** The document as the tenant holds it now. */
  readonly now: Versioned;
  /** The document as it was before the write. */
  readonly before: JsonObject;
  /** What was written; absent where the tenant already held what the program says. */
  readonly written?: JsonObject;
  /** The fields that were left to the tenant, or taken from it, as `onConflict` says. */
  readonly conflicts: readonly Conflict[];
}

/** Writes in all, the first one included. */
export const TRIES = 3;

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
  let refused: RefusedWrite | undefined;
  for (let tries = 0; ; ) {
    const { document, conflicts } = mergeOrThrow(goal, live.document, refused);
    if (jsonEquals(document, live.document)) {
      return { now: live, before, conflicts, ...(refused && ownWrite(refused, document)) };
    }
    if (tries === TRIES) throw neverSettles(configId, TRIES);
    if (live.etag !== undefined) {
      before = live.document;
      const outcome = await replace(client, configId, document, live.etag);
      if ("now" in outcome) return { now: outcome.now, before, conflicts, written: document };
      tries += 1;
      refused = outcome;
    } else if (live !== seen) {
      throw noStrongEtag(configId);
    }
    const found = await client.dialerConfigs.get(configId);
    if (!found) return undefined;
    live = found;
    const expected = [seen.document, refused?.sent];
    if (goal.onConflict === "fail" && !expected.some((each) => jsonEquals(each, live.document))) {
      throw changedMeanwhile(configId, managed, seen.document, live.document);
    }
  }
}

/**
 * A write that was refused may have been done all the same: by an earlier try whose reply was lost, or by a run that was
 * killed. Then what was sent is what the tenant holds.
 */
function ownWrite(
  { sent, mayHaveTakenEffect }: RefusedWrite,
  live: JsonObject,
): Pick<Converged, "written"> {
  return mayHaveTakenEffect || jsonEquals(sent, live) ? { written: sent } : {};
}

function mergeOrThrow(goal: Goal, live: JsonObject, refused: RefusedWrite | undefined): Merge {
  const { configId, managed, base, program, onConflict, wanted } = goal;
  const prefer = onConflict === "yield" ? "live" : "program";
  const merged = merge({ managed, base, program, live, prefer });
  if (merged.conflicts.length > 0 && (onConflict === "merge" || onConflict === "fail")) {
    const isUntouched = !refused?.mayHaveTakenEffect;
    throw changedOnBothSides(configId, merged.conflicts, { wanted, isUntouched });
  }
  return merged;
}

interface RefusedWrite {
  readonly sent: JsonObject;
  readonly mayHaveTakenEffect: boolean;
}

/** Writes, unless somebody changed or deleted the configuration. */
async function replace(
  client: CxoneClient,
  configId: string,
  sent: JsonObject,
  etag: string,
): Promise<{ readonly now: Versioned } | RefusedWrite> {
  try {
    return { now: await client.dialerConfigs.replace(configId, sent, etag) };
  } catch (error) {
    if (error instanceof PreconditionFailedError || error instanceof NotFoundError) {
      return { sent, mayHaveTakenEffect: error.request.mayHaveTakenEffect ?? false };
    }
    throw error;
  }
}
