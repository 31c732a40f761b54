import { type Difference, diff } from "./diff.ts";
import { noteHolder, undoneIn } from "./memory.ts";
import { isInterrupted } from "./merge-base.ts";
import type { Run } from "./run.ts";
import type { CheckedInputs, State } from "./state.ts";

/** Compares the program with the state, and with what earlier runs left to do. Asks the tenant nothing. */
export async function planUpdate(
  run: Run,
  state: State,
  inputs: CheckedInputs,
): Promise<Difference> {
  if (inputs.configId === state.configId) await noteHolder(run, state);
  return diff(state, inputs, {
    isInterrupted: await isInterrupted(run.connections, state),
    isUndone: (await undoneIn(run.connections, state)) !== undefined,
    isLogged: run.connections.isLogged,
  });
}
