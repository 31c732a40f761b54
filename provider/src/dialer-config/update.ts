import type { dynamic } from "@pulumi/pulumi";
import type { JsonObject } from "../domain/json.ts";
import { outputsOf } from "./codec.ts";
import { type Converged, converge } from "./converge.ts";
import { documentToCreate } from "./create.ts";
import { settingsOf } from "./document.ts";
import type { JournaledConfig } from "./evidence/journaled-config.ts";
import {
  managedValuesBy,
  openConfig,
  type Sight,
  sightOf,
  withEvidence,
} from "./evidence/operation.ts";
import { recordWrites } from "./evidence/trail.ts";
import { warnOfEdits } from "./kept-edits.ts";
import { noteRedone, undoneIn, withInheritance } from "./memory.ts";
import { gone } from "./refusals.ts";
import type { Session } from "./session.ts";
import type { CheckedInputs, State } from "./state.ts";

/**
 * Writes what the program changed under the ETag in the state: one request where nobody changed the configuration meanwhile,
 * and none where only arguments changed that the tenant does not hold.
 *
 * @throws ConflictError where the write would lose somebody's change.
 */
export function update(
  session: Session,
  saved: State,
  inputs: CheckedInputs,
): Promise<dynamic.UpdateResult> {
  return session.wishes.inTurn(inputs.configId, () => updateInTurn(session, saved, inputs));
}

async function updateInTurn(
  session: Session,
  saved: State,
  inputs: CheckedInputs,
): Promise<dynamic.UpdateResult> {
  const { configId, campaignId } = inputs;
  const olds = await withInheritance(session, saved);
  const program = settingsOf(inputs);
  const assessment = session.assessment(configId, campaignId);
  const config = await openConfig(session, { configId, managed: program, assessment }, olds);
  return withEvidence(session, config, async () => {
    const undone = await undoneIn(session, saved);
    const sight = undone ? undefined : await sightOf(config, olds);
    const converged = undone
      ? await redo(session, config, inputs, undone.document)
      : sight && (await changeFrom(sight, config, inputs));
    if (!converged) throw gone(configId);
    await noteRedone(session, configId);
    await warnOfEdits(session, configId, program, converged);
    const state: State = {
      ...inputs,
      capacity: assessment.capacity,
      document: converged.now.document,
      etag: converged.now.etag,
      managedSince: olds.managedSince,
      originalDocument: olds.originalDocument,
      managedValues:
        olds.originalDocument &&
        managedValuesBy(config, sight?.live?.document, { earlier: olds.managedValues, program }),
      program: (await session.program()) ?? olds.program,
      ...(await recordWrites(session, olds, config)),
    };
    return { outs: outputsOf(state) };
  });
}

/** Makes the settings what the program says; nothing where the configuration is gone. */
async function changeFrom(
  sight: Sight,
  config: JournaledConfig,
  inputs: CheckedInputs,
): Promise<Converged | undefined> {
  const program = settingsOf(inputs);
  const { onConflict } = inputs;
  const base = sight.seen.document;
  return converge(config, { managed: program, program, base, ...sight, onConflict });
}

/**
 * The same where an earlier run of this stack put the configuration back, or deleted it: that is nobody's edit.
 *
 * @param left The document as that run left it; absent where it deleted the configuration.
 */
async function redo(
  session: Session,
  config: JournaledConfig,
  inputs: CheckedInputs,
  left: JsonObject | undefined,
): Promise<Converged | undefined> {
  const live = await config.get();
  if (live) {
    const seen = { document: left ?? live.document, etag: undefined };
    return changeFrom({ seen, live }, config, inputs);
  }
  const now = await config.create(await documentToCreate(session, inputs));
  return { now, before: {}, conflicts: [] };
}
