import type { dynamic } from "@pulumi/pulumi";
import { converge } from "./converge.ts";
import { plain, settingsOf, withSettings } from "./document.ts";
import { gone } from "./refusals.ts";
import type { Session } from "./session.ts";
import type { CheckedInputs, State } from "./state.ts";
import { timed } from "./timed.ts";
import { recordChange } from "./trail.ts";

/**
 * Writes what the program changed under the ETag in the state: one request where nobody changed the configuration meanwhile,
 * and none where only arguments changed that the tenant does not hold.
 *
 * @throws ConflictError where the write would lose somebody's change.
 */
export async function update(
  session: Session,
  olds: State,
  inputs: CheckedInputs,
): Promise<dynamic.UpdateResult> {
  const { configId, campaignId, onConflict } = inputs;
  const program = settingsOf(inputs);
  const seen = { document: olds.document, etag: olds.etag };
  const [converged, latencyMs] = await timed(() =>
    converge(session.client, {
      configId,
      managed: program,
      program,
      base: olds.document,
      seen,
      onConflict,
    }),
  );
  if (!converged) throw gone(configId);
  const { now, written } = converged;
  const { capacity, ...verdict } = session.assessment(configId, campaignId);
  const trail = await recordChange(
    session,
    olds,
    written && { action: "UPDATE", configId, document: written, latencyMs, verdict },
  );
  const state: State = {
    ...inputs,
    capacity,
    document: now.document,
    etag: now.etag,
    asFound: olds.asFound,
    programmed: olds.asFound && withSettings(olds.programmed ?? {}, program),
    ...trail,
  };
  return { outs: plain(state) };
}
