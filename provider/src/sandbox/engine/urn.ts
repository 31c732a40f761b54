export const stackType = "pulumi:pulumi:Stack";

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
