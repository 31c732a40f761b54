import { type Difference, diff } from "./diff.ts";
import { isInterrupted } from "./evidence/operation.ts";
import { noteHolder, undoneIn } from "./memory.ts";
import type { Session } from "./session.ts";
import type { CheckedInputs, State } from "./state.ts";

/** Compares the program with the state, and with what earlier runs left to do. Asks the tenant nothing. */
export async function planUpdate(
  session: Session,
  state: State,
  inputs: CheckedInputs,
): Promise<Difference> {
  if (inputs.configId === state.configId) await noteHolder(session, state);
  return diff(state, inputs, {
    isInterrupted: await isInterrupted(session, state),
    isUndone: (await undoneIn(session, state)) !== undefined,
    isLogged: session.isLogged,
  });
}
