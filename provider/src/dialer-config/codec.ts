import { withRules } from "../client/dialer-configs.ts";
import type { AuditEvent } from "../domain/audit.ts";
import type { AuditEntry } from "../domain/audit-entry.ts";
import { type PendingEvent, requestIdOf } from "../domain/audit-trail.ts";
import { type JsonObject, jsonEquals } from "../domain/json.ts";
import { plain, settingsOf } from "./document.ts";
import { defaults, settingNames } from "./schema.ts";
import type { CheckedInputs, State } from "./state.ts";

/** What the engine hands over. It names the provider too, which is none of the resource's properties. */
export type Properties = Readonly<Record<string, unknown>>;

/** A state as the engine keeps it: each value once. */
type Outputs = Omit<State, "document"> & {
  /** What {@link unmanagedFields} cannot say, as where the document lacks a setting; release 0.1.0 always wrote it. */
  readonly document?: JsonObject | undefined;
  /** The fields of the document that are not the settings themselves. */
  readonly unmanagedFields?: JsonObject | undefined;
};

/** The names of release 0.1.0. */
interface EarlierNames {
  readonly asFound?: JsonObject;
  readonly programmed?: JsonObject;
  /** Events that are still to be exported. */
  readonly outbox?: readonly AuditEvent[];
  /** Entries that the audit log still lacks. */
  readonly unlogged?: readonly AuditEntry[];
}

/** The arguments as check returned them. In a preview, {@link UNKNOWN} stands in some of them. */
export function checkedInputsOf(properties: Properties): CheckedInputs {
  return withDefaults(properties) as unknown as CheckedInputs;
}

/** What the last run returned. Where an earlier release did, an argument that is newer than it has its default. */
export function stateOf(properties: Properties): State {
  const { asFound, programmed, outbox, unlogged, unmanagedFields, ...outputs } = withDefaults(
    properties,
  ) as unknown as Outputs & EarlierNames;
  const settings = settingsOf(outputs);
  const found = outputs.originalDocument ?? asFound;
  const originalDocument = found && withRules(found);
  return {
    ...outputs,
    document: withRules(outputs.document ?? { ...settings, ...unmanagedFields }),
    originalDocument,
    managedValues: outputs.managedValues ?? programmed ?? (originalDocument && settings),
    ...((outbox || unlogged) && { pendingEvents: earlierPendingEvents(outbox, unlogged) }),
  };
}

/** An event that was in no list of the log had been logged, or no log was kept. */
function earlierPendingEvents(
  outbox: readonly AuditEvent[] = [],
  unlogged: readonly AuditEntry[] = [],
): readonly PendingEvent[] {
  const listed = new Set(unlogged.map((entry) => requestIdOf(entry)));
  const logged = outbox
    .filter(({ audit_trail }) => !listed.has(audit_trail.request_id))
    .map((event) => ({ kind: "write", event, confirmed: true, isLogged: true }) as const);
  return [...logged, ...unlogged];
}

/** The state for the engine to keep. The engine writes the whole stack after each step, so a value that another one gives is left out. */
export function outputsOf({ document, managedValues, ...state }: State): Record<string, unknown> {
  const settings = settingsOf(state);
  const isWhole = settingNames.every((name) => Object.hasOwn(document, name));
  const unmanaged = Object.entries(document).filter(
    ([name, value]) => !jsonEquals(value, settings[name]),
  );
  const outputs: Outputs = {
    ...state,
    ...(!isWhole && { document }),
    ...(isWhole && unmanaged.length > 0 && { unmanagedFields: Object.fromEntries(unmanaged) }),
    ...(!jsonEquals(managedValues, settings) && { managedValues }),
  };
  return plain(outputs);
}

/**
 * The values were parsed when they went into the engine, so they are not judged again: a bound that a later release tightens
 * must not make a state unreadable.
 */
function withDefaults({ __provider, ...properties }: Properties): Properties {
  return { ...defaults(), ...properties };
}
