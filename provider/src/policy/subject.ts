import type { ResourceValidationArgs } from "@pulumi/policy";
import { runtime } from "@pulumi/pulumi";

/** What is read where a preview does not know the value yet. */
export const UNKNOWN = Symbol("not known yet");

/**
 * What creating the resource does in the tenant: take over a configuration that is there, or make one. The preview and the run that
 * creates report it; a configuration that the program manages already has none.
 */
interface Adoption {
  /** Whether the tenant has the configuration. */
  readonly exists: boolean;
  /** Each managed field that the program sets to another value than the tenant holds; none where there is nothing to write. */
  readonly changes: readonly AdoptedField[];
}

export interface AdoptedField {
  /** `dialRate`, `complianceRules.doNotCall`. */
  readonly path: string;
  /** What the tenant holds; `undefined` where it has no such field. Texts of the compliance rules are masked. */
  readonly from: unknown;
  /** What the program says. */
  readonly to: unknown;
}

/** One dialer configuration as a rule sees it: the inputs that the provider has checked, and the resource's options. */
export interface Subject {
  /** The value at a dotted path; `undefined` where there is none, {@link UNKNOWN} where any part of it is not known yet. */
  read(path: string): unknown;
  /** The dotted paths of all that is not known yet. */
  readonly unknownPaths: readonly string[];
  /** Of a resource that is to be created; `undefined` where it is there already, or the provider does not say. */
  readonly adoption: Adoption | typeof UNKNOWN | undefined;
  readonly stack: string;
  readonly isProtected: boolean;
}

export function subjectOf({ props, urn, opts }: ResourceValidationArgs): Subject {
  return {
    read(path) {
      const value = path.split(".").reduce(childOf, props);
      return isObject(value) && unknownPathsIn(value).length > 0 ? UNKNOWN : value;
    },
    get unknownPaths() {
      return unknownPathsIn(props);
    },
    get adoption() {
      return adoptionOf(childOf(props, "adoption"));
    },
    // urn:pulumi:STACK::PROJECT::TYPE::NAME
    stack: urn.split("::")[0]?.split(":").at(-1) ?? "",
    isProtected: opts.protect,
  };
}

function adoptionOf(adoption: unknown): Subject["adoption"] {
  const exists = childOf(adoption, "exists");
  if (exists === UNKNOWN) return UNKNOWN;
  if (typeof exists !== "boolean") return undefined;
  const changes = exists ? childOf(adoption, "changes") : {};
  if (changes === UNKNOWN) return UNKNOWN;
  return {
    exists,
    changes: Object.keys(Object(changes)).map((path) => {
      const change = childOf(changes, path);
      return { path, from: childOf(change, "from"), to: childOf(change, "to") };
    }),
  };
}

/**
 * Sets the value at a dotted path in place: @pulumi/policy hands out a view that keeps secrets secret only so, and that throws
 * where a copy is made of what is not known yet. Returns whether there was a place for it.
 */
export function put(props: object, path: string, value: unknown): boolean {
  const keys = path.split(".");
  const last = keys.pop() ?? path;
  let parent: unknown = props;
  for (const key of keys) {
    if (isObject(parent) && childOf(parent, key) === undefined) Reflect.set(parent, key, {});
    parent = childOf(parent, key);
  }
  return isObject(parent) && !Array.isArray(parent) && Reflect.set(parent, last, value);
}

/** What stands under a key. @pulumi/policy's view of the inputs throws where that is not known yet. */
function childOf(parent: unknown, key: string): unknown {
  if (!isObject(parent)) return parent === UNKNOWN ? UNKNOWN : undefined;
  if (!Object.hasOwn(parent, key)) return undefined;
  try {
    const value: unknown = Reflect.get(parent, key);
    return value === runtime.unknownValue ? UNKNOWN : value;
  } catch {
    return UNKNOWN;
  }
}

function unknownPathsIn(parent: object, path = ""): string[] {
  return Object.keys(parent).flatMap((key) => {
    const value = childOf(parent, key);
    if (value === UNKNOWN) return [path + key];
    return isObject(value) ? unknownPathsIn(value, `${path}${key}.`) : [];
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
