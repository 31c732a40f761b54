import type { dynamic } from "@pulumi/pulumi";
import type { Versioned } from "../client/dialer-configs.ts";
import type { JsonObject } from "../domain/json.ts";
import { PreconditionFailedError } from "../errors/index.ts";
import { isRefusal } from "../errors/is-refusal.ts";
import { converge } from "./converge.ts";
import { plain, settingsOf } from "./document.ts";
import type { JournaledConfig } from "./evidence/journaled-config.ts";
import { openConfig, programmedBy, withEvidence } from "./evidence/operation.ts";
import { withoutWrites } from "./evidence/own-changes.ts";
import { recordWrites } from "./evidence/trail.ts";
import { exists, gone } from "./refusals.ts";
import type { Session } from "./session.ts";
import type { CheckedInputs, State } from "./state.ts";

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
  const program = settingsOf(inputs);
  const assessment = session.assessment(configId, campaignId);
  const purpose = "adopt";
  const config = await openConfig(session, { configId, managed: program, assessment, purpose });
  return withEvidence(session, config, async () => {
    const { now, asFound, found } = await createOrAdopt(config, inputs, program);
    const state: State = {
      ...inputs,
      capacity: assessment.capacity,
      document: now.document,
      etag: now.etag,
      asFound,
      programmed: asFound && programmedBy(config, found, { program }),
      program: await session.program(),
      ...(await recordWrites(session, {}, config)),
    };
    return { id: configId, outs: plain(state) };
  });
}

interface Made {
  readonly now: Versioned;
  /** The document as it was there; absent where there was none. */
  readonly found?: JsonObject;
  /** The document as adopted; absent where the program created it. */
  readonly asFound?: JsonObject | undefined;
}

async function createOrAdopt(
  config: JournaledConfig,
  inputs: CheckedInputs,
  program: JsonObject,
): Promise<Made> {
  const found = await config.get();
  if (found) return takeOver(config, inputs, program, found);
  try {
    return { now: await config.create(program) };
  } catch (error) {
    if (isRefusal(error) && !(error instanceof PreconditionFailedError)) throw error;
    // What is there now was made by this very request, its reply lost, or by somebody else meanwhile.
    const made = await config.get();
    if (!made) throw error;
    return takeOver(config, inputs, program, made);
  }
}

/** What an interrupted run wrote is this program's own, and was found as it was before that. */
async function takeOver(
  config: JournaledConfig,
  { existing, onConflict }: CheckedInputs,
  program: JsonObject,
  found: Versioned,
): Promise<Made> {
  const isOwn = config.ownWrite(found.document) !== undefined;
  if (!isOwn && existing === "refuse") throw exists(config.configId);
  const isMade = isOwn && config.done.find(({ confirmed }) => confirmed)?.action === "CREATE";
  const adopted = await converge(config, {
    managed: program,
    program,
    base: found.document,
    seen: found,
    onConflict,
  });
  if (!adopted) throw gone(config.configId);
  const asFound = isMade ? undefined : withoutWrites(config.done, adopted.before);
  return { now: adopted.now, asFound, found: found.document };
}
