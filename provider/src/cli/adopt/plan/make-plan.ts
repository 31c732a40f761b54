import type { Campaign } from "../../../domain/campaign.ts";
import type { LineReading } from "../../../domain/pacing/lines.ts";
import { judge } from "../judge.ts";
import { argumentsOf } from "../program/program.ts";
import type { FoundConfig, Snapshot } from "../tenant/snapshot.ts";
import { type CampaignClues, CampaignIndex, campaignCalled, namedCampaign } from "./campaign-of.ts";
import { Names, nameOf } from "./names.ts";
import { isJudgedAgain, type Plan, type PlanCampaign, type PlanEntry, VERSION } from "./plan.ts";
import { choose, type Selection } from "./selection.ts";
import { type Draft, decide, isWanted, type Member, settle, type Verdict } from "./settle.ts";

interface PlanOptions {
  readonly selection: Selection;
  readonly clues: CampaignClues;
  readonly lineReading: LineReading;
  /** Whether the program is to be one of native resources, where somebody says so. */
  readonly native?: boolean | undefined;
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
  const native = options.native ?? old?.native;
  const clues = { ...options.clues, field };
  const drafts = dialerConfigs.map((config) =>
    draftOf(config, before.get(config.id), { names, index, clues, selection: options.selection }),
  );
  const verdicts = judgeDrafts(drafts, options.lineReading);
  const entries = drafts.map((draft): [string, PlanEntry] => [
    draft.config.id,
    decide(draft, verdicts.get(draft)),
  ]);
  return {
    version: VERSION,
    tenant,
    ...(field === undefined ? {} : { campaignField: field }),
    ...(native === undefined ? {} : { native }),
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

interface Context extends Omit<PlanOptions, "lineReading" | "native"> {
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

/** Those of one campaign together, for they share its agents. */
function judgeDrafts(
  drafts: readonly Draft[],
  lineReading: LineReading,
): ReadonlyMap<Draft, Verdict> {
  const members = new Map(drafts.flatMap((draft) => memberOf(draft, lineReading)));
  const verdicts = [...Map.groupBy(members, ([, { campaign }]) => campaign).values()].map((group) =>
    settle(group.map(([, { member }]) => member)),
  );
  const all = new Map(verdicts.flatMap((each) => [...each]));
  return new Map(
    [...members].flatMap(([draft, { member }]): [Draft, Verdict][] => {
      const verdict = all.get(member);
      return verdict ? [[draft, verdict]] : [];
    }),
  );
}

/** Nothing where there is nothing to judge. */
function memberOf(
  draft: Draft,
  lineReading: LineReading,
): readonly [Draft, { campaign: Campaign; member: Member }][] {
  const { config, found, before, choice, name } = draft;
  const { id, document } = config;
  if (!isWanted(before, choice) || !document || "problem" in found) return [];
  const { campaign } = found;
  const { arguments: given = {}, include = false } = before ?? {};
  const candidate = { campaign, arguments: argumentsOf(id, document, campaign.id, given) };
  const member: Member = {
    name,
    arguments: given,
    isInProgram: include,
    obstacle: Object.hasOwn(document, "complianceRules") ? undefined : NO_RULES,
    judgement: judge(candidate, lineReading),
  };
  return [[draft, { campaign, member }]];
}

/** The one setting that a program can leave out: the provider then manages an empty one, and would write it. */
const NO_RULES =
  "complianceRules: the document has none, and a deployment would write an empty one. Give it one in the tenant first.";

/** Those of the plan first, as they stand in it; what is new follows by name. */
function inOrder<T extends { readonly name: string }>(
  entries: readonly [string, T][],
  before: ReadonlyMap<string, unknown>,
): readonly [string, T][] {
  const isOld = ([id]: readonly [string, T]) => before.has(id);
  const added = entries.filter((entry) => !isOld(entry));
  return [...entries.filter(isOld), ...added.sort(([, a], [, b]) => (a.name < b.name ? -1 : 1))];
}

/** What the tenant has no more is marked; what a person or a flag left out stays as it is. */
function vanished(
  before: ReadonlyMap<string, PlanEntry>,
  configs: readonly FoundConfig[],
): readonly [string, PlanEntry][] {
  const ids = new Set(configs.map(({ id }) => id));
  return [...before]
    .filter(([id]) => !ids.has(id))
    .map(([id, entry]) => {
      if (!entry.include && !isJudgedAgain(entry)) return [id, entry];
      const { reason: _, ...rest } = entry;
      return [
        id,
        { ...rest, include: false, status: "gone", details: "the tenant has it no more." },
      ];
    });
}
