import { type Campaign, campaignIdsIn, textAt } from "../../../domain/campaign.ts";
import type { JsonObject } from "../../../domain/json.ts";
import type { FoundConfig } from "../tenant/snapshot.ts";
import { matches, nameOf, slug } from "./names.ts";
import type { Plan } from "./plan.ts";

/** `--assign PATTERN=CAMPAIGN`, the campaign found. */
export interface Assignment {
  readonly pattern: string;
  readonly campaignId: string;
}

export interface CampaignClues {
  readonly assignments: readonly Assignment[];
  /** `--campaign-field`: where a document names its campaign, keys with dots between them. */
  readonly field?: string | undefined;
}

/** A campaign, or why there is none. */
export type Found = { readonly campaign: Campaign } | { readonly problem: string };

/** The campaign that a flag or the document itself names. */
export function namedCampaign(
  config: FoundConfig,
  clues: CampaignClues,
  index: CampaignIndex,
): Found {
  const assigned = clues.assignments.find(({ pattern }) => matches(pattern, nameOf(config)));
  const campaign = assigned && index.byId(assigned.campaignId);
  if (campaign) return { campaign };
  const { document = {} } = config;
  return clues.field === undefined
    ? usualField(document, index)
    : givenField(document, clues.field, index);
}

/** The one campaign of that id or name. */
export function campaignCalled(text: string, index: CampaignIndex): Found {
  const [campaign, ...others] = index.find(text);
  if (campaign === undefined)
    return { problem: `the tenant has no campaign ${JSON.stringify(text)}.` };
  if (others.length === 0) return { campaign };
  const ids = [campaign, ...others].map(({ id }) => id).join(", ");
  return { problem: `${JSON.stringify(text)} is several campaigns (${ids}): give the id of one.` };
}

/** The campaign that the document names in a field that tenants are known to use. */
function usualField(document: JsonObject, index: CampaignIndex): Found {
  const [campaign] = campaignIdsIn(document).flatMap((id) => index.byId(id) ?? []);
  if (campaign) return { campaign };
  return { problem: "the document names none; set campaign to the campaign's id or name." };
}

function givenField(document: JsonObject, field: string, index: CampaignIndex): Found {
  const value = textAt(document, field.split("."));
  return value === undefined
    ? { problem: `the document has no ${field}; set campaign to the campaign's id or name.` }
    : campaignCalled(value, index);
}

/** Finds a campaign by what a person may call it. */
export class CampaignIndex {
  readonly #campaigns: readonly Campaign[];
  readonly #names: ReadonlyMap<string, string>;

  constructor(campaigns: readonly Campaign[], plan: Plan["campaigns"]) {
    this.#campaigns = campaigns;
    this.#names = new Map(Object.entries(plan).map(([id, { name }]) => [id, name]));
  }

  /** What the plan calls it. */
  planName({ id }: Campaign): string {
    return this.#names.get(id) ?? id;
  }

  byId(id: string): Campaign | undefined {
    return this.#campaigns.find((campaign) => campaign.id === id);
  }

  /** By its id, or its name in the plan or in the tenant; all of them where a name is several campaigns'. */
  find(text: string): readonly Campaign[] {
    const name = slug(text);
    const isMeant: readonly ((campaign: Campaign) => boolean)[] = [
      ({ id }) => id === text,
      (campaign) => this.planName(campaign) === text,
      (campaign) => campaign.name === text,
      (campaign) => name !== "" && slug(campaign.name ?? "") === name,
    ];
    for (const test of isMeant) {
      const found = this.#campaigns.filter(test);
      if (found.length > 0) return found;
    }
    return [];
  }
}
