import { type Goal, prerequisites, type ResourceState, stateOf } from "../model/resource.ts";
import { hideProperties, type Properties } from "../model/values.ts";
import type { Made } from "../processes/provider.ts";
import { ProviderFailure } from "../protocol/wire.ts";
import { deleteRemote, deleteResources } from "./deletion.ts";
import type { Plan } from "./plan.ts";
import type { RunContext } from "./run-context.ts";

type Result = Pick<ResourceState, "id" | "inputs" | "outputs"> & Partial<ResourceState>;

/** Does what was planned, or pretends to in a preview, and gives the resource as it then is. */
export async function performPlan(
  context: RunContext,
  goal: Goal,
  plan: Plan,
): Promise<ResourceState> {
  switch (plan.op) {
    case "keep":
      return keep(context, plan.old);
    case "skip":
      return stateOf(goal, { id: "", inputs: goal.inputs, outputs: {} });
    case "create":
      return create(context, goal, plan.inputs);
    case "same": {
      const { id, outputs, refreshBeforeUpdate } = plan.old;
      const result = { id, inputs: plan.inputs, outputs, refreshBeforeUpdate };
      return settle(context, goal, result, plan.old);
    }
    case "update":
      return update(context, goal, plan.inputs, plan.old);
    case "replace":
      if (plan.dependents === undefined) {
        const { old } = plan;
        return create(context, goal, plan.inputs, () =>
          context.snapshot.revise(old, { ...old, pendingDeletion: true }),
        );
      }
      return replaceAfterDeletion(context, goal, { ...plan, dependents: plan.dependents });
  }
}

/** What it needs is brought along, for it may not be in the program any more: a resource comes after all that it needs. */
function keep(context: RunContext, old: ResourceState): ResourceState {
  for (const urn of prerequisites(old)) {
    const needed = context.snapshot.get(urn);
    if (needed !== undefined && !context.snapshot.isSettled(needed)) keep(context, needed);
  }
  if (!context.snapshot.isSettled(old)) context.snapshot.settle(old, old);
  return old;
}

/** The old one stays in the state until the new one is there, so that a run that is killed in between is finished by the next. */
async function replaceAfterDeletion(
  context: RunContext,
  goal: Goal,
  {
    inputs,
    old,
    dependents,
  }: Extract<Plan, { op: "replace" }> & {
    readonly dependents: readonly ResourceState[];
  },
): Promise<ResourceState> {
  const { halt, save, saved, snapshot } = context;
  await deleteResources(context, dependents);
  halt.signal.throwIfAborted();
  await deleteRemote(context, old);
  const deleted = { ...old, pendingReplacement: true };
  snapshot.revise(old, deleted);
  save();
  await saved();
  return create(context, goal, inputs, () => snapshot.remove(deleted));
}

/** `supersede` ends the standing of the resource in whose place it comes. */
async function create(
  context: RunContext,
  goal: Goal,
  inputs: Properties,
  supersede?: () => void,
): Promise<ResourceState> {
  const settleNew = (result: Result) => {
    supersede?.();
    context.save();
    return settle(context, goal, result);
  };
  try {
    return settleNew({ inputs, ...(await createRemote(context, goal, inputs)) });
  } catch (error) {
    if (error instanceof ProviderFailure && error.partial !== undefined) {
      const { id, outputs } = error.partial;
      settleNew({ id, inputs, outputs, initErrors: initErrorsOf(error) });
    }
    throw error;
  }
}

async function createRemote(
  { dryRun, providers }: RunContext,
  goal: Goal,
  inputs: Properties,
): Promise<Made> {
  if (!goal.custom) return { id: "", outputs: {}, refreshBeforeUpdate: false };
  return providers.of(goal).create(goal.urn, inputs, dryRun);
}

async function update(
  context: RunContext,
  goal: Goal,
  inputs: Properties,
  old: ResourceState,
): Promise<ResourceState> {
  const settleNext = (result: Result) => {
    context.save();
    return settle(context, goal, result, old);
  };
  try {
    return settleNext({
      id: old.id,
      inputs,
      ...(await updateRemote(context, goal, inputs, old)),
    });
  } catch (error) {
    if (error instanceof ProviderFailure && error.partial !== undefined) {
      const id = error.partial.id || old.id;
      const { outputs } = error.partial;
      // The old inputs stay, so that the next run sees the difference and tries again.
      settleNext({ id, inputs: old.inputs, outputs, initErrors: initErrorsOf(error) });
    }
    throw error;
  }
}

async function updateRemote(
  { dryRun, providers }: RunContext,
  goal: Goal,
  inputs: Properties,
  old: ResourceState,
): Promise<Omit<Made, "id">> {
  if (!goal.custom) return { outputs: old.outputs, refreshBeforeUpdate: false };
  return providers.of(goal).update({ ...old, urn: goal.urn }, inputs, dryRun);
}

function settle(
  { snapshot }: RunContext,
  goal: Goal,
  result: Result,
  old?: ResourceState,
): ResourceState {
  const outputs = hideProperties(result.outputs, goal.additionalSecretOutputs);
  const state = stateOf(goal, { ...result, outputs });
  snapshot.settle(state, old);
  return state;
}

function initErrorsOf({ message, partial }: ProviderFailure): readonly string[] {
  const reasons = partial?.reasons ?? [];
  return reasons.length > 0 ? reasons : [message];
}
