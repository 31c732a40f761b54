import { ConflictError } from "../../../../provider/src/errors/index.ts";
import { type Made, madeBy, type Run } from "../history.ts";
import { etagOf } from "../tenant.ts";
import type { Law } from "./law.ts";

/**
 * What stops at a conflict does so because somebody else has changed the configuration since the state that the run began with. Nobody can
 * know that where the journal was left on another machine, or where a reply of the run lacked what it needed. That the configuration is gone
 * stops an update whoever deleted it.
 */
export const conflictsHaveACause: Law = (history) => {
  const made: Made[] = [];
  const moved = new Set<number>();
  const faulty = new Set<Run>();
  return history.flatMap((happening) => {
    made.push(...madeBy(happening));
    if (happening.kind === "begin" && happening.run.isElsewhere) moved.add(happening.run.pipeline);
    if (happening.kind === "request" && happening.fault) faulty.add(happening.run);
    if (happening.kind !== "return" || !(happening.outcome instanceof ConflictError)) return [];
    const { run, call } = happening;
    const planned = made.findIndex(({ version }) => etagOf(version) === call.planned?.etag);
    if (planned < 0 || !happening.live.document) return [];
    if (moved.has(run.pipeline) || faulty.has(run)) return [];
    const isCaused = made
      .slice(planned + 1)
      .some(
        ({ version, by }) =>
          version.configId === call.configId && by?.run.pipeline !== run.pipeline,
      );
    const { method, urn, configId } = call;
    return isCaused
      ? []
      : [
          `Run ${run.number}, ${method} of ${urn}, met a conflict although nobody else had changed ${configId}`,
        ];
  });
};
