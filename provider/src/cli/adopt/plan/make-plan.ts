import type { Campaign } from "../../../domain/campaign.ts";
import type { LineReading } from "../../../domain/pacing/lines.ts";
import { argumentsOf } from "../arguments-of.ts";
import { type Judgement, judge } from "../judge.ts";
import type { FoundConfig, Snapshot } from "../tenant/snapshot.ts";
import { CampaignIndex } from "./campaign-index.ts";
import { type CampaignClues, campaignCalled, namedCampaign, nameOf } from "./campaign-of.ts";
import { type Draft, decide, isWanted } from "./decide.ts";
import { Names } from "./names.ts";
import type { Plan, PlanCampaign, PlanEntry } from "./plan.ts";
import { isToolsReason, reasons } from "./reasons.ts";
import { choose, type Selection } from "./selection.ts";

export interface PlanOptions {
  readonly selection: Selection;
  readonly clues: CampaignClues;
  readonly lineReading: LineReading;
}

/** The plan of what was read: what an older one says stays, what is new is added, what is gone is marked. */
export function makePlan(
  { tenant, campaigns, dialerConfigs }: Omit<Snapshot, "written">,
  old: Plan | undefined,
  options: PlanOptions,
): Plan {
  const planned = planCampaigns(campaigns, new Map(Object.entries(old?.campaigns ?? {})));
  const index = new CampaignIndex(campaigns, planned);
  const before = new Map(Object.entries(old?.dialerConfigs ?? {}));
  const names = new Names([...before.values()].map(({ name }) => name));
  const field = options.clues.field ?? old?.campaignField;
  const clues = { ...options.clues, field };
  const drafts = dialerConfigs.map((config) =>
    draftOf(config, before.get(config.id), { names, index, clues, selection: options.selection }),
  );
  const judgements = judgeDrafts(drafts, options.lineReading);
  const entries = drafts.map((draft): [string, PlanEntry] => [
    draft.config.id,
    decide(draft, judgements.get(draft)),
  ]);
  return {
    version: 1,
    tenant,
    ...(field === undefined ? {} : { campaignField: field }),
    campaigns: planned,
    dialerConfigs: Object.fromEntries([
      ...vanished(before, dialerConfigs),
      ...inOrder(entries, before),
    ]),
  };
}

/** Every campaign of the tenant, for a person who looks for the right one. */
function planCampaigns(
  campaigns: readonly Campaign[],
  before: ReadonlyMap<string, PlanCampaign>,
): Plan["campaigns"] {
  const names = new Names([...before.values()].map(({ name }) => name));
  const ids = new Set(campaigns.map(({ id }) => id));
  const entries = campaigns.map(({ id, name }): [string, PlanCampaign] => [
    id,
    { name: before.get(id)?.name ?? names.take(name, `campaign-${id}`) },
  ]);
  const gone = [...before]
    .filter(([id]) => !ids.has(id))
    .map(([id, { name }]): [string, PlanCampaign] => [id, { name, gone: true }]);
  return Object.fromEntries([...gone, ...inOrder(entries, before)]);
}

interface Context extends Omit<PlanOptions, "lineReading"> {
  readonly names: Names;
  readonly index: CampaignIndex;
}

function draftOf(
  config: FoundConfig,
  before: PlanEntry | undefined,
  { names, index, clues, selection }: Context,
): Draft {
  const named = nameOf(config);
  const found =
    typeof before?.campaign === "string"
      ? campaignCalled(before.campaign, index)
      : namedCampaign(config, clues, index);
  return {
    config,
    before,
    name: before?.name ?? names.take(named.name, `config-${config.id}`),
    campaign: before?.campaign ?? ("campaign" in found ? index.planName(found.campaign) : null),
    found,
    choice: choose(selection, named),
  };
}

/** Together, for those of one campaign share its agents. */
function judgeDrafts(
  drafts: readonly Draft[],
  lineReading: LineReading,
): ReadonlyMap<Draft, Judgement> {
  const judged = drafts.flatMap((draft) => {
    const { config, found, before, choice } = draft;
    if (!isWanted(before, choice) || !config.document || "problem" in found) return [];
    const { campaign } = found;
    const given = argumentsOf(config.id, config.document, campaign.id, before?.arguments);
    return [{ draft, candidate: { campaign, arguments: given } }];
  });
  const judgements = judge(
    judged.map(({ candidate }) => candidate),
    lineReading,
  );
  return new Map(
    judged.flatMap(({ draft }, i): [Draft, Judgement][] => {
      const judgement = judgements[i];
      return judgement ? [[draft, judgement]] : [];
    }),
  );
}

/** Those of the plan first, as they stand in it; what is new follows by name. */
function inOrder<T extends { readonly name: string }>(
  entries: readonly [string, T][],
  before: ReadonlyMap<string, unknown>,
): readonly [string, T][] {
  const isOld = ([id]: readonly [string, T]) => before.has(id);
  const added = entries.filter((entry) => !isOld(entry));
  return [...entries.filter(isOld), ...added.sort(([, a], [, b]) => (a.name < b.name ? -1 : 1))];
}

/** What the tenant has no more is marked; a reason of a person's stays. */
function vanished(
  before: ReadonlyMap<string, PlanEntry>,
  configs: readonly FoundConfig[],
): readonly [string, PlanEntry][] {
  const ids = new Set(configs.map(({ id }) => id));
  return [...before]
    .filter(([id]) => !ids.has(id))
    .map(([id, entry]) => {
      const isPersons = !entry.include && !isToolsReason(entry.reason);
      return [id, isPersons ? entry : { ...entry, include: false, reason: reasons.gone() }];
    });
}
