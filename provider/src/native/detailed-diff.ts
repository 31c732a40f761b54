import { type PendingWork, pendingWarnings } from "../dialer-config/diff.ts";
import { settingsOf } from "../dialer-config/document.ts";
import { redactedValue } from "../dialer-config/redacted-value.ts";
import { fields, settingNames } from "../dialer-config/schema.ts";
import type { CheckedInputs, State } from "../dialer-config/state.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { type Change, managedChanges, merge } from "../domain/merge.ts";

export type ChangeKind = "add" | "delete" | "update" | "update-replace";

export interface DetailedDifference {
  /** Whether an update has something to do. It may show no field, as where only an audit event is pending. */
  readonly changes: boolean;
  /** By path, each field that an update changes. */
  readonly fields: ReadonlyMap<string, ChangeKind>;
  readonly warnings: readonly string[];
}

/**
 * Compares the program with a state that was just read, field by field. What only the tenant changed since the merge base is no
 * change: nobody has seen it yet, so that this deployment keeps it, and its state is the base from which the next one counts.
 */
export function detailedDiff(
  olds: State,
  news: CheckedInputs,
  work: PendingWork,
): DetailedDifference {
  if (news.configId !== olds.configId) {
    const fields = new Map<string, ChangeKind>([["configId", "update-replace"]]);
    return { changes: true, fields, warnings: [] };
  }
  const program = settingsOf(news);
  const { document: live } = olds;
  const changes = [
    ...managedChanges(program, live, mergedDocument(olds, program)),
    ...removedRules(olds, news),
    ...changedArguments(olds, news),
  ];
  const pending = pendingWarnings(olds, work);
  const forecast = changes.length > 0 ? changedForecast(olds, news) : [];
  return {
    changes: changes.length > 0 || pending.length > 0,
    fields: new Map([...changes, ...forecast].map((change) => [change.path, kindOf(change)])),
    // An update says it by itself.
    warnings: [...(changes.length > 0 ? [] : keptEdits(olds, news)), ...pending],
  };
}

function kindOf({ from, to }: Change): ChangeKind {
  if (from === undefined) return "add";
  return to === undefined ? "delete" : "update";
}

/** The rules that the program names no longer: they stay in the tenant, and are not managed. */
function removedRules(olds: State, news: CheckedInputs): readonly Change[] {
  const [before, after] = [olds, news].map(({ complianceRules }) => ({ complianceRules }));
  if (!before || !after) return [];
  return managedChanges(before, before, after).filter(({ to }) => to === undefined);
}

/** The arguments that the tenant does not hold. */
function changedArguments(olds: State, news: CheckedInputs): readonly Change[] {
  const own = Object.keys(fields).filter((name) => !settingNames.some((each) => each === name));
  return changesBetween(pick(olds, own), pick(news, own));
}

/** It is shown beside what moves it. That the live campaign has moved it is no change. */
function changedForecast(olds: State, news: CheckedInputs): readonly Change[] {
  return changesBetween(pick(olds, ["forecast"]), pick(news, ["forecast"]));
}

function pick(properties: object, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([name, value]) => names.includes(name) && value !== undefined,
    ),
  );
}

/** Every field that differs, two levels down: none of these arguments is deeper. */
function changesBetween(from: JsonObject, to: JsonObject): readonly Change[] {
  const names = Object.keys({ ...from, ...to });
  const managed = Object.fromEntries(
    names.map((name): [string, Json] => [name, shapeOf(from[name], to[name])]),
  );
  return managedChanges(managed, from, to);
}

function shapeOf(from: Json | undefined, to: Json | undefined): Json {
  const isNested = [from, to].every((each) => typeof each === "object" && each !== null);
  return isNested ? Object.assign({}, from, to) : null;
}

/** What somebody changed since the merge base and a deployment leaves as it is, in a sentence each. */
export function keptEdits(olds: State, news: CheckedInputs): readonly string[] {
  const program = settingsOf(news);
  const { configId, document, base = document } = olds;
  const merged = mergedDocument(olds, program);
  const before = new Map(
    managedChanges(program, base, merged).map(({ path, from }) => [path, from] as const),
  );
  return managedChanges(program, merged, program).map(({ path, from: kept, to: wanted }) => {
    const [was, is, willBe] = [before.get(path), kept, wanted].map((value) =>
      redactedValue(path, value),
    );
    return (
      `Dialer configuration ${configId}: somebody changed ${path} in the tenant from ${was} to ${is} since the last deployment, and the ` +
      `program says ${willBe}. This deployment keeps ${is}. The next preview shows ${is} → ${willBe}, and the next \`pulumi up\` makes ` +
      "that change. To keep the value, write it in the program."
    );
  });
}

/** The document as an update would leave it. */
function mergedDocument({ document: live, base = live }: State, program: JsonObject): JsonObject {
  return merge({ managed: program, base, program, live }).document;
}
