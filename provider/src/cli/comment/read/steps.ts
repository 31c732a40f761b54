import {
  type Change,
  type Inputs,
  isConfiguration,
  isStack,
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
}

/** Steps that change nothing in the outside. */
const idle: ReadonlySet<string> = new Set(["same", "read", "refresh"]);
/** The halves of a replacement, which is a step of its own as well. */
const halves: ReadonlySet<string> = new Set(["create-replacement", "delete-replaced"]);

/** What a plan changes, with the stack that it is of. The stack's own step does not count. */
export function planOf(
  steps: readonly Step[],
  isPartial: boolean,
): Pick<Preview, "stack" | "changes" | "others"> {
  const [first] = steps;
  const active = steps.filter(({ op, urn }) => !idle.has(op) && !halves.has(op) && !isStack(urn));
  const others = active.filter((step) => changeOf(step, isPartial) === undefined);
  return {
    stack: first && stackOf(first.urn),
    changes: active.flatMap((step) => changeOf(step, isPartial) ?? []),
    others: Object.fromEntries(
      [...Map.groupBy(others, ({ op }) => op)].map(([op, group]) => [op, group.length]),
    ),
  };
}

function changeOf({ op, urn, before, after }: Step, isPartial: boolean): Change | undefined {
  if (!isConfiguration(urn) || !isOperation(op)) return undefined;
  return {
    urn,
    operation: op,
    isPartial: isPartial && op !== "create" && op !== "delete",
    ...(before && op !== "create" && { before }),
    ...(after && op !== "delete" && { after }),
  };
}

function isOperation(op: string): op is Operation {
  return operations.some((operation) => operation === op);
}
