import { jsonEquals } from "../../../../provider/src/domain/json.ts";
import { type History, isWrite, madeBy, type Return, type Write } from "../history.ts";
import { etagOf, type Version } from "../tenant.ts";
import type { Law } from "./law.ts";

/**
 * No acknowledged write disappears: a call that lived to see that the tenant did its write succeeds, and its state is what was
 * written. And every state is a version that there was, never an older one than the state before.
 */
export const acknowledgedWritesStay: Law = (history) => {
  const versions = new Map(
    history.flatMap(madeBy).map(({ version }) => [etagOf(version), version]),
  );
  return history.flatMap((happening) => {
    if (happening.kind !== "return" || happening.call.method === "check") return [];
    const broken = [...statesThatNeverWere(happening, versions), ...vanished(happening, history)];
    const { method, urn } = happening.call;
    return broken.map((what) => `Run ${happening.run.number}, ${method} of ${urn}, ${what}`);
  });
};

function statesThatNeverWere(
  { call, state }: Return,
  versions: ReadonlyMap<string, Version>,
): readonly string[] {
  if (state?.etag === undefined) return [];
  const version = versions.get(state.etag);
  if (version?.configId !== call.configId || !jsonEquals(version.document, state.document)) {
    return [`ended with a state of ${state.etag} that is not what the tenant held then`];
  }
  const { planned } = call;
  const earlier = planned?.etag === undefined ? undefined : versions.get(planned.etag);
  return earlier && earlier.number > version.number ? ["went back to an older version"] : [];
}

function vanished({ call, outcome, state }: Return, history: History): readonly string[] {
  const acknowledged = history.filter(
    (happening): happening is Write =>
      isWrite(happening) &&
      happening.call === call &&
      (happening.heard === 200 || happening.heard === 201),
  );
  const last = acknowledged.at(-1);
  if (!last) return [];
  if (outcome !== "done") return ["failed although its write was acknowledged"];
  if (call.method === "delete" || jsonEquals(state?.document, last.effect.document)) return [];
  return ["saved another document than the one that it wrote"];
}
