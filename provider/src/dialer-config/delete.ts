import { type JsonObject, jsonEquals } from "../domain/json.ts";
import type { Conflict } from "../domain/merge.ts";
import { PreconditionFailedError } from "../errors/index.ts";
import { converge, TRIES } from "./converge.ts";
import { settingsOf, withSettings } from "./document.ts";
import { editedBeforeDelete, neverSettles, noStrongEtag } from "./refusals.ts";
import { NOT_CHECKED, type Session } from "./session.ts";
import { shown } from "./shown.ts";
import type { State } from "./state.ts";
import { timed } from "./timed.ts";
import { type Change, recordLastChange } from "./trail.ts";

/**
 * Ends the program's hold on the configuration, as `onDelete` says. A configuration that is already gone is success.
 *
 * @throws ConflictError where it would delete what somebody changed since it was last seen, and `onConflict` is not
 * `"overwrite"`.
 */
export async function destroy(session: Session, state: State): Promise<void> {
  const [done, latencyMs] = await timed(() => release(session, state));
  const { configId } = state;
  session.release(configId);
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
 * Undoes what the program changed: the fields that it ever set are put back as found. One that somebody changed since is left
 * to them, with a warning; `onConflict` can say otherwise. The rest stays as it is.
 */
async function restore(
  session: Session,
  state: State,
  asFound: JsonObject,
): Promise<Released | undefined> {
  const { configId, document, etag, onConflict, programmed = settingsOf(state) } = state;
  const restored = await converge(session.client, {
    configId,
    managed: programmed,
    program: asFound,
    base: withSettings(document, programmed),
    seen: { document, etag },
    onConflict: onConflict === "merge" ? "yield" : onConflict,
    wanted: "as found it was",
  });
  if (!restored) return undefined;
  if (onConflict === "merge") await warnOfWhatIsLeft(session, configId, restored.conflicts);
  return restored.written && { action: "UPDATE", document: restored.written };
}

async function warnOfWhatIsLeft(
  session: Session,
  configId: string,
  conflicts: readonly Conflict[],
): Promise<void> {
  if (conflicts.length === 0) return;
  const fields = conflicts.map(
    ({ path, program, live }) =>
      `${path} stays ${shown(path, live)} (as found it was ${shown(path, program)})`,
  );
  await session.warn(
    `Dialer configuration ${configId} was put back as found, but for what somebody changed since: ${fields.join("; ")}.`,
  );
}

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
