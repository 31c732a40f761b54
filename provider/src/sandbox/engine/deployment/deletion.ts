import { prerequisites, type ResourceState, stackType } from "../model/resource.ts";
import { ResourceError, type RunContext, reportFailure } from "./run-context.ts";

/** Has the provider delete one resource, where it is there and ours to delete. */
export async function deleteRemote(
  { dryRun, providers }: RunContext,
  state: ResourceState,
  isDeletedWithAnother = false,
): Promise<void> {
  const isGone = !state.custom || state.pendingReplacement;
  const isKept = isGone || state.retainOnDelete || isDeletedWithAnother;
  if (!dryRun && !isKept) await providers.of(state).delete(state);
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

/**
 * Deletes those of the resources that the run may touch. What depends on a target has to go with it, and Pulumi refuses to
 * delete what nobody named.
 */
export async function deleteTargeted(
  context: RunContext,
  doomed: readonly ResourceState[],
): Promise<void> {
  const { dryRun, snapshot, targets } = context;
  if (!targets.isConstrained) return deleteResources(context, doomed);
  const implicated = withDependents(snapshot.all(), (urn) => targets.has(urn));
  const chosen = doomed.filter(({ urn, type }) => implicated.has(urn) && type !== stackType);
  const unnamed = chosen.filter(({ urn }) => !targets.has(urn));
  for (const { urn } of unnamed) {
    const message = `Resource '${urn}' will be destroyed but was not specified in --target list.\nInclude the resource in the list of targets to proceed.`;
    context.report.fail(message, urn);
  }
  if (unnamed.length === 0 || dryRun) await deleteResources(context, chosen);
}

/** The URNs of the resources, and of all that need them. The resources come in an order in which they could be created. */
function withDependents(
  resources: readonly ResourceState[],
  isRoot: (urn: string) => boolean,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const state of resources) {
    const needsOne = [...prerequisites(state)].some((urn) => found.has(urn));
    if (needsOne || (isRoot(state.urn) && state.type !== stackType)) found.add(state.urn);
  }
  return found;
}

async function deleteAsStep(
  context: RunContext,
  state: ResourceState,
  isDeletedWithAnother: boolean,
): Promise<void> {
  if (context.halt.signal.aborted && !context.dryRun) return;
  const { report } = context;
  // The end of a replacement is no step of its own, unless it was left over by an earlier run.
  const isPartOfStep = state.pendingDeletion && report.isReplaced(state.urn);
  const step = isPartOfStep ? undefined : report.begin("delete", state.urn, { before: state });
  try {
    await deleteRemote(context, state, isDeletedWithAnother);
    context.snapshot.remove(state);
    context.save();
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
    reportFailure(context, urn, new ResourceError([message]));
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
