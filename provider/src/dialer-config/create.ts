import type { dynamic } from "@pulumi/pulumi";
import type { Versioned } from "../client/dialer-configs.ts";
import type { JsonObject } from "../domain/json.ts";
import { managedChanges } from "../domain/merge.ts";
import { PreconditionFailedError, RequestError } from "../errors/index.ts";
import { type Converged, converge } from "./converge.ts";
import { plain, settingsOf } from "./document.ts";
import { exists, gone } from "./refusals.ts";
import type { Session } from "./session.ts";
import type { CheckedInputs, State } from "./state.ts";
import { timed } from "./timed.ts";
import { recordChange } from "./trail.ts";

/**
 * Creates the configuration, or takes over the one that exists: as found where it already says what the program says.
 *
 * @throws ConflictError where it exists and `existing` is `"refuse"`, or somebody changes it meanwhile.
 */
export async function create(
  session: Session,
  inputs: CheckedInputs,
): Promise<dynamic.CreateResult> {
  const { configId, campaignId } = inputs;
  session.claim(configId);
  const [made, latencyMs] = await timed(() => createOrAdopt(session, inputs));
  const { capacity, ...verdict } = session.assessment(configId, campaignId);
  const trail = await recordChange(
    session,
    {},
    made.written && {
      action: made.asFound ? "UPDATE" : "CREATE",
      configId,
      document: made.written,
      latencyMs,
      verdict,
    },
  );
  const state: State = {
    ...inputs,
    capacity,
    document: made.now.document,
    etag: made.now.etag,
    asFound: made.asFound,
    programmed: made.asFound && settingsOf(inputs),
    ...trail,
  };
  return { id: configId, outs: plain(state) };
}

type Made = Pick<Converged, "now" | "written"> & { readonly asFound?: JsonObject };

async function createOrAdopt(session: Session, inputs: CheckedInputs): Promise<Made> {
  const { configId } = inputs;
  const found = await session.client.dialerConfigs.get(configId);
  if (found) return adopt(session, inputs, found);
  const document = settingsOf(inputs);
  try {
    const now = await session.client.dialerConfigs.create(configId, document);
    return { now, written: document };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { mayHaveTakenEffect = false } = error.request;
    if (!mayHaveTakenEffect && !(error instanceof PreconditionFailedError)) throw error;
    return meetExisting(session, inputs, { sent: document, mayHaveTakenEffect, error });
  }
}

interface FailedCreate {
  readonly sent: JsonObject;
  readonly mayHaveTakenEffect: boolean;
  readonly error: RequestError;
}

/** It was not there before: what is there now was made by the create whose reply was lost, or by somebody else meanwhile. */
async function meetExisting(
  session: Session,
  inputs: CheckedInputs,
  { sent, mayHaveTakenEffect, error }: FailedCreate,
): Promise<Made> {
  const found = await session.client.dialerConfigs.get(inputs.configId);
  if (!found) throw error;
  const isOurs = mayHaveTakenEffect && managedChanges(sent, sent, found.document).length === 0;
  return isOurs ? { now: found, written: sent } : adopt(session, inputs, found);
}

async function adopt(session: Session, inputs: CheckedInputs, found: Versioned): Promise<Made> {
  const { configId, existing, onConflict } = inputs;
  if (existing === "refuse") throw exists(configId);
  const program = settingsOf(inputs);
  const adopted = await converge(session.client, {
    configId,
    managed: program,
    program,
    base: found.document,
    seen: found,
    onConflict,
  });
  if (!adopted) throw gone(configId);
  return { ...adopted, asFound: adopted.before };
}
