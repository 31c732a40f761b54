import type { CxoneClient } from "../client/client.ts";
import type { ComplianceCheck } from "../domain/audit.ts";
import type { Campaign } from "../domain/campaign.ts";
import type { Capacity, Demand } from "../domain/capacity.ts";
import type { Finding } from "../domain/finding.ts";
import { claimedTwice } from "./refusals.ts";
import type { Staffing } from "./state.ts";
import { readTelemetry, stalenessFindings, type Telemetry } from "./telemetry.ts";

/** What the audit event says of the check that came before the write. */
export interface Verdict {
  readonly validated: boolean;
  readonly complianceCheck: ComplianceCheck;
}

/** What check found of a configuration, for the outputs and the audit event of the write that follows. */
export interface Assessment extends Verdict {
  readonly capacity: Capacity;
}

/** Of a write that no check came before: one that ends the program's hold on a configuration. */
export const NOT_CHECKED: Verdict = { validated: false, complianceCheck: "not_checked" };

export interface SessionOptions {
  /** @throws ConfigurationError where a setting of the provider is missing or cannot be used. */
  readonly connect: () => CxoneClient;
  readonly warn: (message: string) => Promise<void>;
  /** A file of campaign figures, in place of the live campaigns'. */
  readonly telemetryFile?: string | undefined;
}

export interface TelemetryEntry {
  readonly figures?: Staffing;
  readonly findings?: readonly Finding[];
}

/**
 * What the resources of one provider process share: the client with its token and limits, each campaign as read once, and
 * what the configurations checked so far ask of it.
 */
export class Session {
  readonly #connect: () => CxoneClient;
  #client: CxoneClient | undefined;
  readonly #warn: (message: string) => Promise<void>;
  readonly #warned = new Set<string>();
  readonly #campaigns = new Map<string, Promise<Campaign>>();
  readonly #demands = new Map<string, Map<string, Demand>>();
  readonly #claimed = new Set<string>();
  readonly #assessments = new Map<string, Assessment>();
  readonly #telemetryFile: string | undefined;
  #telemetry: Promise<Telemetry> | undefined;

  constructor({ connect, warn, telemetryFile }: SessionOptions) {
    this.#connect = connect;
    this.#warn = warn;
    this.#telemetryFile = telemetryFile;
  }

  /** @throws ConfigurationError where a setting of the provider is missing or cannot be used. */
  get client(): CxoneClient {
    this.#client ??= this.#connect();
    return this.#client;
  }

  /** Warns under the stack, once for each message: check may run twice in a command. */
  async warn(message: string): Promise<void> {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    await this.#warn(message);
  }

  /** The live campaign: one request a campaign and process, however many configurations use it. */
  campaign(id: string): Promise<Campaign> {
    const known = this.#campaigns.get(id);
    if (known) return known;
    const asked = this.client.campaigns.get(id);
    this.#campaigns.set(id, asked);
    return asked;
  }

  /** The campaign's figures in the telemetry file, where one is set and names it. */
  async telemetry(campaignId: string): Promise<TelemetryEntry> {
    if (this.#telemetryFile === undefined) return {};
    this.#telemetry ??= readTelemetry(this.#telemetryFile);
    const { campaigns } = await this.#telemetry;
    if (!Object.hasOwn(campaigns, campaignId)) return {};
    const figures = campaigns[campaignId];
    return figures
      ? { figures, findings: stalenessFindings(campaignId, figures.asOf, new Date()) }
      : {};
  }

  /** @throws ConflictError where another resource of the program creates the same configuration. */
  claim(configId: string): void {
    if (this.#claimed.has(configId)) throw claimedTwice(configId);
    this.#claimed.add(configId);
  }

  /** The configuration is no resource's any more. */
  release(configId: string): void {
    this.#claimed.delete(configId);
  }

  /** Notes what a configuration asks of its campaign, and tells what the others that were checked ask of it. */
  demand(campaignId: string, demand: Demand): readonly Demand[] {
    const ofCampaign = this.#demands.get(campaignId) ?? new Map<string, Demand>();
    this.#demands.set(campaignId, ofCampaign.set(demand.configId, demand));
    return [...ofCampaign.values()].filter(({ configId }) => configId !== demand.configId);
  }

  assess(configId: string, assessment: Assessment): void {
    this.#assessments.set(configId, assessment);
  }

  /** What check found; where none ran in this process, it says so. */
  assessment(configId: string, campaignId: string): Assessment {
    return (
      this.#assessments.get(configId) ?? {
        capacity: { status: "unchecked", campaignId },
        ...NOT_CHECKED,
      }
    );
  }
}
