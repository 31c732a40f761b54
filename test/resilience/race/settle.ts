import type { End } from "./history.ts";
import type { Pipeline, RunToDo } from "./pipeline.ts";
import { plainRun } from "./scenario.ts";

const quiet: Omit<RunToDo, "operation"> = { ...plainRun, isQuiet: true };

/** More rounds than it takes whoever can come to rest. */
const ROUNDS = 4;

/**
 * With all its configurations: `up` until nothing is left to do, with a `refresh` after each that stops; then a refresh, and `up`
 * once more until then. What it may not take over it then goes without. It may end with a `destroy`.
 */
export async function settle(
  pipeline: Pipeline,
  { isDestroyed }: { readonly isDestroyed: boolean },
): Promise<void> {
  pipeline.complete();
  do await comeToRest(pipeline);
  while (pipeline.withdraw());
  if (isDestroyed) await toEnd(pipeline, "destroy");
}

async function comeToRest(pipeline: Pipeline): Promise<void> {
  await upUntilSame(pipeline);
  await toEnd(pipeline, "refresh");
  await upUntilSame(pipeline);
}

async function upUntilSame(pipeline: Pipeline): Promise<void> {
  let stopped = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { outcome } = await toEnd(pipeline, "up");
    if (outcome instanceof Error) stopped += 1;
    // Whoever is stopped after a refresh, too, is stopped for good.
    if (outcome === "same" || stopped > 1) return;
    if (outcome instanceof Error) await toEnd(pipeline, "refresh");
  }
}

async function toEnd(pipeline: Pipeline, operation: RunToDo["operation"]): Promise<End> {
  pipeline.begin({ ...quiet, operation });
  for (;;) {
    const end = await pipeline.goOn();
    if (end) return end;
  }
}
