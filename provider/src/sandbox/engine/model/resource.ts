import type { Properties } from "./values.ts";

/** What is known of one resource: what is written to the state file, and what a later run compares with. */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  /** True where a provider manages it, false for a component or the stack. */
  readonly custom: boolean;
  /** The provider's identifier; empty for a component, and in a preview of a create. */
  readonly id: string;
  /** What the program names in the option `import`; empty where it names nothing. */
  readonly importId: string;
  /** The checked inputs. */
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** URN of the parent; empty for the stack. */
  readonly parent: string;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deletedWith: string;
  readonly ignoreChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  /** Why the last create or update did not end well although the resource exists; the next run updates it. */
  readonly initErrors: readonly string[];
  /** URN of the program's own provider that manages it; empty for the default one. */
  readonly provider: string;
  /** Whether the provider wants to read it before it is compared with the program. */
  readonly refreshBeforeUpdate: boolean;
  /** True for what a replacement left behind and is still to be deleted. */
  readonly pendingDeletion: boolean;
  /** True for what has been deleted to make room for its replacement, which is still to be created. */
  readonly pendingReplacement: boolean;
}

/** Everything that has to exist as long as the resource does. */
export function prerequisites(
  state: Pick<
    ResourceState,
    "urn" | "parent" | "provider" | "deletedWith" | "dependencies" | "propertyDependencies"
  >,
): ReadonlySet<string> {
  const urns = new Set([
    state.parent,
    state.provider,
    state.deletedWith,
    ...state.dependencies,
    ...Object.values(state.propertyDependencies).flat(),
  ]);
  urns.delete("");
  urns.delete(state.urn);
  return urns;
}

/** What the program wants of a resource. `inputs` are as the program gave them, not checked yet. */
export interface Goal
  extends Omit<
    ResourceState,
    | "id"
    | "outputs"
    | "initErrors"
    | "refreshBeforeUpdate"
    | "pendingDeletion"
    | "pendingReplacement"
  > {
  /** Properties whose change replaces the resource, whatever the provider says. */
  readonly replaceOnChanges: readonly string[];
  /** Earlier URNs under which the resource may be known. */
  readonly aliases: readonly string[];
  /** Undefined where the program leaves it to the provider. */
  readonly deleteBeforeReplace: boolean | undefined;
}

export function stateOf(
  goal: Goal,
  result: Pick<ResourceState, "id" | "inputs" | "outputs"> & Partial<ResourceState>,
): ResourceState {
  const { aliases, deleteBeforeReplace, replaceOnChanges, ...wanted } = goal;
  const standing = {
    ...{ initErrors: [], refreshBeforeUpdate: false },
    ...{ pendingDeletion: false, pendingReplacement: false },
  };
  return { ...wanted, ...standing, ...result };
}

export const stackType = "pulumi:pulumi:Stack";

/** What the type of a provider that is a resource begins with; its package follows. */
export const providerTypePrefix = "pulumi:providers:";

/** A resource's name over its whole life: `urn:pulumi:<stack>::<project>::<type of parents$type>::<name>`. */
export function makeUrn(options: {
  readonly stack: string;
  readonly project: string;
  readonly parent: string;
  readonly type: string;
  readonly name: string;
}): string {
  const { stack, project, parent, type, name } = options;
  const parentType = parent === "" || urnType(parent) === stackType ? "" : qualifiedType(parent);
  const qualified = parentType === "" ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/** The type, without those of its parents. */
export function urnType(urn: string): string {
  return qualifiedType(urn).split("$").at(-1) ?? "";
}

export function urnName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}
