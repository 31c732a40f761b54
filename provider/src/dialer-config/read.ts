import type { dynamic } from "@pulumi/pulumi";
import type { JsonObject } from "../domain/json.ts";
import { project } from "../domain/merge.ts";
import { flushBeforeRemoval, withPendingEvents } from "../evidence/audit-trail.ts";
import { withWrites } from "../evidence/own-changes.ts";
import { outputsOf } from "./codec.ts";
import type { Connections } from "./connections.ts";
import { inputsWith, plain, settingsOf } from "./document.ts";
import { recordOf, withInheritance } from "./inheritance.ts";
import { managedValuesBy, openConfig } from "./merge-base.ts";
import type { Run } from "./run.ts";
import type { CheckedInputs, State } from "./state.ts";

/**
 * Reads the configuration. The settings come back among the inputs too, so that the next preview shows field by field what
 * drifted; of `complianceRules` only the keys that the program names. No id means that the configuration is gone.
 */
export async function read(run: Run, saved: State): Promise<dynamic.ReadResult> {
  const found = await readState(run, saved);
  if (!found) return {};
  const { inputs, state } = found;
  return { id: state.configId, inputs: plain(inputs), props: outputsOf(state) };
}

export interface ReadState {
  readonly inputs: CheckedInputs;
  readonly state: State;
  /** The document as the saved state has it, with what an interrupted run made of it: who differs from it changed it. */
  readonly base: JsonObject;
}

/** What there is now, for the state; nothing where the configuration is gone. */
export function readState(run: Run, saved: State): Promise<ReadState | undefined> {
  return run.operations.inTurn(saved.configId, () => readInTurn(run.connections, saved));
}

async function readInTurn(connections: Connections, saved: State): Promise<ReadState | undefined> {
  const { configId } = saved;
  const state = withInheritance(await recordOf(connections, saved), saved);
  const managed = settingsOf(state);
  const config = await openConfig(connections, { configId, managed }, state);
  const live = await config.get();
  if (!live) {
    await flushBeforeRemoval(connections, state, config);
    return undefined;
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
  return { inputs, state: now, base: withWrites(config.done, state.document, live.document) };
}
