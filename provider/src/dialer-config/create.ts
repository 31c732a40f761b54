import type { dynamic } from "@pulumi/pulumi";
import type { Versioned } from "../client/dialer-configs.ts";
import type { JsonObject } from "../domain/json.ts";
import { PreconditionFailedError } from "../errors/index.ts";
import { isRefusal } from "../errors/internal.ts";
import { auditOnFailure, flushAuditTrail } from "../evidence/audit-trail.ts";
import type { ConfigWriter } from "../evidence/config-writer.ts";
import { withoutWrites } from "../evidence/own-changes.ts";
import type { WriteRecord } from "../evidence/write-record.ts";
import { outputsOf } from "./codec.ts";
import { alreadyExists, deletedRemotely, notFound } from "./conflict-errors.ts";
import type { Connections } from "./connections.ts";
import { converge, warnOfEdits } from "./converge.ts";
import { settingsOf, withSettings } from "./document.ts";
import { rememberCreation } from "./inheritance.ts";
import { managedValuesBy, openConfig } from "./merge-base.ts";
import type { Run } from "./run.ts";
import type { CheckedInputs, State } from "./state.ts";

/**
 * Creates the configuration, or adopts the one that exists, under the version that check saw.
 *
 * @throws ConflictError where `existing` does not allow it, or somebody changes it meanwhile.
 */
export function create(run: Run, inputs: CheckedInputs): Promise<dynamic.CreateResult> {
  return run.operations.inTurn(inputs.configId, () => createInTurn(run, inputs));
}

async function createInTurn(run: Run, inputs: CheckedInputs): Promise<dynamic.CreateResult> {
  const { connections } = run;
  const { configId, campaignId } = inputs;
  const managedSince = new Date().toISOString();
  const program = settingsOf(inputs);
  const assessment = run.program.assessment(configId, campaignId);
  const purpose = "adopt";
  const config = await openConfig(connections, { configId, managed: program, assessment, purpose });
  return auditOnFailure(connections, config, async () => {
    const { now, originalDocument, found } = await createOrAdopt(run, config, inputs);
    const own = {
      originalDocument,
      managedValues: originalDocument && managedValuesBy(config, found, { program }),
    };
    const state: State = {
      ...inputs,
      capacity: assessment.capacity,
      document: now.document,
      etag: now.etag,
      managedSince,
      ...(await rememberCreation(run, config, { managedSince, own, found })),
      program: await connections.program(),
      ...(await flushAuditTrail(connections, {}, config)),
    };
    return { id: configId, outs: outputsOf(state) };
  });
}

interface Made {
  readonly now: Versioned;
  /** The document as it was there; absent where there was none. */
  readonly found?: JsonObject;
  /** The document as adopted; absent where the program created it. */
  readonly originalDocument?: JsonObject | undefined;
}

async function createOrAdopt(run: Run, config: ConfigWriter, inputs: CheckedInputs): Promise<Made> {
  const { configId } = config;
  const { connections, program, operations } = run;
  const found = await config.get(program.snapshot(configId, operations.count(configId)));
  if (found) return adopt(connections, config, inputs, found);
  if (inputs.existing === "require") throw notFound(configId);
  try {
    return { now: await config.create(await documentToCreate(connections, inputs)) };
  } catch (error) {
    if (isRefusal(error) && !(error instanceof PreconditionFailedError)) throw error;
    // What is there now was made by this very request, its reply lost, or by somebody else meanwhile.
    const made = await config.get();
    if (!made) throw error;
    return adopt(connections, config, inputs, made);
  }
}

/** The settings, and what the program did not manage where it is the program that deleted the configuration. */
export async function documentToCreate(
  connections: Connections,
  inputs: CheckedInputs,
): Promise<JsonObject> {
  const { configId } = inputs;
  const { deleted } = await connections.adoptionRecords.load(configId);
  if (!deleted) return settingsOf(inputs);
  await connections.inform(
    `Dialer configuration ${configId} was deleted by this program and is created again, with the fields that the program does not ` +
      `manage as they were: ${Object.keys(deleted).join(", ")}.`,
  );
  return withSettings(deleted, settingsOf(inputs));
}

/** What an interrupted creation wrote is this program's own, and was found as it was before that. */
async function adopt(
  connections: Connections,
  config: ConfigWriter,
  inputs: CheckedInputs,
  found: Versioned,
): Promise<Made> {
  const { existing, onConflict } = inputs;
  const program = settingsOf(inputs);
  const isOwn = config.ownWrite(found.document) !== undefined;
  if (!isOwn && existing === "refuse") throw alreadyExists(config.configId);
  const isMade = isOwn && isMadeBy(config.done);
  const adopted = await converge(config, {
    managed: program,
    program,
    base: found.document,
    seen: found,
    onConflict,
  });
  if (!adopted) throw deletedRemotely(config.configId);
  await warnOfEdits(connections, config.configId, program, adopted);
  const originalDocument = isMade
    ? undefined
    : withoutWrites(fromCreation(config.done), adopted.before);
  return { now: adopted.now, originalDocument, found: found.document };
}

/**
 * The writes from the first that creates or adopts the configuration, oldest first. An update before it is of another resource, and what
 * that made of the configuration is what this one found.
 */
function fromCreation(writes: readonly WriteRecord[]): readonly WriteRecord[] {
  const first = writes.findIndex(({ purpose }) => purpose !== "update" && purpose !== "restore");
  return first === -1 ? [] : writes.slice(first);
}

/** Whether what there is now was made by these writes, oldest first: an earlier one may have deleted what was there before. */
function isMadeBy(writes: readonly WriteRecord[]): boolean {
  const last = writes.findLast(
    ({ action, status }) => action !== "UPDATE" && status !== "unconfirmed",
  );
  return last?.action === "CREATE";
}
