import { Refusal, reportFailure } from "./failure.ts";
import { diffProperties } from "./property-diff.ts";
import { prerequisites, type ResourceState } from "./resource-state.ts";
import type { RunContext } from "./run-context.ts";

/** Deletes one resource, where it is ours to delete, and forgets it. */
export async function deleteResource(
  { dryRun, provider, snapshot, save }: RunContext,
  state: ResourceState,
  isDeletedWithAnother = false,
): Promise<void> {
  const isKept = !state.custom || state.retainOnDelete || isDeletedWithAnother;
  if (!dryRun && !isKept) await provider.delete(state);
  snapshot.remove(state);
  save();
}

/**
 * Deletes the resources, those that depend on others first, as many at a time as may be. Where one of them is
 * protected none is deleted; a preview still shows them all.
 */
export async function deleteResources(
  context: RunContext,
  doomed: readonly ResourceState[],
): Promise<void> {
  refuseProtected(context, doomed);
  const urns = new Set(doomed.map((state) => state.urn));
  for (const layer of layersOf(doomed).reverse()) {
    const deletions = layer.map((state) =>
      context.limit(() => deleteAsStep(context, state, urns.has(state.deletedWith))),
    );
    await Promise.all(deletions);
  }
}

async function deleteAsStep(
  context: RunContext,
  state: ResourceState,
  isDeletedWithAnother: boolean,
): Promise<void> {
  if (context.halt.isPulled && !context.dryRun) return;
  const { report } = context;
  // The end of a replacement is no step of its own, unless it was left over by an earlier run.
  const isPartOfStep = state.pendingDeletion && report.isReplaced(state.urn);
  const step = isPartOfStep
    ? undefined
    : report.begin("delete", state.urn, diffProperties(state.inputs, {}));
  try {
    await deleteResource(context, state, isDeletedWithAnother);
    step?.end(state.id);
  } catch (error) {
    step?.fail();
    reportFailure(context, state.urn, error);
  }
}

function refuseProtected(context: RunContext, doomed: readonly ResourceState[]): void {
  for (const { urn, protect, pendingDeletion } of doomed) {
    if (!protect || pendingDeletion) continue;
    const message = `resource "${urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program and run \`up\``;
    reportFailure(context, urn, new Refusal([message]));
  }
}

/** Layer n holds what depends on layer n − 1. The resources come in an order in which they could be created. */
function layersOf(resources: readonly ResourceState[]): ResourceState[][] {
  const depths = new Map<string, number>();
  const layers: ResourceState[][] = [];
  for (const state of resources) {
    const below = [...prerequisites(state)].map((urn) => depths.get(urn) ?? -1);
    const depth = Math.max(-1, ...below) + 1;
    depths.set(state.urn, Math.max(depth, depths.get(state.urn) ?? 0));
    const layer = layers[depth] ?? [];
    layer.push(state);
    layers[depth] = layer;
  }
  return layers;
}
