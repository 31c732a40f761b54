import { toExport, toLog } from "../domain/audit-trail.ts";
import { type Json, jsonEquals } from "../domain/json.ts";
import { managedChanges } from "../domain/merge.ts";
import { settingsOf } from "./document.ts";
import { noteHolder, recordOf, undoneIn } from "./inheritance.ts";
import { isInterrupted } from "./merge-base.ts";
import { redactedValue } from "./redacted-value.ts";
import type { Run } from "./run.ts";
import { fields } from "./schema.ts";
import type { CheckedInputs, State } from "./state.ts";

export interface Difference {
  readonly changes: boolean;
  readonly replaces: string[];
  /** What the engine's own display leaves out, as it shows differences of inputs only. */
  readonly warnings: readonly string[];
}

/** What earlier runs left to do, which is a difference too. */
export interface PendingWork {
  /** A run was stopped after it had begun to write, and what became of that has to be found out. */
  readonly isInterrupted: boolean;
  /** A run that did not see the resource put its configuration back, or deleted it. */
  readonly isUndone: boolean;
  /** There is an audit log, which can take what it lacks. */
  readonly isLogged: boolean;
}

/**
 * Compares the program with the state: the settings with the document as last seen, the other arguments with those of the
 * last run. A forecast that moved with the live campaign is no difference.
 */
function diff(olds: State, news: CheckedInputs, work: PendingWork): Difference {
  if (news.configId !== olds.configId) {
    return { changes: true, replaces: ["configId"], warnings: [] };
  }
  const program = settingsOf(news);
  const drift = managedChanges(program, olds.document, program);
  const edited = new Set(
    managedChanges(program, settingsOf(olds), program).map(({ path }) => path),
  );
  const unseen = drift.filter(({ path }) => !edited.has(path));
  const pending = pendingWarnings(olds, work);
  return {
    changes: drift.length > 0 || pending.length > 0 || !sameArguments(olds, news),
    replaces: [],
    warnings: [
      ...unseen.map(
        ({ path, from, to }) =>
          `Dialer configuration ${olds.configId}: the tenant holds ${redactedValue(path, from)} in ${path}, and the program says ` +
          `${redactedValue(path, to)}. \`pulumi up\` changes it from ${redactedValue(path, from)} to ${redactedValue(path, to)}.`,
      ),
      ...pending,
    ],
  };
}

/** Compares the program with the state, and with what earlier runs left to do. Asks the tenant nothing. */
export async function planUpdate(
  run: Run,
  state: State,
  inputs: CheckedInputs,
): Promise<Difference> {
  return diff(state, inputs, await loadPendingWork(run, state, inputs));
}

/**
 * What earlier runs left to do for a resource. Notes that it has the configuration, where the program wants that: the engine also compares
 * what it has just read, of resources that the program may not declare any more.
 */
export async function loadPendingWork(
  run: Run,
  state: State,
  inputs: CheckedInputs,
): Promise<PendingWork> {
  const isWanted = run.program.claimantOf(state.configId) !== undefined;
  const record = await (isWanted && inputs.configId === state.configId
    ? noteHolder(run, state)
    : recordOf(run.connections, state));
  return {
    isInterrupted: await isInterrupted(run.connections, state),
    isUndone: undoneIn(record, state) !== undefined,
    isLogged: run.connections.isLogged,
  };
}

/** What an update does beside writing, in a sentence each. */
export function pendingWarnings(
  { configId, pendingEvents = [] }: State,
  pending: PendingWork,
): readonly string[] {
  const events = pendingEvents.flatMap(toExport).length;
  const entries = pending.isLogged ? pendingEvents.flatMap(toLog).length : 0;
  const subject = `Dialer configuration ${configId}:`;
  return [
    ...(events > 0
      ? [
          `${subject} ${events > 1 ? `${events} audit events are still to be exported. \`pulumi up\` sends them` : "1 audit event is still to be exported. `pulumi up` sends it"} again.`,
        ]
      : []),
    ...(entries > 0
      ? [
          `${subject} the audit log lacks ${entries > 1 ? `${entries} entries. \`pulumi up\` appends them` : "1 entry. `pulumi up` appends it"}.`,
        ]
      : []),
    ...(pending.isUndone
      ? [
          `${subject} an earlier run deleted another resource with this configId, and put the configuration back as found or deleted it. ` +
            "`pulumi up` makes it what the program says.",
        ]
      : []),
    ...(pending.isInterrupted
      ? [
          `${subject} an earlier run was stopped while it wrote. \`pulumi up\` finds out what became of that, and exports its audit event.`,
        ]
      : []),
  ];
}

function sameArguments(olds: State, news: CheckedInputs): boolean {
  const [before, after] = [olds, news].map((each) => each as unknown as Record<string, Json>);
  return Object.keys(fields).every((name) => jsonEquals(before?.[name], after?.[name]));
}
