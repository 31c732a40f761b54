import { flushBeforeRemoval } from "../evidence/audit-trail.ts";
import type { Connections } from "./connections.ts";
import { settingsOf } from "./document.ts";
import { bequeath, holderOf } from "./memory.ts";
import { openConfig } from "./merge-base.ts";
import type { Run } from "./run.ts";
import type { State } from "./state.ts";

/** The resource that goes on with a configuration, after the one that leaves the state. */
export interface Successor {
  /** Absent where this run has not seen it: an earlier run with `--target` created it. */
  readonly resourceName?: string;
  /** `holderOf` its state; absent where it is still to be created. */
  readonly holder?: string | undefined;
}

/** Another resource that wants the configuration now, or that a state was seen of. */
export async function successorOf(
  { connections, program, operations }: Run,
  state: State,
): Promise<Successor | undefined> {
  const { configId } = state;
  const claimant = program.claimantOf(configId);
  if (claimant) {
    return { resourceName: claimant.resourceName, holder: operations.holder(configId) };
  }
  const { holder, isSeen } = await connections.adoptionRecords.load(configId);
  return isSeen && holder !== undefined && holder > holderOf(state) ? { holder } : undefined;
}

/** Leaves the configuration to its successor: nothing is deleted or put back. */
export async function handOver(
  connections: Connections,
  state: State,
  { resourceName, holder }: Successor,
): Promise<void> {
  const { configId } = state;
  const isKept = await bequeath(connections, state, holder);
  const successor =
    resourceName === undefined ? "another resource of the stack" : `the resource "${resourceName}"`;
  await connections.warn(
    `Dialer configuration ${configId} stays as it is in the tenant: ${successor} has the same configId, so it was renamed, moved or ` +
      `replaced, and nothing is deleted or put back. ${isKept ? kept(connections) : notKept(connections)} To rename a resource without this, ` +
      'give it its old name as an alias before the deployment: aliases: [{ name: "OLD NAME" }]; where it had another parent, ' +
      "with the parent as well.",
  );
  if (state.pendingEvents?.length) {
    const config = await openConfig(connections, { configId, managed: settingsOf(state) }, state);
    await flushBeforeRemoval(connections, state, config);
  }
}

function kept({ adoptionRecords }: Connections): string {
  return (
    `What was found before the program adopted it is kept on this machine, in ${adoptionRecords.folder}: the next \`pulumi up\` that ` +
    "changes the resource, or `pulumi refresh`, takes it into the state. A destroy from another machine before that puts back what " +
    "the new resource found."
  );
}

function notKept({ adoptionRecords }: Connections): string {
  return (
    `What was found before the program adopted it is lost, as ${adoptionRecords.folder} cannot be written: a later destroy puts back ` +
    "what the new resource found, which this program wrote."
  );
}
