import { gapOf } from "../../shared/preview/gaps.ts";
import {
  type Change,
  type Inputs,
  isStack,
  nameOf,
  type Operation,
  typesOf,
} from "../../shared/preview/preview.ts";

/** A resource of the program. */
interface Resource {
  readonly urn: string;
  readonly name: string;
}

/**
 * A configuration that one resource lets go of and another takes, in one deployment.
 * - `rename`: the resource has another name
 * - `reparent`: it has the same name in another component, or in none
 * - `exchange`: resources that stay swap their `configId`s, or hand them on
 * - `replacement`: the resource is replaced, and keeps its configuration
 */
export interface Move {
  readonly kind: "rename" | "reparent" | "exchange" | "replacement";
  readonly configId: string;
  readonly from: Resource;
  readonly to: Resource;
  /** The option of the new resource by which Pulumi takes the two for one; absent where no alias can say it. */
  readonly aliases?: string;
}

/** A change of a configuration in the tenant, whichever resources it goes through. */
export interface LiveChange extends Omit<Change, "operation"> {
  readonly operation: Operation | "rename";
  /** Where it goes from one resource to another. */
  readonly move?: Move;
}

/**
 * The changes by what becomes of each configuration in the tenant: where one resource lets go of it and another takes it, that is one
 * change from the first one's settings to the second one's.
 */
export function liveChanges(changes: readonly Change[]): readonly LiveChange[] {
  const releases = new Map(changes.flatMap((each) => entry(releasedBy(each), each)));
  const claims = new Map(changes.flatMap((each) => entry(claimedBy(each), each)));
  return changes.flatMap((change): readonly LiveChange[] => {
    const [released, claimed] = [releasedBy(change), claimedBy(change)];
    const taker = released === undefined ? undefined : claims.get(released);
    const giver = claimed === undefined ? undefined : releases.get(claimed);
    if (claimed !== undefined && giver === change) {
      return [{ ...change, move: moveOf(claimed, change, change) }];
    }
    if (!taker && !giver) return [change];
    const { before, after, ...rest } = change;
    return [
      ...(claimed !== undefined && giver ? [joined(claimed, giver, change)] : []),
      ...(change.operation === "replace" && !giver && after
        ? [{ ...rest, operation: "create" as const, after }]
        : []),
      ...(change.operation === "replace" && !taker && before
        ? [{ ...rest, operation: "delete" as const, before }]
        : []),
    ];
  });
}

function entry(configId: string | undefined, change: Change): readonly [string, Change][] {
  return configId === undefined ? [] : [[configId, change]];
}

function joined(configId: string, from: Change, to: Change): LiveChange {
  const { before, parentBefore } = from;
  return {
    urn: to.urn,
    operation: "rename",
    ...(before && { before }),
    ...(to.after && { after: to.after }),
    ...(parentBefore && { parentBefore }),
    move: moveOf(configId, from, to),
  };
}

function releasedBy({ operation, before }: Change): string | undefined {
  return operation === "delete" || operation === "replace" ? configIdIn(before) : undefined;
}

function claimedBy({ operation, after }: Change): string | undefined {
  return operation === "create" || operation === "replace" ? configIdIn(after) : undefined;
}

function configIdIn(inputs: Inputs | undefined): string | undefined {
  const id = inputs?.configId;
  return typeof id === "string" && gapOf(id) === undefined ? id : undefined;
}

function moveOf(configId: string, from: Change, to: Change): Move {
  const kind = kindOf(from, to);
  const isAliased = kind === "rename" || kind === "reparent";
  return {
    kind,
    configId,
    from: { urn: from.urn, name: nameOf(from.urn) },
    to: { urn: to.urn, name: nameOf(to.urn) },
    ...(isAliased && { aliases: aliasesOf(from, to.urn) }),
  };
}

function kindOf(from: Change, to: Change): Move["kind"] {
  if (from === to) return "replacement";
  if (from.operation !== "delete" || to.operation !== "create") return "exchange";
  return nameOf(from.urn) === nameOf(to.urn) ? "reparent" : "rename";
}

/** As the program has to say it; a name as JSON is one of JavaScript too. */
function aliasesOf({ urn, parentBefore }: Change, newUrn: string): string {
  const name = nameOf(urn) === nameOf(newUrn) ? [] : [`name: ${JSON.stringify(nameOf(urn))}`];
  const [types, newTypes] = [typesOf(urn), typesOf(newUrn)].map((each) => each.join("$"));
  if (types === newTypes) return `aliases: [{ ${name.join(", ")} }]`;
  // Without a type before its own, it was in no component.
  if (typesOf(urn).length === 1) {
    return `aliases: [{ ${[...name, "parent: pulumi.rootStackResource"].join(", ")} }]`;
  }
  if (parentBefore === undefined || isStack(parentBefore)) {
    return `aliases: [${JSON.stringify(urn)}]`;
  }
  return `aliases: [{ ${[...name, `parent: ${JSON.stringify(parentBefore)}`].join(", ")} }]`;
}
