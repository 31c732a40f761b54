import { requestIdsIn } from "../domain/audit-trail.ts";
import type { JsonObject } from "../domain/json.ts";
import { managedChanges, merge } from "../domain/merge.ts";
import { flushBeforeRemoval } from "../evidence/audit-trail.ts";
import type { ConfigWriter } from "../evidence/config-writer.ts";
import { withoutWrites } from "../evidence/own-changes.ts";
import type { WriteRecord } from "../evidence/write-record.ts";
import type { AdoptionRecord } from "./adoption-records.ts";
import type { Connections } from "./connections.ts";
import { settingsOf, withSettings } from "./document.ts";
import { openConfig } from "./merge-base.ts";
import type { Run } from "./run.ts";
import type { State } from "./state.ts";

/** What a destroy needs to undo what the program did. */
export type Restorable = Pick<State, "originalDocument" | "managedValues">;

type Inheritance = NonNullable<AdoptionRecord["inheritance"]>;

/**
 * What outlasts the resources of the state's configuration. A state that was handed to the provider was saved, and the record says so
 * from now on.
 */
export async function recordOf(
  { adoptionRecords }: Connections,
  state: State,
): Promise<AdoptionRecord> {
  const record = await adoptionRecords.load(state.configId);
  if (record.holder !== holderOf(state) || record.isSeen) return record;
  const seen: AdoptionRecord = { ...record, isSeen: true };
  await adoptionRecords.store(state.configId, seen);
  return seen;
}

/** The record, which notes that a resource of the program has the configuration, whatever an earlier run made of it. */
export async function noteHolder(
  { connections, operations }: Run,
  state: State,
): Promise<AdoptionRecord> {
  const { configId } = state;
  const holder = holderOf(state);
  operations.hold(configId, holder);
  const record = await recordOf(connections, state);
  if (record.holder === undefined || record.holder === holder) return record;
  const taken: AdoptionRecord = { holder, isSeen: true, inheritance: record.inheritance };
  await connections.adoptionRecords.store(configId, taken);
  return taken;
}

/** The state with what an earlier resource of the program left to it, as after a rename. */
export function withInheritance({ inheritance }: AdoptionRecord, state: State): State {
  if (inheritance?.heir !== holderOf(state)) return state;
  return { ...state, ...inherit(inheritance, state) };
}

/** What a run that had not seen the resource left of its configuration; absent where there was no such run. */
export function undoneIn(
  { holder, undone }: AdoptionRecord,
  state: State,
): AdoptionRecord["undone"] {
  return holder === holderOf(state) ? undone : undefined;
}

/** The resource has made its configuration what the program says. */
export async function noteRedone(
  { adoptionRecords }: Connections,
  configId: string,
  { deleted, undone, ...record }: AdoptionRecord,
): Promise<void> {
  if (deleted || undone) await adoptionRecords.store(configId, record);
}

/** Names the resource that has this state, among those that had the configuration before and after it. */
function holderOf({ managedSince }: Pick<State, "managedSince">): string {
  // An earlier release did not note it.
  return managedSince ?? "";
}

/**
 * What a new resource remembers: what an earlier one left to it, or else what it found by itself.
 *
 * @param found The document before this run wrote; absent where there was none.
 */
export async function rememberCreation(
  { connections, operations }: Run,
  config: ConfigWriter,
  { managedSince, own, found }: Creation,
): Promise<Restorable> {
  const { configId } = config;
  const record = await connections.adoptionRecords.load(configId);
  const { inheritance } = record;
  operations.hold(configId, managedSince);
  const created: AdoptionRecord = { holder: managedSince, inheritance };
  await connections.adoptionRecords.store(configId, created);
  if (!found || !inheritance || !isToBeTaken(inheritance, record)) return own;
  const writes = config.doneSince(new Set(inheritance.inState));
  // What a run that was killed wrote since is nobody's edit.
  if (isCreated(writes)) return own;
  const taken = { ...inheritance, takenBy: managedSince };
  await connections.adoptionRecords.store(configId, { ...created, inheritance: taken });
  const isSame = operations.isHandedOver(configId);
  return inheritEdited(inheritance, own, { document: withoutWrites(writes, found), isSame });
}

/** Whether it is for the next resource that is created. One that took it may have been killed before its state was saved. */
function isToBeTaken({ heir, takenBy }: Inheritance, { holder, isSeen }: AdoptionRecord): boolean {
  return heir === undefined && !(isSeen && takenBy === holder);
}

interface Creation {
  readonly managedSince: string;
  /** What the resource found by itself. */
  readonly own: Restorable;
  /** The document before this run wrote; absent where there was none. */
  readonly found: JsonObject | undefined;
}

/** Whether one of these writes made the configuration, so that what a resource before it found is of another one. */
function isCreated(writes: readonly WriteRecord[]): boolean {
  return writes.some(({ action, status }) => action === "CREATE" && status !== "unconfirmed");
}

/** What the earlier resource remembers, but for the fields that somebody changed since it saw the configuration last. */
function inheritEdited(
  inheritance: Inheritance,
  own: Restorable,
  { document, isSame }: { readonly document: JsonObject; readonly isSame: boolean },
): Restorable {
  const { originalDocument, managedValues, left } = inheritance;
  if (originalDocument) {
    const sides = { base: left, program: document, live: originalDocument };
    const { document: original } = merge({ managed: managedValues, ...sides });
    return inherit({ ...inheritance, originalDocument: original }, own);
  }
  // What the program made and somebody changed since an earlier run may be another configuration, which is not to be deleted.
  const isAsLeft = managedChanges(managedValues, left, document).length === 0;
  return isSame || isAsLeft ? inherit(inheritance, own) : own;
}

function inherit({ originalDocument, managedValues }: Inheritance, own: Restorable): Restorable {
  if (originalDocument === undefined)
    return { originalDocument: undefined, managedValues: undefined };
  return { originalDocument, managedValues: withSettings(managedValues, own.managedValues ?? {}) };
}

/**
 * Leaves what the state remembers to the resource that has the configuration now, or is going to have it. One that was there before
 * this one remembers more, as does one that took what such a resource left.
 *
 * @param heir That resource, by `holderOf` its state; absent where it is still to be created.
 * @returns Whether it was kept.
 */
async function bequeath(
  { adoptionRecords }: Connections,
  state: State,
  heir: string | undefined,
): Promise<boolean> {
  const { configId, originalDocument, document } = state;
  const from = holderOf(state);
  const record = await adoptionRecords.load(configId);
  const taken = record.inheritance?.takenBy === heir ? record.inheritance?.from : undefined;
  if (heir !== undefined && (heir < from || (taken !== undefined && taken < from))) return true;
  const managedValues = state.managedValues ?? settingsOf(state);
  const inState = [...requestIdsIn(state)];
  const own = { heir, from, originalDocument, managedValues, left: document, inState };
  const inheritance = joined(own, record.inheritance);
  return adoptionRecords.store(configId, { ...record, inheritance });
}

/**
 * Of two resources that leave a configuration to one heir, the newer found what the older had made of it. One that does so again, since its
 * run was killed, had what it inherited itself only the first time.
 */
function joined(own: Inheritance, other: Inheritance | undefined): Inheritance {
  if (own.heir === undefined || own.heir !== other?.heir) return own;
  const [older, newer] = (other.from ?? "") > (own.from ?? "") ? [own, other] : [other, own];
  return { ...older, managedValues: withSettings(older.managedValues, newer.managedValues) };
}

/** What became of a configuration when its resource left the state. */
export interface Ending {
  /** The document as it was put back; absent where nothing had to be written. */
  readonly restored?: JsonObject;
  /** The document that was deleted. */
  readonly deleted?: JsonObject;
}

/** Ends the record of a configuration, unless a later resource may have it. */
export async function endRecord(
  connections: Connections,
  state: State,
  { restored, deleted }: Ending,
): Promise<void> {
  const { configId } = state;
  const record = await connections.adoptionRecords.load(configId);
  const { holder } = record;
  // Where another resource of the run has deleted it already, its note stays.
  const kept = {
    deleted: deleted ? unmanagedPart(settingsOf(state), deleted) : record.deleted,
  };
  if (holder === undefined || holder <= holderOf(state)) {
    // A run that is killed before the state is saved ends it once more, from a state without what it inherited.
    const inheritance =
      record.inheritance?.heir === holderOf(state) ? record.inheritance : undefined;
    await connections.adoptionRecords.store(configId, { ...kept, inheritance });
    return;
  }
  await bequeath(connections, state, holder);
  if (!restored && !deleted) return;
  const bequeathed = await connections.adoptionRecords.load(configId);
  const undone = { document: restored };
  await connections.adoptionRecords.store(configId, { ...bequeathed, ...kept, undone });
}

/** Of a document, what the program did not manage; nothing where that is all. */
function unmanagedPart(managed: JsonObject, document: JsonObject): JsonObject | undefined {
  const { document: unmanaged } = merge({ managed, base: document, program: {}, live: document });
  return Object.keys(unmanaged).length > 0 ? unmanaged : undefined;
}

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
    const holder = operations.holder(configId);
    // With `deleteBeforeReplace` that is still the resource itself, and its successor is to be created.
    const isItself = holder === holderOf(state);
    return { resourceName: claimant.resourceName, holder: isItself ? undefined : holder };
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
  const config = await openConfig(connections, { configId, managed: settingsOf(state) }, state);
  const successor =
    resourceName === undefined ? "another resource of the stack" : `the resource "${resourceName}"`;
  await connections.warn(
    `Dialer configuration ${configId} stays as it is in the tenant: ${successor} has the same configId, so it was renamed, moved or ` +
      `replaced, and nothing is deleted or put back. ${await remember(connections, config, state, holder)} To rename a resource without this, ` +
      'give it its old name as an alias before the deployment: aliases: [{ name: "OLD NAME" }]; where it had another parent, ' +
      "with the parent as well.",
  );
  if (state.pendingEvents?.length) await flushBeforeRemoval(connections, state, config);
}

/** Leaves what the state remembers to the successor, and says in a sentence what becomes of it. */
async function remember(
  connections: Connections,
  config: ConfigWriter,
  state: State,
  heir: string | undefined,
): Promise<string> {
  if (isCreated(config.done)) return CREATED_ANEW;
  return (await bequeath(connections, state, heir)) ? kept(connections) : notKept(connections);
}

const CREATED_ANEW =
  "It was gone from the tenant, and the new resource has created it again: a later destroy deletes it.";

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
