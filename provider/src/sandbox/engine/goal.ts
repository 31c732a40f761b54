import type { ResourceState } from "./resource-state.ts";

/** What the program wants of a resource. `inputs` are as the program gave them, not checked yet. */
export interface Goal
  extends Omit<
    ResourceState,
    "id" | "outputs" | "initErrors" | "pendingDeletion" | "pendingReplacement"
  > {
  /** Earlier URNs under which the resource may be known. */
  readonly aliases: readonly string[];
  /** Undefined where the program leaves it to the provider. */
  readonly deleteBeforeReplace: boolean | undefined;
}

export function stateOf(
  goal: Goal,
  result: Pick<ResourceState, "id" | "inputs" | "outputs"> & Partial<ResourceState>,
): ResourceState {
  const { aliases, deleteBeforeReplace, ...wanted } = goal;
  const standing = { initErrors: [], pendingDeletion: false, pendingReplacement: false };
  return { ...wanted, ...standing, ...result };
}
