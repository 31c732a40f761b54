import type { Campaign } from "../../../domain/campaign.ts";
import { slug } from "./names.ts";
import type { Plan } from "./plan.ts";

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
