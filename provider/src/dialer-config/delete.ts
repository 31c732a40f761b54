import { type JsonObject, jsonEquals } from "../domain/json.ts";
import type { Conflict } from "../domain/merge.ts";
import { PreconditionFailedError } from "../errors/index.ts";
import { auditOnFailure, flushBeforeRemoval } from "../evidence/audit-trail.ts";
import type { ConfigWriter } from "../evidence/config-writer.ts";
import { editedBeforeDelete, neverSettles, noStrongEtag } from "./conflict-errors.ts";
import type { Connections } from "./connections.ts";
import { converge, TRIES } from "./converge.ts";
import { settingsOf, withSettings } from "./document.ts";
import {
  type Ending,
  endRecord,
  handOver,
  recordOf,
  successorOf,
  withInheritance,
} from "./inheritance.ts";
import { loadMergeBase, type MergeBase, managedValuesBy, openConfig } from "./merge-base.ts";
import { redactedValue } from "./redacted-value.ts";
import type { Run } from "./run.ts";
import type { State } from "./state.ts";

/**
 * Ends the program's hold on the configuration, as `onDelete` says. A configuration that is already gone is success. One that
 * another resource of the program wants stays as it is: for the engine a rename is a create and a delete.
 *
 * @throws ConflictError where it would delete what somebody changed since it was last seen, and `onConflict` is not
 * `"overwrite"`.
 */
export async function destroy(run: Run, saved: State): Promise<void> {
  await run.operations.inTurn(
    saved.configId,
    () => destroyInTurn(run, saved),
    // With `deleteBeforeReplace`, the create that follows still starts from what check read.
    (ending) => ending === "handed over",
  );
}

async function destroyInTurn(run: Run, saved: State): Promise<"handed over" | "ended"> {
  const { connections } = run;
  const { configId } = saved;
  const state = withInheritance(await recordOf(connections, saved), saved);
  const successor = await successorOf(run, state);
  if (successor) {
    await handOver(connections, state, successor);
    run.operations.handOver(configId);
    return "handed over";
  }
  const toOpen = { configId, managed: settingsOf(state), purpose: "restore" } as const;
  const config = await openConfig(connections, toOpen, state);
  await auditOnFailure(connections, config, async () => {
    await release(run, config, state);
    run.operations.release(configId);
    await flushBeforeRemoval(connections, state, config);
  });
  return "ended";
}

async function release(run: Run, config: ConfigWriter, state: State): Promise<void> {
  const base = await loadMergeBase(config, state);
  await endRecord(run.connections, state, base ? await end(run, config, state, base) : {});
}

async function end(run: Run, config: ConfigWriter, state: State, base: MergeBase): Promise<Ending> {
  const { originalDocument, onDelete } = state;
  if (onDelete === "retain") return {};
  if (onDelete === "restore" && originalDocument) {
    const restored = await restore(run, config, { state, originalDocument, base });
    return restored ? { restored } : {};
  }
  const deleted = await remove(config, state, base);
  return deleted ? { deleted } : {};
}

interface Restoration {
  readonly state: State;
  readonly originalDocument: JsonObject;
  readonly base: MergeBase;
}

/**
 * Undoes what the program changed: the fields that it ever set are put back as found. One that somebody changed since is left
 * to them, with a warning; `onConflict` can say otherwise. The rest stays as it is.
 *
 * @returns The document as it was put back; nothing where nothing had to be written.
 */
async function restore(
  run: Run,
  config: ConfigWriter,
  { state, originalDocument, base }: Restoration,
): Promise<JsonObject | undefined> {
  const { configId, onConflict } = state;
  const managedValues = managedValuesBy(config, base.live?.document, {
    earlier: state.managedValues ?? settingsOf(state),
  });
  const restored = await converge(config, {
    managed: managedValues,
    program: originalDocument,
    base: withSettings(base.seen.document, managedValues),
    ...base,
    // What another resource of the program has just put back is no edit to fail on, or to overwrite.
    onConflict:
      onConflict === "merge" || run.operations.isReleased(configId) ? "keepRemote" : onConflict,
    wanted: "as found it was",
  });
  if (restored && onConflict !== "overwrite") {
    await warnOfWhatIsLeft(run.connections, configId, restored.conflicts);
  }
  if (!restored || jsonEquals(restored.before, restored.now.document)) return undefined;
  return restored.now.document;
}

async function warnOfWhatIsLeft(
  connections: Connections,
  configId: string,
  conflicts: readonly Conflict[],
): Promise<void> {
  if (conflicts.length === 0) return;
  const fields = conflicts.map(
    ({ path, program, live }) =>
      `${path} stays ${redactedValue(path, live)} (as found it was ${redactedValue(path, program)})`,
  );
  await connections.warn(
    `Dialer configuration ${configId} was put back as found, but for what somebody changed since: ${fields.join("; ")}.`,
  );
}

/** Returns the document that was deleted; nothing where the configuration was gone already. */
async function remove(
  config: ConfigWriter,
  state: State,
  { seen, live }: MergeBase,
): Promise<JsonObject | undefined> {
  let version = live ?? seen;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { document, etag } = version;
    if (state.onConflict !== "overwrite" && !jsonEquals(document, seen.document)) {
      throw editedBeforeDelete(config, settingsOf(state), seen.document, document);
    }
    if (etag !== undefined) {
      try {
        const result = await config.delete({ document, etag });
        return result === "deleted" ? document : undefined;
      } catch (error) {
        if (!(error instanceof PreconditionFailedError)) throw error;
      }
    } else if (version !== seen) {
      throw noStrongEtag(config);
    }
    const found = await config.get();
    // The reply to an earlier try may have been lost.
    if (!found) return config.done.at(-1)?.action === "DELETE" ? document : undefined;
    version = found;
  }
  throw neverSettles(config, TRIES);
}
