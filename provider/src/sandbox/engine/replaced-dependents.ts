import { Refusal } from "./failure.ts";
import type { ResourceState } from "./resource-state.ts";
import type { RunContext } from "./run-context.ts";
import { mapProperties, type Properties, unknown } from "./values.ts";

/**
 * What has to go before a resource that is deleted before its replacement is created: every resource that would itself
 * be replaced if the properties it takes from the resource changed. Found as Pulumi finds it: by asking the provider
 * for a diff in which those properties are unknown. In an order in which they could be created.
 */
export async function replacedDependents(
  context: RunContext,
  root: ResourceState,
  isSettled: (urn: string) => boolean,
): Promise<readonly ResourceState[]> {
  const doomed = new Set([root.urn]);
  const found: ResourceState[] = [];
  for (const state of context.snapshot.all()) {
    if (!state.custom || state.pendingDeletion || isSettled(state.urn)) continue;
    const inputs = withUnknowns(state, doomed);
    if (inputs === undefined) continue;
    const { replaces } = await context.provider.diff(state, inputs, state.ignoreChanges);
    if (replaces.length === 0) continue;
    if (state.protect) throw new Refusal([describeProtected(state.urn, root.urn)]);
    doomed.add(state.urn);
    found.push(state);
  }
  return found;
}

/** The inputs with those unknown that come from a doomed resource; undefined where none does. */
function withUnknowns(
  { inputs, propertyDependencies }: ResourceState,
  doomed: ReadonlySet<string>,
): Properties | undefined {
  const isDoomed = (key: string) => propertyDependencies[key]?.some((urn) => doomed.has(urn));
  if (!Object.keys(inputs).some(isDoomed)) return undefined;
  return mapProperties(inputs, (value, key) => (isDoomed(key) ? unknown : value));
}

function describeProtected(urn: string, root: string): string {
  return `unable to replace resource "${urn}" as part of replacing "${root}" as it is currently marked for protection. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program and run \`up\``;
}
