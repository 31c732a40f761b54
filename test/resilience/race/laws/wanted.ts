import { isWrite, type Run } from "../history.ts";
import type { Law } from "./law.ts";

/**
 * No DELETE and no restoration is sent for a configuration once a check of the same run has passed a resource that names it:
 * whatever the engine deletes then, the program wants the configuration under another resource, or anew.
 */
export const wantedIsLeft: Law = (history) => {
  const wanted = new Map<Run, Set<string>>();
  return history.flatMap((happening) => {
    if (happening.kind === "return") {
      const { call, outcome, run } = happening;
      if (call.method !== "check" || outcome !== "done") return [];
      wanted.set(run, (wanted.get(run) ?? new Set()).add(call.configId));
    }
    if (!isWrite(happening) || happening.call.method !== "delete") return [];
    const { run, asked, before, call } = happening;
    if (!wanted.get(run)?.has(before.configId)) return [];
    const what = asked.method === "DELETE" ? "deleted" : "restored";
    return [`Run ${run.number} ${what} ${before.configId} with ${call.urn}, and wants it`];
  });
};
