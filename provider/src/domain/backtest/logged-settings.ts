import type { CampaignSettings, SettingsChange } from "./settings-in-force.ts";

/** Settings of a configuration, as far as they are known. */
export type SomeSettings = Partial<CampaignSettings>;

/** A write as an audit log has it. */
export interface SettingsWrite {
  /** On the clock of the call centre, in milliseconds. */
  readonly at: number;
  readonly configId: string;
  readonly action: "create" | "change" | "remove";
  /** What it changed, as it was before and as it is since; undefined where nobody knows what it changed. */
  readonly changes: { readonly before: SomeSettings; readonly after: SomeSettings } | undefined;
  /** False where nobody knows whether it was done. */
  readonly isConfirmed: boolean;
}

/**
 * What writes say of the settings in force. A log begins with what a program changed, and not with what there was: that is what the first
 * change of a setting says it was before, or else `otherwise`.
 *
 * @param writes in the order of time.
 * @param otherwise what a configuration that the log does not create had from the beginning, where it says nothing else.
 */
export function settingsChanges(
  writes: readonly SettingsWrite[],
  otherwise: SomeSettings = {},
): readonly SettingsChange[] {
  const inTheBeginning = [...Map.groupBy(writes, ({ configId }) => configId)].flatMap(
    ([configId, ofConfig]): SettingsChange[] => {
      if (ofConfig[0]?.action === "create") return [];
      return [{ at: -Infinity, configId, settings: { ...otherwise, ...firstBefore(ofConfig) } }];
    },
  );
  return [...inTheBeginning, ...writes.map(changeOf)];
}

function firstBefore(writes: readonly SettingsWrite[]): SomeSettings {
  let before: SomeSettings = {};
  for (const { changes, action } of writes) {
    // Behind a write of which nobody knows what it changed, what was before says nothing of the beginning.
    if (!changes || action !== "change") break;
    before = { ...changes.before, ...before };
  }
  return before;
}

function changeOf({ at, configId, action, changes, isConfirmed }: SettingsWrite): SettingsChange {
  if (action === "remove") return { at, configId, settings: "removed" };
  if (!changes) return { at, configId, settings: "unknown" };
  if (isConfirmed) return { at, configId, settings: changes.after };
  // Perhaps it is as it was, perhaps not.
  const doubtful = Object.keys(changes.after).map((name) => [name, undefined]);
  return { at, configId, settings: Object.fromEntries(doubtful) };
}
