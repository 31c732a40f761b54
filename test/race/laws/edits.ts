import { type JsonObject, jsonEquals } from "../../../provider/src/domain/json.ts";
import { differences, fieldsOf } from "../fields.ts";
import { isWrite, type Write } from "../history.ts";
import type { Law } from "./law.ts";
import { type Tenure, Tenures } from "./tenures.ts";

/**
 * No administrator's edit of a field that the program did not change, against what it planned from, is overwritten, and one
 * of a field that it does not manage never; where both changed a field, only `onConflict: "overwrite"` does. To a pipeline
 * every other pipeline is an administrator.
 */
export const editsLast: Law = (history) => {
  const tenures = new Tenures();
  return history.flatMap((happening) => {
    const broken = isWrite(happening)
      ? lost(happening, tenures).map((what) => `Run ${happening.run.number} ${what}`)
      : [];
    tenures.follow(happening);
    return broken;
  });
};

function lost(write: Write, tenures: Tenures): readonly string[] {
  const tenure = tenures.of(write.run);
  if (write.run.operation === "refresh") return ["wrote in a refresh"];
  if (write.asked.method === "DELETE") return lostInDeletion(write, tenure);
  if (!write.before.document) return strays(write.run.program, write.effect.document);
  const planned = write.run.planned?.document ?? tenures.firstFound(write.run);
  if (write.run.policies.onConflict === "fail" && !isAsSeen(write, planned, tenure)) {
    return ['wrote although somebody had changed the configuration, and onConflict is "fail"'];
  }
  return write.run.operation === "up"
    ? lostInUpdate(write, planned, tenure)
    : lostInRestoration(write, tenure);
}

/** A creation holds of the managed fields what the program says; others may be as they were before the program deleted it. */
function strays(program: JsonObject, made: JsonObject | undefined): readonly string[] {
  const managed = fieldsOf(program);
  return differences(program, made)
    .filter(({ path }) => managed.has(path))
    .map(({ path }) => `created ${path} as the program does not`);
}

/** As it was planned from, or as the pipeline itself made it since. */
function isAsSeen({ before }: Write, planned: JsonObject | undefined, { asked }: Tenure): boolean {
  return [planned, ...asked.map(({ to }) => to)].some((seen) => jsonEquals(seen, before.document));
}

function lostInUpdate(
  { run, before, effect }: Write,
  planned: JsonObject | undefined,
  { asked }: Tenure,
): readonly string[] {
  const program = fieldsOf(run.program);
  const seen = fieldsOf(planned);
  return differences(before.document, effect.document).flatMap(({ path, from, to }) => {
    const wanted = program.get(path);
    if (wanted === undefined || wanted !== to) return [`wrote ${path}, which it does not manage`];
    const bases = [
      seen.get(path),
      ...asked
        .filter((ask) => differences(ask.from, ask.to).some((field) => field.path === path))
        .map(({ to }) => fieldsOf(to).get(path)),
    ];
    const isLegitimate = bases.some(
      (base) => wanted !== base && (from === base || run.policies.onConflict === "overwrite"),
    );
    return isLegitimate ? [] : [`overwrote somebody's ${path} of ${from} with ${to}`];
  });
}

/** A restoration puts back only what the program set, and nobody changed since. */
function lostInRestoration(
  { run, before, effect }: Write,
  { programmed, found, writes }: Tenure,
): readonly string[] {
  const earlier = [...found, ...writes.map((own) => own.before.document)].map(fieldsOf);
  return differences(before.document, effect.document).flatMap(({ path, from, to }) => {
    const values = programmed.get(path);
    if (!values) return [`restored ${path}, which it never managed`];
    if (!earlier.some((fields) => fields.get(path) === to)) {
      return [`restored ${path} to ${to}, as it never was found`];
    }
    const isOwn = from !== undefined && values.has(from);
    return isOwn || run.policies.onConflict === "overwrite"
      ? []
      : [`restored ${path} over somebody's ${from}`];
  });
}

function lostInDeletion(write: Write, tenure: Tenure): readonly string[] {
  const { policies, planned } = write.run;
  const isFine = policies.onConflict === "overwrite" || isAsSeen(write, planned?.document, tenure);
  return isFine ? [] : ["deleted what somebody had changed"];
}
