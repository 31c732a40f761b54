import type { dynamic } from "@pulumi/pulumi";
import { project } from "../domain/merge.ts";
import { inputsWith, plain, settingsOf } from "./document.ts";
import type { Session } from "./session.ts";
import type { State } from "./state.ts";
import { recordLastChange } from "./trail.ts";

/**
 * Reads the configuration. The settings come back among the inputs too, so that the next preview shows field by field what
 * drifted; of `complianceRules` only the keys that the program names. No id means that the configuration is gone.
 */
export async function read(session: Session, state: State): Promise<dynamic.ReadResult> {
  const live = await session.client.dialerConfigs.get(state.configId);
  if (!live) {
    session.release(state.configId);
    await recordLastChange(session, state);
    return {};
  }
  const settings = project(live.document, settingsOf(state));
  const inputs = inputsWith(settings, state);
  const { capacity, asFound, programmed, audit, outbox } = state;
  return {
    id: state.configId,
    inputs: plain(inputs),
    props: plain({
      ...inputs,
      ...{ capacity, asFound, programmed, audit, outbox },
      document: live.document,
      etag: live.etag,
    }),
  };
}
