import type { Versioned } from "../client/dialer-configs.ts";
import type { AuditTrail } from "../domain/audit-trail.ts";
import { requestIdsIn } from "../domain/audit-trail.ts";
import type { JsonObject } from "../domain/json.ts";
import { ConfigWriter, type ReplacementPurpose } from "../evidence/config-writer.ts";
import { withHeldFields, withWrites } from "../evidence/own-changes.ts";
import { type Assessment, NOT_CHECKED } from "./checked-program.ts";
import type { Connections } from "./connections.ts";
import { settingsOf, withSettings } from "./document.ts";
import type { State } from "./state.ts";

export interface ConfigToOpen {
  readonly configId: string;
  /** The shape of what the program manages. */
  readonly managed: JsonObject;
  /** What check found of the writes to come. @default that none ran */
  readonly assessment?: Assessment;
  /** @default "update" */
  readonly purpose?: ReplacementPurpose;
}

/** Opens a configuration for one operation on its resource; without a state, the resource is to be created. */
export async function openConfig(
  connections: Connections,
  { configId, managed, assessment, purpose = "update" }: ConfigToOpen,
  state?: AuditTrail & Pick<State, "program" | "managedSince">,
): Promise<ConfigWriter> {
  const { validated, complianceCheck, basis } = assessment ?? { ...NOT_CHECKED, basis: undefined };
  const origin = await connections.origin(state?.program);
  return ConfigWriter.open({
    configId,
    managed,
    purpose,
    dialerConfigs: connections.client.dialerConfigs,
    journal: connections.journal,
    context: { validated, complianceCheck, basis, origin },
    inState: state && requestIdsIn(state),
    since: state?.managedSince,
  });
}

/** Whether an earlier run was stopped between a write and the state that would hold it. Asks the tenant nothing. */
export async function isInterrupted(connections: Connections, state: State): Promise<boolean> {
  const { configId } = state;
  const config = await openConfig(connections, { configId, managed: settingsOf(state) }, state);
  return config.isInterrupted;
}

/** What a change is planned against. */
export interface MergeBase {
  /** As in the state, with what interrupted runs made of it: who differs from it changed it. */
  readonly seen: Versioned;
  /** As it is now; absent where that was not asked. */
  readonly live?: Versioned;
}

/** Nothing where the configuration is gone. Asks the tenant only after an interrupted run. */
export async function loadMergeBase(
  config: ConfigWriter,
  { document, etag, base }: Pick<State, "document" | "etag" | "base">,
): Promise<MergeBase | undefined> {
  if (!config.isInterrupted) {
    const read = { document, etag };
    return base ? { seen: { document: base, etag: undefined }, live: read } : { seen: read };
  }
  const live = await config.get();
  if (!live) return undefined;
  const seen = withWrites(config.done, base ?? document, live.document);
  return { seen: { document: seen, etag }, live };
}

/**
 * What the program set so far: in earlier runs, in one that was interrupted as far as `live` still holds it, and now. What it only put back
 * as found is not its own.
 */
export function managedValuesBy(
  { done }: ConfigWriter,
  live: JsonObject | undefined,
  {
    earlier = {},
    program = {},
  }: { readonly earlier?: JsonObject | undefined; readonly program?: JsonObject },
): JsonObject {
  const own = done.filter(({ purpose }) => purpose !== "restore");
  return withSettings(live ? withHeldFields(own, earlier, live) : earlier, program);
}
