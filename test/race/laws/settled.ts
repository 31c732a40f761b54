import { jsonEquals } from "../../../provider/src/domain/json.ts";
import { ConflictError } from "../../../provider/src/errors/index.ts";
import { fieldsOf } from "../fields.ts";
import type { End } from "../history.ts";
import { etagOf } from "../tenant.ts";
import type { Law } from "./law.ts";

/**
 * Once nothing goes wrong any more, nothing but a conflict stops a run; a refresh resolves that; and in the end state, tenant
 * and program agree, and nothing is owed. Only `existing: "refuse"` may stay at what it says.
 */
export const pipelinesSettle: Law = (history) => {
  const ends = history.filter(
    (happening): happening is End => happening.kind === "end" && happening.run.isQuiet,
  );
  const byPipeline = Map.groupBy(ends, ({ run }) => run.pipeline);
  return [...byPipeline.values()].flatMap((own) => [
    ...own.flatMap((end, i) => stopped(end, own[i - 1])),
    ...unsettled(own.at(-1)),
  ]);
};

function stopped({ run, outcome }: End, last: End | undefined): readonly string[] {
  if (!(outcome instanceof Error)) return [];
  if (!(outcome instanceof ConflictError)) {
    return [`Run ${run.number} failed with nothing wrong: ${outcome.message}`];
  }
  const isRefreshed = last?.run.operation === "refresh" && run.operation === "up";
  return isRefreshed && !isRefusal(run)
    ? [`Run ${run.number} met a conflict after a refresh: ${outcome.message}`]
    : [];
}

function isRefusal({ policies, planned }: End["run"]): boolean {
  return policies.existing === "refuse" && planned === undefined;
}

function unsettled(end: End | undefined): readonly string[] {
  if (!end || (isRefusal(end.run) && end.outcome instanceof ConflictError)) return [];
  const { run, outcome, state, live } = end;
  if (run.operation !== "up") return [];
  const name = `Pipeline ${run.pipeline}`;
  if (outcome !== "same" || !state) return [`${name} does not come to rest`];
  const held = fieldsOf(live.document);
  return [
    ...(state.etag === etagOf(live) && jsonEquals(state.document, live.document)
      ? []
      : [`${name} has another document in its state than the tenant`]),
    ...[...fieldsOf(run.program)]
      .filter(([path, value]) => held.get(path) !== value)
      .map(([path]) => `${name} did not bring ${path} about`),
    ...(state.outbox || state.unlogged ? [`${name} still owes evidence`] : []),
  ];
}
