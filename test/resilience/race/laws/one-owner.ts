import type { Run } from "../history.ts";
import type { Law } from "./law.ts";

/** Of two resources of a program that name one configuration, check refuses the second: in every run. */
export const eachHasOneOwner: Law = (history) => {
  const owners = new Map<Run, Map<string, string>>();
  return history.flatMap((happening) => {
    if (happening.kind !== "return") return [];
    const { run, call, outcome } = happening;
    if (call.method !== "check" || outcome !== "done") return [];
    const { configId, urn } = call;
    const own = owners.get(run) ?? new Map<string, string>();
    const owner = own.get(configId) ?? urn;
    owners.set(run, own.set(configId, owner));
    return owner === urn
      ? []
      : [`Run ${run.number} lets ${owner} and ${urn} both have ${configId}`];
  });
};
