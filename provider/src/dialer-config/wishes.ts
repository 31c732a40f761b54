import pLimit, { type LimitFunction } from "p-limit";
import type { Versioned } from "../client/dialer-configs.ts";

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

/** What check read under an id: `found` is absent where the tenant has no such configuration. */
export interface Sighting {
  readonly found: Versioned | undefined;
}

/**
 * Which configurations the program wants, as check saw it in this process, and what became of those that left the state. The engine
 * deletes after all checks; with `deleteBeforeReplace` it may delete before some of them.
 */
export class Wishes {
  /** By resource, the configuration that it wants. */
  readonly #wanted = new Map<string, string>();
  /** By configuration, the resources that want it. */
  readonly #claimants = new Map<string, Map<string, Claimant>>();
  readonly #holders = new Map<string, string>();
  readonly #sightings = new Map<string, Sighting>();
  readonly #released = new Set<string>();
  readonly #turns = new Map<string, LimitFunction>();

  /**
   * Notes which configuration a resource wants, in place of what an earlier check of it noted. An id that is not known yet is no wish.
   *
   * @returns Another resource of the program that wants the same configuration, if there is one.
   */
  note(configId: string | undefined, claimant: Claimant): Claimant | undefined {
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
  wantedBy(configId: string): Claimant | undefined {
    const [claimant] = this.#claimants.get(configId)?.values() ?? [];
    return claimant;
  }

  /** Notes the resource that has the configuration in the state, by `holderOf` that. */
  hold(configId: string, holder: string): void {
    this.#holders.set(configId, holder);
  }

  /** The resource that {@link hold} noted last. */
  holder(configId: string): string | undefined {
    return this.#holders.get(configId);
  }

  /** What check read, for the create that follows it. */
  sighting(configId: string): Sighting | undefined {
    return this.#sightings.get(configId);
  }

  sight(configId: string, sighting: Sighting): void {
    this.#sightings.set(configId, sighting);
  }

  /** What check read is no longer how things are: this process writes, or has written. */
  forget(configId: string): void {
    this.#sightings.delete(configId);
  }

  /** Notes that a resource which left the state was put back, or deleted, in this process. */
  release(configId: string): void {
    this.forget(configId);
    this.#released.add(configId);
  }

  isReleased(configId: string): boolean {
    return this.#released.has(configId);
  }

  /** Runs the operations on one configuration one after the other: the engine may create and delete one at the same time. */
  inTurn<T>(configId: string, operation: () => Promise<T>): Promise<T> {
    const turn = this.#turns.get(configId) ?? pLimit(1);
    this.#turns.set(configId, turn);
    return turn(operation);
  }
}
