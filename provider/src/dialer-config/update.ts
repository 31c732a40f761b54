import type { dynamic } from "@pulumi/pulumi";
import { type JsonObject, jsonEquals } from "../domain/json.ts";
import { auditOnFailure, flushAuditTrail } from "../evidence/audit-trail.ts";
import type { ConfigWriter } from "../evidence/config-writer.ts";
import { outputsOf } from "./codec.ts";
import { deletedRemotely } from "./conflict-errors.ts";
import type { Connections } from "./connections.ts";
import { type Converged, converge, warnOfEdits } from "./converge.ts";
import { documentToCreate } from "./create.ts";
import { settingsOf } from "./document.ts";
import { noteRedone, recordOf, undoneIn, withInheritance } from "./inheritance.ts";
import { loadMergeBase, type MergeBase, managedValuesBy, openConfig } from "./merge-base.ts";
import type { Run } from "./run.ts";
import type { CheckedInputs, State } from "./state.ts";

/**
 * Writes what the program changed under the ETag in the state: one request where nobody changed the configuration meanwhile,
 * and none where only arguments changed that the tenant does not hold.
 *
 * @throws ConflictError where the write would lose somebody's change.
 */
export function update(
  run: Run,
  saved: State,
  inputs: CheckedInputs,
): Promise<dynamic.UpdateResult> {
  return run.operations.inTurn(inputs.configId, () => updateInTurn(run, saved, inputs));
}

async function updateInTurn(
  run: Run,
  saved: State,
  inputs: CheckedInputs,
): Promise<dynamic.UpdateResult> {
  const { connections } = run;
  const { configId, campaignId } = inputs;
  const record = await recordOf(connections, saved);
  const olds = withInheritance(record, saved);
  const program = settingsOf(inputs);
  const assessment = run.program.assessment(configId, campaignId);
  const config = await openConfig(connections, { configId, managed: program, assessment }, olds);
  return auditOnFailure(connections, config, async () => {
    const undone = undoneIn(record, saved);
    const base = undone ? undefined : await loadMergeBase(config, olds);
    const converged = undone
      ? await redo(connections, config, inputs, { left: undone.document, seen: olds.document })
      : base && (await changeFrom(base, config, inputs));
    if (!converged) throw deletedRemotely(configId);
    await noteRedone(connections, configId, record);
    await warnOfEdits(connections, configId, program, converged);
    const state: State = {
      ...inputs,
      capacity: assessment.capacity,
      document: converged.now.document,
      etag: converged.now.etag,
      managedSince: olds.managedSince,
      originalDocument: olds.originalDocument,
      managedValues:
        olds.originalDocument &&
        managedValuesBy(config, base?.live?.document, { earlier: olds.managedValues, program }),
      program: (await connections.program()) ?? olds.program,
      ...(await flushAuditTrail(connections, olds, config)),
    };
    return { outs: outputsOf(state) };
  });
}

/** Makes the settings what the program says; nothing where the configuration is gone. */
async function changeFrom(
  { seen, live }: MergeBase,
  config: ConfigWriter,
  inputs: CheckedInputs,
): Promise<Converged | undefined> {
  const program = settingsOf(inputs);
  const { onConflict } = inputs;
  const base = seen.document;
  return converge(config, { managed: program, program, base, seen, live, onConflict });
}

/**
 * The same where an earlier run of this stack put the configuration back, or deleted it: that is nobody's edit.
 *
 * @param left The document as that run left it; absent where it deleted the configuration.
 * @param seen The document in the state: once a refresh has read it, an edit since that run has been seen.
 */
async function redo(
  connections: Connections,
  config: ConfigWriter,
  inputs: CheckedInputs,
  { left, seen }: { readonly left: JsonObject | undefined; readonly seen: JsonObject },
): Promise<Converged | undefined> {
  const live = await config.get();
  if (live) {
    const document = left && !jsonEquals(seen, live.document) ? left : seen;
    return changeFrom({ seen: { document, etag: undefined }, live }, config, inputs);
  }
  const now = await config.create(await documentToCreate(connections, inputs));
  return { now, before: {}, conflicts: [] };
}
