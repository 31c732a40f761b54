import type { dynamic } from "@pulumi/pulumi";
import { converge } from "./converge.ts";
import { plain, settingsOf } from "./document.ts";
import { openConfig, programmedBy, sightOf, withEvidence } from "./evidence/operation.ts";
import { recordWrites } from "./evidence/trail.ts";
import { warnOfEdits } from "./kept-edits.ts";
import { withInheritance } from "./memory.ts";
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
  const { configId, campaignId, onConflict } = inputs;
  const olds = await withInheritance(session, saved);
  const program = settingsOf(inputs);
  const assessment = session.assessment(configId, campaignId);
  const config = await openConfig(session, { configId, managed: program, assessment }, olds);
  return withEvidence(session, config, async () => {
    const sight = await sightOf(config, olds);
    const converged =
      sight &&
      (await converge(config, {
        managed: program,
        program,
        base: sight.seen.document,
        ...sight,
        onConflict,
      }));
    if (!converged) throw gone(configId);
    await warnOfEdits(session, configId, program, converged);
    const state: State = {
      ...inputs,
      capacity: assessment.capacity,
      document: converged.now.document,
      etag: converged.now.etag,
      managedSince: olds.managedSince,
      asFound: olds.asFound,
      programmed:
        olds.asFound &&
        programmedBy(config, sight.live?.document, { earlier: olds.programmed, program }),
      program: (await session.program()) ?? olds.program,
      ...(await recordWrites(session, olds, config)),
    };
    return { outs: plain(state) };
  });
}
