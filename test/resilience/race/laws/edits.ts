import { jsonEquals } from "../../../../provider/src/domain/json.ts";
import { differences, fieldsOf } from "../fields.ts";
import { type Call, isWrite, type Run, statesOf, type Write } from "../history.ts";
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
  const { call, run, asked, before } = write;
  if (call.method === "check" || call.method === "read") return [`wrote in a ${call.method}`];
  const tenure = tenures.of(run, before.configId);
  const seen = [
    tenures.base(call),
    ...statesOf(run, before.configId).map(({ document }) => document),
    ...tenure.asked.map(({ to }) => to),
  ];
  const isAsSeen =
    isOwn(run, tenures.maker(before)) || seen.some((each) => jsonEquals(each, before.document));
  if (asked.method === "DELETE") {
    if (call.method !== "delete") return ["deleted what it was to write"];
    const isFine = isAsSeen || run.policies.onConflict === "overwrite";
    return isFine ? [] : ["deleted what somebody had changed"];
  }
  if (!before.document) return strays(write, tenures);
  if (run.policies.onConflict === "fail" && !isAsSeen) {
    return ['wrote although somebody had changed the configuration, and onConflict is "fail"'];
  }
  return call.method === "delete"
    ? lostInRestoration(write, tenure)
    : lostInUpdate(write, tenures, tenure.asked);
}

/** A creation holds the program, and of what nobody manages at most what the program itself has deleted. */
function strays({ run, call, before, effect }: Write, tenures: Tenures): readonly string[] {
  const kept = fieldsOf(tenures.deletedBy(run, before));
  return differences(call.settings, effect.document)
    .filter(({ path, to }) => to === undefined || kept.get(path) !== to)
    .map(({ path }) => `created ${path} as the program does not`);
}

function lostInUpdate(
  { run, call, before, effect }: Write,
  tenures: Tenures,
  asked: Tenure["asked"],
): readonly string[] {
  const program = fieldsOf(call.settings);
  const seen = fieldsOf(tenures.base(call));
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
    return isLegitimate || isOwn(run, tenures.setter(before, path))
      ? []
      : [`overwrote somebody's ${path} of ${from} with ${to}`];
  });
}

/** What the program itself wrote, under whatever resource, is nobody's edit. */
function isOwn(run: Run, setter: Call | undefined): boolean {
  return setter?.run.pipeline === run.pipeline;
}

/** A restoration puts back only what the program set, and nobody changed since. */
function lostInRestoration(
  { run, before, effect }: Write,
  { managedValues, found, writes }: Tenure,
): readonly string[] {
  const earlier = [...found, ...writes.map((own) => own.before.document)].map(fieldsOf);
  return differences(before.document, effect.document).flatMap(({ path, from, to }) => {
    const values = managedValues.get(path);
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
