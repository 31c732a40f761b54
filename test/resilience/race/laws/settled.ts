import { jsonEquals } from "../../../../provider/src/domain/json.ts";
import { ConflictError } from "../../../../provider/src/errors/index.ts";
import { fieldsOf } from "../fields.ts";
import type { End, Run } from "../history.ts";
import { urnOf } from "../program.ts";
import { etagOf } from "../tenant.ts";
import type { Law } from "./law.ts";

/**
 * Once nothing goes wrong any more, nothing but a conflict stops a run; a refresh resolves that; and in the end state, tenant
 * and program agree, and no evidence is pending. Only `existing: "refuse"` may stay at what it says.
 */
export const pipelinesSettle: Law = (history) => {
  const ends = history.filter(
    (happening): happening is End => happening.kind === "end" && happening.run.isQuiet,
  );
  const byPipeline = Map.groupBy(ends, ({ run }) => run.pipeline);
  return [...byPipeline.values()].flatMap((own) => [
    ...own.flatMap((end, i) => stopped(end, own[i - 1])),
    ...unsettled(own.findLast(({ run }) => run.operation === "up")),
  ]);
};

function stopped({ run, outcome }: End, last: End | undefined): readonly string[] {
  if (!(outcome instanceof Error) || isRefusal(run)) return [];
  if (!(outcome instanceof ConflictError)) {
    return [`Run ${run.number} failed with nothing wrong: ${outcome.message}`];
  }
  const isRefreshed = last?.run.operation === "refresh" && run.operation === "up";
  return isRefreshed || run.operation === "destroy"
    ? [`Run ${run.number} met a conflict although it had come to rest: ${outcome.message}`]
    : [];
}

/** It may have to take over what is there, and its program says that it is not to. */
function isRefusal({ policies, resources, entries, operation }: Run): boolean {
  const known = new Set(entries.filter(({ isReplaced }) => !isReplaced).map(keyOf));
  return (
    operation === "up" &&
    policies.existing === "refuse" &&
    resources.some((each) => !known.has(keyOf({ urn: urnOf(each), state: each })))
  );
}

function keyOf({ urn, state }: { urn: string; state: { configId: string } }): string {
  return `${urn} ${state.configId}`;
}

function unsettled(end: End | undefined): readonly string[] {
  if (!end || (isRefusal(end.run) && end.outcome instanceof Error)) return [];
  const { run, outcome, entries, live } = end;
  const name = `Pipeline ${run.pipeline}`;
  if (outcome !== "same") return [`${name} does not come to rest`];
  const held = new Map(live.map((version) => [version.configId, version]));
  const states = entries.map(({ state }) => state);
  return [
    ...(states.length === run.resources.length
      ? []
      : [`${name} has ${states.length} resources in its state, of ${run.resources.length}`]),
    ...states
      .filter(({ configId, etag, document }) => {
        const version = held.get(configId);
        return !version || etag !== etagOf(version) || !jsonEquals(document, version.document);
      })
      .map(({ configId }) => `${name} has another ${configId} in its state than the tenant`),
    ...run.resources.flatMap(({ configId, settings }) => {
      const fields = fieldsOf(held.get(configId)?.document);
      return [...fieldsOf(settings)]
        .filter(([path, value]) => fields.get(path) !== value)
        .map(([path]) => `${name} did not bring ${path} of ${configId} about`);
    }),
    ...(states.some(({ pendingEvents }) => pendingEvents)
      ? [`${name} still has evidence pending`]
      : []),
  ];
}
