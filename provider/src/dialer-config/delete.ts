import type { JsonObject } from "../domain/json.ts";
import { jsonEquals } from "../domain/json.ts";
import { merge } from "../domain/merge.ts";
import { PreconditionFailedError } from "../errors/index.ts";
import { converge } from "./converge.ts";
import { settingsOf } from "./document.ts";
import { editedBeforeDelete, neverSettles, noStrongEtag } from "./refusals.ts";
import { NOT_CHECKED, type Session } from "./session.ts";
import type { State } from "./state.ts";
import { timed } from "./timed.ts";
import { type Change, recordLastChange } from "./trail.ts";

/**
 * Ends the program's hold on the configuration, as `onDelete` says. A configuration that is already gone is success.
 *
 * @throws ConflictError where somebody changed it since it was last seen, and `onConflict` is not `"overwrite"`.
 */
export async function destroy(session: Session, state: State): Promise<void> {
  const [done, latencyMs] = await timed(() => release(session, state));
  const { configId } = state;
  const verdict = NOT_CHECKED;
  await recordLastChange(session, state, done && { ...done, configId, latencyMs, verdict });
}

type Released = Pick<Change, "action" | "document">;

async function release(session: Session, state: State): Promise<Released | undefined> {
  switch (state.onDelete) {
    case "retain":
      return undefined;
    case "delete":
      return remove(session, state);
    case "restore":
      return state.asFound ? restore(session, state, state.asFound) : remove(session, state);
  }
}

/**
 * Undoes what the program changed: the managed fields are put back as found, but for those in which the tenant differs from
 * what the program set, as somebody changed them since. The rest stays as it is.
 */
async function restore(
  session: Session,
  state: State,
  asFound: JsonObject,
): Promise<Released | undefined> {
  const { configId, document, etag, onConflict } = state;
  const settings = settingsOf(state);
  const restored = await converge(session.client, {
    configId,
    managed: settings,
    program: asFound,
    base: asProgrammed(document, settings),
    seen: { document, etag },
    onConflict,
    wanted: "as found it was",
  });
  return restored?.written && { action: "UPDATE", document: restored.written };
}

/** The document as it would be had nobody but the program touched what it manages. */
function asProgrammed(document: JsonObject, settings: JsonObject): JsonObject {
  return merge({ managed: settings, base: document, program: settings, live: document }).document;
}

const TRIES = 3;

async function remove(session: Session, state: State): Promise<Released | undefined> {
  const { configId, document, onConflict } = state;
  const { dialerConfigs } = session.client;
  let { etag } = state;
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (etag !== undefined) {
      try {
        const outcome = await dialerConfigs.delete(configId, etag);
        return outcome === "gone" ? undefined : { action: "DELETE", document };
      } catch (error) {
        if (!(error instanceof PreconditionFailedError)) throw error;
      }
    }
    const live = await dialerConfigs.get(configId);
    if (!live) return undefined;
    if (live.etag === undefined) throw noStrongEtag(configId);
    if (onConflict !== "overwrite" && !jsonEquals(live.document, document)) {
      throw editedBeforeDelete(configId, settingsOf(state), document, live.document);
    }
    etag = live.etag;
  }
  throw neverSettles(configId, TRIES);
}
