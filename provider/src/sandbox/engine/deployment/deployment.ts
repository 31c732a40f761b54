import pLimit from "p-limit";
import { describeChanges } from "../model/property-path.ts";
import type { Transition } from "../model/report.ts";
import {
  type Goal,
  prerequisites,
  type ResourceState,
  stateOf,
  urnType,
} from "../model/resource.ts";
import type { PropertyChange } from "../model/result.ts";
import type { Properties } from "../model/values.ts";
import type { Registrar, ResourceToRead } from "../protocol/monitor.ts";
import { Unavailable } from "../protocol/rpc.ts";
import { deleteTargeted } from "./deletion.ts";
import { performPlan } from "./perform.ts";
import { type Plan, planGoal } from "./plan.ts";
import { ResourceError, type RunContext, reportFailure } from "./run-context.ts";

/**
 * Brings what exists to what a program registers. As in Pulumi's engine, resources are checked and compared strictly
 * one after another, and created, updated and deleted as many at a time as may be; when one fails, what runs ends and
 * nothing new starts.
 */
export class Deployment implements Registrar {
  readonly #context: RunContext;
  readonly #planning = pLimit(1);
  /** The URNs that the state had at the beginning. */
  readonly #earlier: ReadonlySet<string>;
  readonly #registered = new Set<string>();
  /** Earlier URNs, in the state, of what the program registers under another one. */
  readonly #aliased = new Set<string>();
  /** What was registered and would be created, were it a target. */
  readonly #skipped = new Set<string>();
  readonly #running = new Set<Promise<unknown>>();

  constructor(context: RunContext) {
    this.#context = context;
    this.#earlier = new Set(context.snapshot.all().map(({ urn }) => urn));
  }

  /** Ends when the resource is as the goal says. */
  async register(goal: Goal): Promise<ResourceState> {
    const plan = await this.#planning(() => this.#plan(goal));
    return this.#context.limit(() => this.#perform(goal, plan));
  }

  /** Looks up a resource that exists and is not the program's to change. */
  async read({ urn, id, provider }: ResourceToRead, known: Properties): Promise<Properties> {
    const { halt, limit, providers, report } = this.#context;
    return limit(async () => {
      halt.signal.throwIfAborted();
      const manager = providers.of({ type: urnType(urn), provider });
      const reading = await manager.read({ urn, id, inputs: known, outputs: known });
      if (reading.id === "")
        throw new ResourceError([`resource '${urn}' with id ${id} does not exist`]);
      report.begin("read", urn).end(reading.id);
      return reading.outputs;
    });
  }

  /** Runs an operation for the program. Its failure is reported here, and the SDK reports nothing more. */
  async run<T>(urn: string, operation: () => Promise<T>): Promise<T> {
    const running = operation();
    this.#running.add(running);
    try {
      return await running;
    } catch (error) {
      reportFailure(this.#context, urn, error);
      throw new Unavailable("The run has been halted.");
    } finally {
      this.#running.delete(running);
    }
  }

  registerOutputs(urn: string, outputs: Properties): void {
    const { snapshot, save } = this.#context;
    const state = snapshot.get(urn);
    if (state === undefined) return;
    snapshot.revise(state, { ...state, outputs });
    save();
  }

  /** Ends when nothing runs any more that the program asked for. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** Deletes what the program has not registered, and what replacements left behind. */
  async deleteTheRest(): Promise<void> {
    const { snapshot, targets } = this.#context;
    targets.assertKnown((urn) => this.#registered.has(urn) || this.#earlier.has(urn));
    const isDoomed = ({ pendingDeletion, urn }: ResourceState) =>
      pendingDeletion || !(this.#registered.has(urn) || this.#aliased.has(urn));
    await deleteTargeted(this.#context, snapshot.all().filter(isDoomed));
  }

  async #plan(goal: Goal): Promise<Plan> {
    const { halt, snapshot } = this.#context;
    halt.signal.throwIfAborted();
    if (this.#registered.has(goal.urn)) {
      throw new ResourceError([
        `Duplicate resource URN '${goal.urn}'; try giving it a unique name`,
      ]);
    }
    this.#registered.add(goal.urn);
    const known = [goal.urn, ...goal.aliases].map((urn) => snapshot.get(urn));
    const old = known.find((state) => state !== undefined);
    if (old !== undefined) this.#aliased.add(old.urn);
    const plan = await planGoal(this.#context, goal, old, (urn) => this.#registered.has(urn));
    if (plan.op === "skip") this.#skipped.add(goal.urn);
    else if (plan.op !== "keep") this.#refuseDependenceOnSkipped(goal);
    return plan;
  }

  #refuseDependenceOnSkipped(goal: Goal): void {
    const skipped = [...prerequisites(goal)].filter((urn) => this.#skipped.has(urn));
    if (skipped.length === 0) return;
    throw new ResourceError(
      skipped.map(
        (urn) =>
          `Resource '${goal.urn}' depends on '${urn}' which was not specified in --target list.`,
      ),
    );
  }

  async #perform(goal: Goal, plan: Plan): Promise<ResourceState> {
    const { halt, report, saved } = this.#context;
    halt.signal.throwIfAborted();
    const isReported = plan.op === "same" && plan.isImported;
    if (plan.op === "skip" || plan.op === "keep" || isReported) {
      return performPlan(this.#context, goal, plan);
    }
    const old = plan.op === "create" ? undefined : plan.old;
    const step = report.begin(plan.op, goal.urn, transitionOf(goal, plan), shownDiff(plan));
    try {
      const state = await performPlan(this.#context, goal, plan);
      // As with Pulumi: what the program hears of is in the state, wherever the run is killed then.
      await saved();
      // A preview of a replacement knows no other identifier than the old one.
      step.end(state.id || (old?.id ?? ""));
      return state;
    } catch (error) {
      step.fail();
      throw error;
    }
  }
}

/** The properties that the provider says differ; undefined where it does not name them. */
function shownDiff(plan: Plan): readonly PropertyChange[] | undefined {
  if (plan.op !== "update" || !plan.detailed) return undefined;
  const { old, inputs } = plan;
  return describeChanges(plan.detailed, old.outputs, inputs);
}

/** As Pulumi shows it: what a replacement leaves behind is marked, and where the new resource comes first, its inputs are its outputs. */
function transitionOf(goal: Goal, plan: Exclude<Plan, { op: "keep" | "skip" }>): Transition {
  const after = stateOf(goal, { id: "", inputs: plan.inputs, outputs: {} });
  if (plan.op === "create") return { after };
  if (plan.op !== "replace") return { before: plan.old, after, detailed: plan.detailed };
  const { old, dependents, reasons: replaceReasons } = plan;
  return dependents === undefined
    ? {
        before: { ...old, pendingDeletion: true },
        after: { ...after, outputs: after.inputs },
        replaceReasons,
      }
    : { before: { ...old, pendingReplacement: true }, after, replaceReasons };
}
