import { differences, fieldsOf } from "../fields.ts";
import { type End, isDeployment, type Made, madeBy, type Request, type Run } from "../history.ts";
import { type Resource, urnOf } from "../program.ts";
import type { Version } from "../tenant.ts";
import type { Law } from "./law.ts";
import { Tenures } from "./tenures.ts";

/**
 * After an `up` that went through, and that nobody disturbed, the tenant holds what the program says in each configuration that it
 * names, and all that the program never named is as it was. The next preview is empty, but for evidence that is still pending.
 */
export const deploymentsHold: Law = (history) => {
  const tenures = new Tenures();
  const made: Made[] = [];
  const first = new Map<Run, Map<string, Version>>();
  return history.flatMap((happening) => {
    if (happening.kind === "request") noteFirst(first, happening);
    const broken =
      happening.kind === "end" && isDeployment(happening)
        ? judged(happening, { tenures, made, first: first.get(happening.run) })
        : [];
    tenures.follow(happening);
    made.push(...madeBy(happening));
    return broken.map((what) => `Run ${"run" in happening ? happening.run.number : ""} ${what}`);
  });
};

function noteFirst(first: Map<Run, Map<string, Version>>, { run, before }: Request): void {
  const own = first.get(run) ?? new Map<string, Version>();
  if (!own.has(before.configId)) first.set(run, own.set(before.configId, before));
}

interface Known {
  readonly tenures: Tenures;
  readonly made: readonly Made[];
  /** Each configuration as the run first met with it. */
  readonly first: ReadonlyMap<string, Version> | undefined;
}

function judged(end: End, known: Known): readonly string[] {
  const { run, preview, entries } = end;
  const bases = run.resources.map((resource) => ({ resource, base: baseOf(run, resource, known) }));
  const undisturbed = bases.flatMap(({ resource, base }) => (base ? [{ resource, base }] : []));
  const isAlone = undisturbed.length === bases.length;
  const isPending = entries.some(({ state }) => state.pendingEvents);
  return [
    ...undisturbed.flatMap(({ resource, base }) => lost(end, resource, { base, ...known })),
    ...(isAlone && !isPending && preview.length > 0
      ? [`went through, and the next would ${preview.join(", ")}`]
      : []),
  ];
}

/**
 * The configuration as the run planned from it; nothing where somebody has changed it since. Where several resources have it in the state,
 * that is the newest version in there, but what somebody changed before that is new to a resource with an older one: no `up` asks for it.
 */
function baseOf(run: Run, resource: Resource, { tenures, made, first }: Known) {
  const { configId } = resource;
  const entries = run.entries.filter(({ state }) => state.configId === configId);
  const planned = entries.map((entry) => ({ entry, version: tenures.version(entry.state.etag) }));
  const own = planned.find(({ entry }) => !entry.isReplaced && entry.urn === urnOf(resource));
  const known = planned.length > 0 ? planned.map(({ version }) => version) : [first?.get(configId)];
  const versions = known.filter((version) => version !== undefined);
  const base = versions.toSorted((a, b) => b.number - a.number)[0];
  if (!base || versions.length < known.length) return undefined;
  const since = ({ number }: Version) =>
    made.filter(({ version }) => version.configId === configId && version.number > number);
  const isUndisturbed =
    since(base).every(({ by }) => by?.run === run) &&
    since(own?.version ?? base).every(({ by }) => by?.run.pipeline === run.pipeline);
  return isUndisturbed ? base : undefined;
}

function lost(
  { run, live }: End,
  { configId, settings }: Resource,
  { base, tenures }: { readonly base: Version; readonly tenures: Tenures },
): readonly string[] {
  const document = live.find((version) => version.configId === configId)?.document;
  if (!document) return [`went through, and ${configId} is not there`];
  const held = fieldsOf(document);
  const { managedValues } = tenures.of(run, configId);
  return [
    ...[...fieldsOf(settings)]
      .filter(([path, value]) => held.get(path) !== value)
      .map(
        ([path, value]) =>
          `went through, and ${path} of ${configId} is ${held.get(path)} instead of ${value}`,
      ),
    ...(base.document ? differences(base.document, document) : [])
      .filter(({ path }) => !managedValues.has(path))
      .map(({ path, from }) => `went through, and ${path} of ${configId} is no longer ${from}`),
  ];
}
