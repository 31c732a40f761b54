import { error, type Finding } from "../domain/finding.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { managedChanges } from "../domain/merge.ts";
import { CxoneError } from "../errors/index.ts";
import type { Snapshot } from "./checked-program.ts";
import { alreadyExists, notFound } from "./conflict-errors.ts";
import { openConfig } from "./merge-base.ts";
import { masked, redactedValue } from "./redacted-value.ts";
import type { Run } from "./run.ts";
import { settingNames } from "./schema.ts";
import type { Adoption, Arguments } from "./state.ts";

export interface AdoptionPreview {
  readonly adoption?: Adoption;
  /** What creating the resource does, in a sentence. */
  readonly message?: string;
  readonly findings: readonly Finding[];
}

/**
 * Reads the configuration that is to be created, and says what creating the resource would do. The create that follows writes under the
 * version that was read here.
 */
export async function previewAdoption(
  run: Run,
  known: Partial<Arguments> & Pick<Arguments, "configId">,
): Promise<AdoptionPreview> {
  const { configId, existing } = known;
  const managed = knownSettings(known);
  try {
    const { found } = await snapshotOf(run, configId);
    // What an interrupted run created or deleted is this program's own: create finds that out.
    const { isInterrupted } = await openConfig(run.connections, { configId, managed });
    if (found) {
      const changes = Object.fromEntries(
        managedChanges(managed, found.document, managed).map(({ path, from, to }) => [
          path,
          {
            ...(from !== undefined && { from: masked(path, from) }),
            ...(to !== undefined && { to: masked(path, to) }),
          },
        ]),
      );
      return {
        adoption: { exists: true, changes },
        message: adopts(configId, managed, found.document),
        findings:
          existing === "refuse" && !isInterrupted
            ? [error("configId", alreadyExists(configId).message)]
            : [],
      };
    }
    return {
      adoption: { exists: false },
      message: `Dialer configuration ${configId} does not exist in the tenant: it is created there.`,
      findings:
        existing === "require" && !isInterrupted
          ? [error("configId", notFound(configId).message)]
          : [],
    };
  } catch (cause) {
    if (!(cause instanceof CxoneError)) throw cause;
    return { findings: [error("", cause.report)] };
  }
}

/** One request a configuration and process: a replacement is checked twice. */
async function snapshotOf(
  { connections, program, operations }: Run,
  configId: string,
): Promise<Snapshot> {
  const ended = operations.count(configId);
  const known = program.snapshot(configId, ended);
  if (known) return known;
  const found = await connections.client.dialerConfigs.get(configId);
  const snapshot = { found, operations: ended };
  program.keep(configId, snapshot);
  return snapshot;
}

/** The settings as far as a preview knows them. */
function knownSettings(known: Partial<Arguments>): JsonObject {
  return Object.fromEntries(
    settingNames.flatMap((name): [string, Json][] => {
      const value = known[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function adopts(configId: string, program: JsonObject, live: JsonObject): string {
  const changes = managedChanges(program, live, program).map(
    ({ path, from, to }) => `${path} ${redactedValue(path, from)} → ${redactedValue(path, to)}`,
  );
  const change =
    changes.length > 0
      ? `This changes ${changes.join(", ")}.`
      : "It already says what the program says: nothing to write.";
  return `Dialer configuration ${configId} exists in the tenant and is adopted. ${change}`;
}
