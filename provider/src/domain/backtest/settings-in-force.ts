import { campaignPace } from "../campaign-pace.ts";
import type { PacingType } from "../pacing/forecast-pacing.ts";

/** What a dialer is set to, as far as a forecast asks. */
export interface CampaignSettings {
  readonly pacingType: PacingType;
  readonly dialRate: number;
  readonly agentRatio: number;
  readonly maxQueueDepth: number;
}

/** What a write changed of a configuration. */
export interface SettingsChange {
  /** On the clock of the call centre, in milliseconds; -Infinity for what holds from the beginning. */
  readonly at: number;
  readonly configId: string;
  /** The settings from then on, undefined where nobody knows one any more. `unknown`: something was changed, and nobody knows what. */
  readonly settings:
    | { readonly [Name in keyof CampaignSettings]?: CampaignSettings[Name] | undefined }
    | "removed"
    | "unknown";
}

/** The time from a change to the next. */
export interface SettingsSpan {
  readonly since: number;
  /** Of all configurations of the campaign together; or why nobody can say what was in force. */
  readonly settings: CampaignSettings | { readonly unknown: string };
}

export function isKnown(settings: SettingsSpan["settings"]): settings is CampaignSettings {
  return !("unknown" in settings);
}

const names = ["pacingType", "dialRate", "agentRatio", "maxQueueDepth"] as const;

/** What was in force when: each change is added to what its configuration had, and the configurations of a campaign dial together. */
export function settingsInForce(changes: readonly SettingsChange[]): readonly SettingsSpan[] {
  const configurations = new Map<string, Exclude<SettingsChange["settings"], string>>();
  const spans: SettingsSpan[] = [];
  for (const { at, configId, settings } of changes.toSorted((a, b) => a.at - b.at)) {
    if (settings === "removed") configurations.delete(configId);
    else if (settings === "unknown") configurations.set(configId, {});
    else configurations.set(configId, { ...configurations.get(configId), ...settings });
    const span = { since: at, settings: togetherOf(configurations) };
    const last = spans.at(-1);
    if (last?.since === at) spans.pop();
    if (JSON.stringify(spans.at(-1)?.settings) !== JSON.stringify(span.settings)) spans.push(span);
  }
  return spans;
}

function togetherOf(
  configurations: ReadonlyMap<string, Exclude<SettingsChange["settings"], string>>,
): SettingsSpan["settings"] {
  const all: (CampaignSettings & { readonly configId: string })[] = [];
  for (const [configId, { pacingType, dialRate, agentRatio, maxQueueDepth }] of configurations) {
    if (
      pacingType === undefined ||
      dialRate === undefined ||
      agentRatio === undefined ||
      maxQueueDepth === undefined
    ) {
      const missing = names.filter((name) => configurations.get(configId)?.[name] === undefined);
      return { unknown: `nothing says ${missing.join(" and ")} of configuration ${configId}` };
    }
    all.push({ configId, pacingType, dialRate, agentRatio, maxQueueDepth });
  }
  if (all.length === 0) return { unknown: "no configuration was there" };
  return {
    ...campaignPace(all.map((each) => ({ ...each, agents: 0 }))),
    maxQueueDepth: Math.max(...all.map(({ maxQueueDepth }) => maxQueueDepth)),
  };
}
