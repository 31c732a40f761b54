import type { CxoneClient } from "../client/client.ts";
import type { DescribedConfig, DialerConfigSummary } from "../client/dialer-configs.ts";
import type { Campaign } from "../domain/campaign.ts";
import { ConfigurationError } from "../errors/index.ts";

/** One of the two; which, a program in JavaScript may get wrong. */
interface CampaignKey {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

/** What a program looks up, each thing once: an answer is kept for the life of the process, a failure is not. */
export class Lookups {
  readonly #client: CxoneClient;
  readonly #campaigns = new Answers<Campaign>();
  readonly #dialerConfigs = new Answers<DescribedConfig>();
  readonly #lists = new Answers<readonly DialerConfigSummary[]>();

  constructor(client: CxoneClient) {
    this.#client = client;
  }

  campaign({ id, name }: CampaignKey): Promise<Campaign> {
    const { campaigns } = this.#client;
    if (id !== undefined && name === undefined) {
      return this.#campaigns.of(`id ${id}`, () => campaigns.get(id));
    }
    if (name !== undefined && id === undefined) {
      return this.#campaigns.of(`name ${name}`, () => campaigns.getNamed(name));
    }
    throw new ConfigurationError(
      "getCampaign takes the campaign's id or its name: give exactly one of them.",
    );
  }

  dialerConfig(id: string): Promise<DescribedConfig> {
    return this.#dialerConfigs.of(id, () => this.#client.dialerConfigs.describe(id));
  }

  dialerConfigs(): Promise<readonly DialerConfigSummary[]> {
    return this.#lists.of("", () => this.#client.dialerConfigs.list());
  }
}

/** Answers by what was asked; however many ask at the same time, it is one request. */
class Answers<T> {
  readonly #answers = new Map<string, Promise<T>>();

  of(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = ask();
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    return answer;
  }
}
