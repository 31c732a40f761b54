import type { Versioned } from "../client/dialer-configs.ts";
import type { ComplianceCheck } from "../domain/audit.ts";
import type { Basis } from "../domain/audit-entry.ts";
import type { Capacity, Demand } from "../domain/capacity.ts";

/** Which resource of the program a check is for. The engine does not say it; the resource's constructor does. */
export interface Claimant {
  readonly resourceName: string;
  /** Absent where the stack itself is the parent. */
  readonly parentUrn?: string;
}

/** Takes what the constructor sends for check alone out of the arguments. */
export function takeClaimant(news: Readonly<Record<string, unknown>>): {
  readonly args: Record<string, unknown>;
  readonly claimant?: Claimant;
} {
  const { resourceName, parentUrn, ...args } = news;
  if (typeof resourceName !== "string") return { args };
  return {
    args,
    claimant: { resourceName, ...(typeof parentUrn === "string" && { parentUrn }) },
  };
}

/** What the audit event says of the check that came before the write. */
export interface Verdict {
  readonly validated: boolean;
  readonly complianceCheck: ComplianceCheck;
}

/** What check found of a configuration, for the outputs and the evidence of the write that follows. */
export interface Assessment extends Verdict {
  readonly capacity: Capacity;
  /** Absent where no check ran. */
  readonly basis?: Basis | undefined;
}

/** Of a write that no check came before: one that ends the program's hold on a configuration. */
export const NOT_CHECKED: Verdict = { validated: false, complianceCheck: "not_checked" };

/** What check read under an id. */
export interface Snapshot {
  /** Absent where the tenant has no such configuration. */
  readonly found: Versioned | undefined;
  /** How many operations on it had ended by then. */
  readonly operations: number;
}

/** What check saw of the program in this process. The engine checks everything before it deletes, except with `deleteBeforeReplace`. */
export class CheckedProgram {
  /** By resource, the configuration that it wants. */
  readonly #wanted = new Map<string, string>();
  /** By configuration, the resources that want it. */
  readonly #claimants = new Map<string, Map<string, Claimant>>();
  /** By campaign and configuration. */
  readonly #demands = new Map<string, Map<string, Demand>>();
  readonly #assessments = new Map<string, Assessment>();
  readonly #snapshots = new Map<string, Snapshot>();

  /**
   * Notes which configuration a resource wants, in place of what an earlier check of it noted. An id that is not known yet is no wish.
   *
   * @returns Another resource of the program that wants the same configuration, if there is one.
   */
  claim(configId: string | undefined, claimant: Claimant): Claimant | undefined {
    const resource = JSON.stringify([claimant.parentUrn, claimant.resourceName]);
    this.#claimants.get(this.#wanted.get(resource) ?? "")?.delete(resource);
    this.#wanted.delete(resource);
    if (configId === undefined) return undefined;
    this.#wanted.set(resource, configId);
    const others = this.#claimants.get(configId) ?? new Map<string, Claimant>();
    const [other] = others.values();
    this.#claimants.set(configId, others.set(resource, claimant));
    return other;
  }

  /** The first resource that wants the configuration, if one does. */
  claimantOf(configId: string): Claimant | undefined {
    const [claimant] = this.#claimants.get(configId)?.values() ?? [];
    return claimant;
  }

  /** Notes what a configuration asks of its campaign, and returns what the others that were checked ask of it. */
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

  /** Keeps what check read, for the create that follows it. */
  keep(configId: string, snapshot: Snapshot): void {
    this.#snapshots.set(configId, snapshot);
  }

  /** What check read; nothing where an operation has ended since. */
  snapshot(configId: string, operations: number): Snapshot | undefined {
    const snapshot = this.#snapshots.get(configId);
    return snapshot?.operations === operations ? snapshot : undefined;
  }
}
