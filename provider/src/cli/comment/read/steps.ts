import {
  type Change,
  type Inputs,
  isConfiguration,
  isStack,
  type Kept,
  type Operation,
  operations,
  type Preview,
  stackOf,
} from "./preview.ts";

/** One step of an engine's plan. */
export interface Step {
  /** In the engine's own words. */
  readonly op: string;
  readonly urn: string;
  readonly before?: Inputs | undefined;
  readonly after?: Inputs | undefined;
  /** The parent's URN before; empty where it has none. */
  readonly parentBefore?: string | undefined;
}

/** Steps that change nothing in the outside. */
const idle: ReadonlySet<string> = new Set(["same", "read", "refresh"]);
/** The halves of a replacement, which is a step of its own as well. */
const halves: ReadonlySet<string> = new Set(["create-replacement", "delete-replaced"]);

/**
 * What a plan changes and what it keeps, with the stack that it is of. The stack's own step does not count.
 *
 * @param same how many resources stay as they are by the engine's own count, the stack's own step counted where it is among the steps;
 *   undefined where every resource has its step
 */
export function planOf(
  steps: readonly Step[],
  { same }: { readonly same?: number | undefined },
): Pick<Preview, "stack" | "changes" | "others" | "unchanged" | "kept" | "hidden"> {
  const [first] = steps;
  const active = steps.filter(({ op, urn }) => !idle.has(op) && !halves.has(op) && !isStack(urn));
  const others = active.filter((step) => changeOf(step) === undefined);
  const sames = steps.filter(({ op }) => op === "same");
  const shown = sames.filter(({ urn }) => !isStack(urn));
  const unchanged =
    same === undefined ? shown.length : Math.max(0, same - (sames.length - shown.length));
  return {
    stack: first && stackOf(first.urn),
    changes: active.flatMap((step) => changeOf(step) ?? []),
    others: Object.fromEntries(
      [...Map.groupBy(others, ({ op }) => op)].map(([op, group]) => [op, group.length]),
    ),
    unchanged,
    kept: shown.filter(({ urn }) => isConfiguration(urn)).map(keptOf),
    hidden: Math.max(0, unchanged - shown.length),
  };
}

function changeOf({ op, urn, before, after, parentBefore }: Step): Change | undefined {
  if (!isConfiguration(urn) || !isOperation(op)) return undefined;
  return {
    urn,
    operation: op,
    ...(before && op !== "create" && { before }),
    ...(after && op !== "delete" && { after }),
    ...(parentBefore && { parentBefore }),
  };
}

function keptOf({ urn, after = {} }: Step): Kept {
  return { urn, inputs: after };
}

function isOperation(op: string): op is Operation {
  return operations.some((operation) => operation === op);
}
