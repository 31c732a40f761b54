import type { JsonObject } from "../../../provider/src/domain/json.ts";
import { differences } from "../fields.ts";
import { type End, isWrite, type Made, madeBy, type Write } from "../history.ts";
import type { Law } from "./law.ts";
import { Tenures } from "./tenures.ts";

/**
 * What the arguments promise besides: `existing: "refuse"` takes nothing over, `onDelete: "retain"` leaves all as it is, and a
 * destruction undoes all that the program did and nobody changed.
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

function writtenAgainst({ run, asked }: Write, tenures: Tenures): readonly string[] {
  const { existing, onDelete } = run.policies;
  if (run.operation === "destroy") {
    return onDelete === "retain" ? [`Run ${run.number} wrote although onDelete is "retain"`] : [];
  }
  const isTaking = run.planned === undefined && asked.ifMatch !== undefined;
  return isTaking && existing === "refuse" && tenures.of(run).asked.length === 0
    ? [`Run ${run.number} took over what it found although existing is "refuse"`]
    : [];
}

/** What a destruction should have undone, and did not. */
function leftBehind(
  { run, outcome, live }: End,
  tenures: Tenures,
  made: readonly Made[],
): readonly string[] {
  const tenure = tenures.of(run);
  const begin = tenure.adopted ?? tenure.writes[0]?.before;
  const { onDelete, onConflict } = run.policies;
  if (run.operation !== "destroy" || outcome !== "done" || onDelete === "retain") return [];
  if (!begin || tenure.isBlurred || onConflict !== "merge") return [];
  const since = made.filter(({ version }) => version.number > begin.number);
  const isOurs = since.every(({ pipeline }) => pipeline === run.pipeline);
  if (onDelete === "delete" || !begin.document) {
    return isOurs && live.document ? [`Run ${run.number} left what the program had made`] : [];
  }
  if (since.some(({ version }) => !version.document)) return [];
  const others = new Set(
    since.flatMap(({ version, pipeline }, i) =>
      pipeline === run.pipeline
        ? []
        : pathsOf((since[i - 1]?.version ?? begin).document, version.document),
    ),
  );
  return pathsOf(begin.document, live.document)
    .filter((path) => !others.has(path))
    .map((path) => `Run ${run.number} did not put ${path} back as it was found`);
}

function pathsOf(from: JsonObject | undefined, to: JsonObject | undefined): readonly string[] {
  return differences(from, to).map(({ path }) => path);
}
