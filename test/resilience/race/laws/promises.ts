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
 * whoever lets a configuration go puts back each field that the program was the last to change since the configuration was first
 * its own, under whatever resource; with `onConflict: "overwrite"` also those that somebody else was. Where a resource handed the
 * configuration over on another machine, and no later run there took what was found into the state, a warning has to have said
 * that it is known there only.
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
    const isExcused = tenure.isForgotten && tenure.isWarned;
    if (isExcused || tenure.isBlurred || run.policies.onDelete === "retain") return [];
    const begin = tenure.adopted ?? tenure.writes[0]?.before;
    const since = made.filter(
      (each) => each.version.configId === configId && each.version.number > (begin?.number ?? 0),
    );
    if (!begin || isAnother(run, since)) return [];
    const left = leftOf(run, { begin, live: version, since, tenure, tenures });
    return left.map((each) => `Run ${run.number} ${each} in ${configId}`);
  });
}

/** Somebody else deleted the configuration, or made it again: nothing is left of what the program found or made. */
function isAnother({ pipeline }: Run, since: readonly Made[]): boolean {
  const others = since.map(({ by }) => by?.run.pipeline !== pipeline);
  const gone = since.findIndex(({ version }) => !version.document);
  return gone >= 0 && others.slice(gone).includes(true);
}

interface Released {
  /** As it was before it was the program's own. */
  readonly begin: Version;
  readonly live: Version;
  /** All that was made of it between the two. */
  readonly since: readonly Made[];
  readonly tenure: Tenure;
  readonly tenures: Tenures;
}

function leftOf(run: Run, { begin, live, since, tenure, tenures }: Released): readonly string[] {
  const { onDelete, onConflict } = run.policies;
  if (onDelete === "delete" || !begin.document) {
    // What somebody edited after a creation that was interrupted may be theirs altogether.
    const isOwn =
      onDelete === "delete" ||
      tenure.isCreationSaved ||
      since.every(({ by }) => by?.run.pipeline === run.pipeline);
    return isOwn && live.document ? ["left what the program had made"] : [];
  }
  const isAlone = statesOf(run, live.configId).length === 1;
  return differences(begin.document, live.document)
    .filter(({ path, from, to }) => {
      if (tenure.blurred.has(path)) return false;
      // What somebody had changed before a replacement is what that has found.
      if (tenure.foundEdits.get(path)?.has(to ?? null)) return false;
      if (tenures.setter(live, path)?.run.pipeline === run.pipeline) return true;
      const values = tenure.managedValues.get(path) ?? new Set();
      const isOverwritten = onConflict === "overwrite" && isAlone && values.size > 0;
      return isOverwritten && from !== undefined && !values.has(from);
    })
    .map(({ path }) => `did not put ${path} back as it was found`);
}
