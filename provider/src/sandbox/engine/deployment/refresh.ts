import { describeChanges, diffProperties } from "../model/property-path.ts";
import type { ResourceState } from "../model/resource.ts";
import type { PropertyChange } from "../model/result.ts";
import { sameValue } from "../model/values.ts";
import { asRead, type Reading } from "../processes/provider.ts";
import { hasChanges } from "./plan.ts";
import { type RunContext, reportFailure } from "./run-context.ts";

/** Reads every resource and takes what is found into the snapshot; the program does not run. */
export async function refreshResources(context: RunContext): Promise<void> {
  const { limit, snapshot, targets } = context;
  const present = snapshot
    .all()
    .filter(({ pendingDeletion, urn }) => !pendingDeletion && targets.has(urn));
  await Promise.all(present.map((state) => limit(() => refreshAsStep(context, state))));
}

async function refreshAsStep(context: RunContext, state: ResourceState): Promise<void> {
  if (context.halt.signal.aborted) return;
  try {
    if (state.custom) await refreshResource(context, state);
    else context.report.begin("same", state.urn).end("");
  } catch (error) {
    reportFailure(context, state.urn, error);
  }
}

async function refreshResource(context: RunContext, old: ResourceState): Promise<void> {
  const { providers, report, save, snapshot } = context;
  const reading = await providers.of(old).read(old);
  if (reading.id === "") {
    snapshot.remove(old);
    save();
    report.begin("delete", old.urn, { before: old }).end(old.id);
    return;
  }
  const next = asRead(old, reading);
  snapshot.revise(old, next);
  save();
  const drift = await driftOf(context, old, next, reading);
  report.begin(drift ? "refresh" : "same", next.urn, {}, drift ?? []).end(next.id);
}

/** As Pulumi decides: by what the next `up` would find to change. Nothing where that is nothing. */
async function driftOf(
  { providers }: RunContext,
  old: ResourceState,
  next: ResourceState,
  reading: Reading,
): Promise<readonly PropertyChange[] | undefined> {
  if (reading.inputs === undefined && !sameValue(old.outputs, next.outputs)) {
    return describeDrift(old, next, reading);
  }
  const diff = await providers.of(next).diff(next, old.inputs, old.ignoreChanges);
  if (!hasChanges(diff, next.inputs, old.inputs)) return undefined;
  if (!diff.detailed) return describeDrift(old, next, reading);
  const found = [...diff.detailed].map(([path, kind]) => [path, inverse[kind]] as const);
  return describeChanges(new Map(found), old.outputs, next.outputs);
}

/** What `up` would add, somebody has deleted. */
const inverse = { add: "delete", delete: "add", update: "update" } as const;

function describeDrift(
  old: ResourceState,
  next: ResourceState,
  { inputs }: Reading,
): readonly PropertyChange[] {
  return inputs === undefined
    ? diffProperties(old.outputs, next.outputs)
    : diffProperties(old.inputs, inputs);
}
