import type { JsonObject } from "../../../../provider/src/domain/json.ts";
import { differences } from "../fields.ts";
import {
  type End,
  isWrite,
  type Made,
  madeBy,
  type Run,
  statesOf,
  type Write,
} from "../history.ts";
import type { Version } from "../tenant.ts";
import type { Law } from "./law.ts";
import { type Tenure, Tenures } from "./tenures.ts";

/**
 * What the arguments promise besides: `existing: "refuse"` takes nothing over, `onDelete: "retain"` leaves all as it is, and
 * whoever lets a configuration go undoes all that the program did and nobody changed since it was first the program's own, under
 * whatever resource. Where that was found out on another machine, a warning has to have said that it is known there only.
 */
export const promisesAreKept: Law = (history) => {
  const tenures = new Tenures();
  const made: Made[] = [];
  return history.flatMap((happening) => {
    const broken = [
      ...(isWrite(happening) ? writtenAgainst(happening, tenures) : []),
      ...(happening.kind === "end" ? leftBehind(happening, tenures, made) : []),
    ];
    tenures.follow(happening);
    made.push(...madeBy(happening));
    return broken;
  });
};

function writtenAgainst({ run, call, asked, before }: Write, tenures: Tenures): readonly string[] {
  const { existing, onDelete } = run.policies;
  if (call.method === "delete") {
    return onDelete === "retain" ? [`Run ${run.number} wrote although onDelete is "retain"`] : [];
  }
  const isTaking =
    call.method === "create" &&
    asked.ifMatch !== undefined &&
    statesOf(run, before.configId).length === 0;
  const { asked: earlier } = tenures.of(run, before.configId);
  return isTaking && existing === "refuse" && earlier.length === 0
    ? [`Run ${run.number} took over what it found although existing is "refuse"`]
    : [];
}

/** What a run that let a configuration go should have undone, and did not. */
function leftBehind(
  { run, outcome, entries, live }: End,
  tenures: Tenures,
  made: readonly Made[],
): readonly string[] {
  if (outcome !== "done" || run.operation === "refresh") return [];
  return live.flatMap((version) => {
    const { configId } = version;
    const isHeld = statesOf({ entries }, configId).length > 0;
    const isWanted =
      run.operation === "up" && run.resources.some((each) => each.configId === configId);
    if (isHeld || isWanted || statesOf(run, configId).length === 0) return [];
    const tenure = tenures.of(run, configId);
    const own = made.filter((each) => each.version.configId === configId);
    const left = leftOf(run, version, { tenure, made: own });
    const what = left.map((each) => `Run ${run.number} ${each} in ${configId}`);
    return tenure.isForgotten && tenure.isWarned ? [] : what;
  });
}

function leftOf(
  run: Run,
  live: Version,
  { tenure, made }: { readonly tenure: Tenure; readonly made: readonly Made[] },
): readonly string[] {
  const begin = tenure.adopted ?? tenure.writes[0]?.before;
  const { onDelete, onConflict } = run.policies;
  if (!begin || tenure.isBlurred || onConflict !== "merge" || onDelete === "retain") return [];
  const since = made.filter(({ version }) => version.number > begin.number);
  const isOurs = since.every(({ by }) => by?.run.pipeline === run.pipeline);
  if (onDelete === "delete" || !begin.document) {
    return isOurs && live.document ? ["left what the program had made"] : [];
  }
  if (since.some(({ version }) => !version.document)) return [];
  const others = new Set(
    since.flatMap(({ version, by }, i) =>
      by?.run.pipeline === run.pipeline
        ? []
        : pathsOf((since[i - 1]?.version ?? begin).document, version.document),
    ),
  );
  return pathsOf(begin.document, live.document)
    .filter((path) => !others.has(path))
    .map((path) => `did not put ${path} back as it was found`);
}

function pathsOf(from: JsonObject | undefined, to: JsonObject | undefined): readonly string[] {
  return differences(from, to).map(({ path }) => path);
}
