import { type Json, jsonEquals } from "../domain/json.ts";
import { managedChanges } from "../domain/merge.ts";
import { settingsOf } from "./document.ts";
import { fields } from "./schema.ts";
import { shown } from "./shown.ts";
import type { CheckedInputs, State } from "./state.ts";

export interface Difference {
  readonly changes: boolean;
  readonly replaces: string[];
  /** What the engine's own display leaves out, as it shows differences of inputs only. */
  readonly warnings: readonly string[];
}

/**
 * Compares the program with the state: the settings with the document as last seen, the other arguments with those of the
 * last run. A forecast that moved with the live campaign is no difference.
 */
export function diff(olds: State, news: CheckedInputs): Difference {
  if (news.configId !== olds.configId) {
    return { changes: true, replaces: ["configId"], warnings: [] };
  }
  const program = settingsOf(news);
  const drift = managedChanges(program, olds.document, program);
  const edited = new Set(
    managedChanges(program, settingsOf(olds), program).map(({ path }) => path),
  );
  const unseen = drift.filter(({ path }) => !edited.has(path));
  const events = olds.outbox?.length ?? 0;
  return {
    changes: drift.length > 0 || events > 0 || !sameArguments(olds, news),
    replaces: [],
    warnings: [
      ...unseen.map(
        ({ path, from, to }) =>
          `Dialer configuration ${olds.configId}: the tenant holds ${shown(path, from)} in ${path}, and the program says ` +
          `${shown(path, to)}. \`pulumi up\` changes it from ${shown(path, from)} to ${shown(path, to)}.`,
      ),
      ...(events > 0
        ? [
            `Dialer configuration ${olds.configId}: ${events} audit event${events > 1 ? "s are" : " is"} still to be exported. ` +
              "`pulumi up` sends it again.",
          ]
        : []),
    ],
  };
}

function sameArguments(olds: State, news: CheckedInputs): boolean {
  const [before, after] = [olds, news].map((each) => each as unknown as Record<string, Json>);
  return Object.keys(fields).every((name) => jsonEquals(before?.[name], after?.[name]));
}
