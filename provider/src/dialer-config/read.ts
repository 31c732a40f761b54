import type { dynamic } from "@pulumi/pulumi";
import { project } from "../domain/merge.ts";
import { flushBeforeRemoval, withPendingEvents } from "../evidence/audit-trail.ts";
import { outputsOf } from "./codec.ts";
import type { Connections } from "./connections.ts";
import { inputsWith, plain, settingsOf } from "./document.ts";
import { withInheritance } from "./inheritance.ts";
import { managedValuesBy, openConfig } from "./merge-base.ts";
import type { Run } from "./run.ts";
import type { State } from "./state.ts";

/**
 * Reads the configuration. The settings come back among the inputs too, so that the next preview shows field by field what
 * drifted; of `complianceRules` only the keys that the program names. No id means that the configuration is gone.
 */
export function read(run: Run, saved: State): Promise<dynamic.ReadResult> {
  return run.operations.inTurn(saved.configId, () => readInTurn(run.connections, saved));
}

async function readInTurn(connections: Connections, saved: State): Promise<dynamic.ReadResult> {
  const { configId } = saved;
  const state = await withInheritance(connections, saved);
  const managed = settingsOf(state);
  const config = await openConfig(connections, { configId, managed }, state);
  const live = await config.get();
  if (!live) {
    await flushBeforeRemoval(connections, state, config);
    return {};
  }
  const inputs = inputsWith(project(live.document, managed), state);
  const { capacity, managedSince, originalDocument, program, audit, pendingEvents } = state;
  const { managedValues: earlier } = state;
  const now: State = {
    ...inputs,
    ...{ capacity, managedSince, originalDocument, program },
    managedValues: earlier && managedValuesBy(config, live.document, { earlier }),
    ...withPendingEvents({ audit, pendingEvents }, config),
    document: live.document,
    etag: live.etag,
  };
  return { id: configId, inputs: plain(inputs), props: outputsOf(now) };
}
