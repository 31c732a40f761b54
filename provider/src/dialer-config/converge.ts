import type { Versioned } from "../client/dialer-configs.ts";
import { type JsonObject, jsonEquals } from "../domain/json.ts";
import { type Conflict, type Merge, managedChanges, merge } from "../domain/merge.ts";
import { NotFoundError, PreconditionFailedError } from "../errors/index.ts";
import type { ConfigWriter } from "../evidence/config-writer.ts";
import {
  changedMeanwhile,
  changedOnBothSides,
  neverSettles,
  noStrongEtag,
  type Subject,
} from "./conflict-errors.ts";
import type { Connections } from "./connections.ts";
import { redactedValue } from "./redacted-value.ts";
import type { ConflictPolicy } from "./state.ts";

export interface Goal {
  /** The shape of what the program manages. */
  readonly managed: JsonObject;
  /** What the managed fields are to be; one that is not there is to go. */
  readonly program: JsonObject;
  /** What the program's changes are counted from: a field in which the tenant differs from it was changed by somebody. */
  readonly base: JsonObject;
  /** The document as last seen, and its ETag: what the change was planned against. */
  readonly seen: Versioned;
  /** The document as it is now; absent where it was not read since. */
  readonly live?: Versioned | undefined;
  /** What a message says of the values that are wanted. @default "the program says" */
  readonly wanted?: string;
  /** `keepRemote` leaves a field to the tenant that somebody changed too. */
  readonly onConflict: ConflictPolicy | "keepRemote";
}

export interface Converged {
  /** The document as the tenant holds it now. */
  readonly now: Versioned;
  /** The document as it was before the write; where none was needed, as it is. */
  readonly before: JsonObject;
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
export async function converge(config: ConfigWriter, goal: Goal): Promise<Converged | undefined> {
  const { seen } = goal;
  let live = goal.live ?? seen;
  let sent: JsonObject | undefined;
  for (let tries = 0; ; ) {
    const { document, conflicts } = planWrite(config, goal, live.document, sent);
    const before = live.document;
    if (jsonEquals(document, before)) return { now: live, before, conflicts };
    if (tries === TRIES) throw neverSettles(config, TRIES);
    const { etag } = live;
    if (etag !== undefined) {
      sent = document;
      const now = await replace(config, { document: before, etag }, document);
      if (now) return { now, before, conflicts };
      tries += 1;
    } else if (live !== seen) {
      throw noStrongEtag(config);
    }
    const found = await config.get();
    if (!found) return undefined;
    live = found;
  }
}

/**
 * What is to be written over the live document.
 *
 * @param sent What an earlier try of the operation may have written.
 * @throws ConflictError where it would lose somebody's change
 */
export function planWrite(
  config: Subject,
  { managed, base, program, seen, onConflict, wanted }: Goal,
  live: JsonObject,
  sent?: JsonObject,
): Merge {
  const expected = [seen.document, sent];
  if (onConflict === "fail" && !expected.some((each) => jsonEquals(each, live))) {
    throw changedMeanwhile(config, managed, seen.document, live);
  }
  // With "fail" the document is as it was seen: an edit in it is one that a refresh has shown.
  const prefer = onConflict === "keepRemote" || onConflict === "fail" ? "live" : "program";
  const merged = merge({ managed, base, program, live, prefer });
  if (merged.conflicts.length > 0 && onConflict === "merge") {
    throw changedOnBothSides(config, merged.conflicts, wanted);
  }
  return merged;
}

/** Writes; nothing where somebody changed or deleted the configuration. */
async function replace(
  config: ConfigWriter,
  version: Versioned & { readonly etag: string },
  document: JsonObject,
): Promise<Versioned | undefined> {
  try {
    return await config.replace(version, document);
  } catch (error) {
    if (error instanceof PreconditionFailedError || error instanceof NotFoundError)
      return undefined;
    throw error;
  }
}

/** Says which of somebody's edits a write met, and what became of them. */
export async function warnOfEdits(
  connections: Connections,
  configId: string,
  program: JsonObject,
  { now, conflicts }: Converged,
): Promise<void> {
  const kept = managedChanges(program, program, now.document).map(
    ({ path, from, to }) =>
      `${path} stays ${redactedValue(path, to)} (the program says ${redactedValue(path, from)})`,
  );
  if (kept.length > 0) {
    await connections.warn(
      `Dialer configuration ${configId}: somebody changed it in the tenant since it was last seen, and that was kept: ` +
        `${kept.join("; ")}. The next preview shows it, and the next \`pulumi up\` changes it to what the program says.`,
    );
  }
  const replaced = conflicts.map(
    ({ path, program: written, live }) =>
      `${path} ${redactedValue(path, live)} → ${redactedValue(path, written)}`,
  );
  if (replaced.length > 0) {
    await connections.warn(
      `Dialer configuration ${configId}: somebody changed it in the tenant since it was last seen, and onConflict "overwrite" ` +
        `replaced that: ${replaced.join("; ")}.`,
    );
  }
}
