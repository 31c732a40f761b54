import type { JsonObject } from "../domain/json.ts";
import { managedChanges, merge } from "../domain/merge.ts";
import type { AdoptionRecord } from "./adoption-records.ts";
import { settingsOf, withSettings } from "./document.ts";
import type { Session } from "./session.ts";
import type { State } from "./state.ts";

/** What a resource remembers of its configuration, so that a destroy can undo what the program did. */
export type Memory = Pick<State, "asFound" | "programmed">;

type Inheritance = NonNullable<AdoptionRecord["inheritance"]>;

/** The state with what an earlier resource of the program left to it, as after a rename. */
export async function withInheritance(session: Session, state: State): Promise<State> {
  const { inheritance } = await session.adoptionRecords.load(state.configId);
  if (inheritance?.heir !== holderOf(state)) return state;
  return { ...state, ...inherit(inheritance, state) };
}

/** Names the resource that has this state, among those that had the configuration before and after it. */
export function holderOf({ managedSince }: Pick<State, "managedSince">): string {
  // An earlier release did not note it.
  return managedSince ?? "";
}

/**
 * What a new resource remembers: what an earlier one left to it, or else what it found by itself.
 *
 * @param found The document before this run wrote; absent where there was none.
 */
export async function rememberCreation(
  session: Session,
  { configId, managedSince }: Pick<State, "configId"> & { readonly managedSince: string },
  own: Memory,
  found: JsonObject | undefined,
): Promise<Memory> {
  const { inheritance } = await session.adoptionRecords.load(configId);
  session.wishes.hold(configId, managedSince);
  await session.adoptionRecords.store(configId, { holder: managedSince, inheritance });
  if (inheritance?.heir !== undefined) return own;
  // A run that was killed may have written to it already: `asFound` is the document without that.
  const isHeir =
    inheritance && [found, own.asFound].some((document) => isAsLeft(inheritance, document));
  return isHeir ? inherit(inheritance, own) : own;
}

/** Whether the document is as the earlier resource left it, so that what that one remembers is of this configuration. */
function isAsLeft({ programmed, left }: Inheritance, document: JsonObject | undefined): boolean {
  return document !== undefined && managedChanges(programmed, left, document).length === 0;
}

function inherit({ asFound, programmed }: Inheritance, own: Memory): Memory {
  if (asFound === undefined) return { asFound: undefined, programmed: undefined };
  return { asFound, programmed: withSettings(programmed, own.programmed ?? {}) };
}

/**
 * Leaves what the state remembers to the resource that has the configuration now, or is going to have it.
 *
 * @param heir That resource, by `holderOf` its state; absent where it is still to be created.
 * @returns Whether it was kept.
 */
export async function bequeath(
  { adoptionRecords }: Session,
  state: State,
  heir: string | undefined,
): Promise<boolean> {
  const { configId, asFound, document } = state;
  const programmed = state.programmed ?? settingsOf(state);
  const { holder } = await adoptionRecords.load(configId);
  const inheritance = { heir, asFound, programmed, left: document };
  return adoptionRecords.store(configId, { holder, inheritance });
}

/** Keeps, of a configuration that the program deleted, what the program did not manage: another resource may create it again. */
export async function rememberDeletion(
  { adoptionRecords }: Session,
  configId: string,
  managed: JsonObject,
  document: JsonObject,
): Promise<void> {
  const { document: unmanaged } = merge({ managed, base: document, program: {}, live: document });
  const deleted = Object.keys(unmanaged).length > 0 ? unmanaged : undefined;
  await adoptionRecords.store(configId, { deleted });
}
