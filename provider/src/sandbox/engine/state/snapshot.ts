import type { ResourceState } from "../model/resource.ts";

interface Entry {
  state: ResourceState;
}

/**
 * The resources in the order in which they can be created: a resource comes after all that it depends on. What this
 * run has dealt with precedes what it has not, which keeps that order true at every moment of a run.
 */
export class Snapshot {
  readonly #done = new Set<Entry>();
  readonly #earlier = new Set<Entry>();
  readonly #entryOf = new Map<ResourceState, Entry>();
  readonly #current = new Map<string, ResourceState>();

  constructor(resources: readonly ResourceState[]) {
    for (const state of resources) this.#add(state, this.#earlier);
  }

  /** The resource as it is now; one that waits for its deletion after a replacement does not count. */
  get(urn: string): ResourceState | undefined {
    return this.#current.get(urn);
  }

  /** True for what this run has dealt with. */
  isSettled(state: ResourceState): boolean {
    const entry = this.#entryOf.get(state);
    return entry !== undefined && this.#done.has(entry);
  }

  all(): readonly ResourceState[] {
    return [...this.#done, ...this.#earlier].map((entry) => entry.state);
  }

  /** Takes up what this run made of a resource, in place of what was known before. */
  settle(next: ResourceState, previous: ResourceState | undefined): void {
    if (previous !== undefined) this.remove(previous);
    this.#add(next, this.#done);
  }

  /** Takes up other knowledge of a resource, which stays where it is in the order. */
  revise(previous: ResourceState, next: ResourceState): void {
    const entry = this.#entryOf.get(previous);
    if (entry === undefined) return;
    this.#forget(previous);
    entry.state = next;
    this.#index(entry);
  }

  remove(state: ResourceState): void {
    const entry = this.#entryOf.get(state);
    if (entry === undefined) return;
    this.#done.delete(entry);
    this.#earlier.delete(entry);
    this.#forget(state);
  }

  #add(state: ResourceState, part: Set<Entry>): void {
    const entry = { state };
    part.add(entry);
    this.#index(entry);
  }

  #index(entry: Entry): void {
    this.#entryOf.set(entry.state, entry);
    if (!entry.state.pendingDeletion) this.#current.set(entry.state.urn, entry.state);
  }

  #forget(state: ResourceState): void {
    this.#entryOf.delete(state);
    if (this.#current.get(state.urn) === state) this.#current.delete(state.urn);
  }
}
