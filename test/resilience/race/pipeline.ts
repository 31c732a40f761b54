import type { AuditEntry } from "../../../provider/src/domain/audit-entry.ts";
import { Engine, type Lifecycle } from "./engine.ts";
import { type End, type Entry, type Happening, isDeployment, type Run } from "./history.ts";
import { MachineJournal } from "./machine.ts";
import { startRun } from "./process.ts";
import type { Provider } from "./product.ts";
import { changed, programFor, urnOf, withEach, withoutDuplicates } from "./program.ts";
import type { Change, PipelinePlan, RunPlan } from "./scenario.ts";
import type { Tenant } from "./tenant.ts";
import { Turn } from "./turn.ts";

export interface PipelineOptions {
  /** From 1. */
  readonly number: number;
  readonly plan: PipelinePlan;
  readonly provider: Provider;
  readonly tenant: Tenant;
  readonly record: (happening: Happening) => void;
  readonly nextRunNumber: () => number;
}

export type RunToDo = Omit<RunPlan, "commit" | "isResolved"> & { readonly isQuiet?: boolean };

interface Running {
  readonly run: Run;
  readonly turn: Turn<"same" | "done">;
  readonly engine: Engine;
}

/** One program, its state and its machine. */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #logged: AuditEntry[] = [];
  #program;
  #entries: readonly Entry[] = [];
  #journal = new MachineJournal();
  #running: Running | undefined;
  /** The URN of the resource that stopped the last run. */
  #stoppedAt: string | undefined;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#program = programFor(options.plan.configIds);
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Changes the program, from the next run on. */
  commit(changes: readonly Change[], { isResolved = false } = {}): void {
    const program = isResolved ? withoutDuplicates(this.#program) : this.#program;
    this.#program = changes.reduce(changed, program);
  }

  /** Has the program declare each configuration once that it ever declared. */
  complete(): void {
    this.#program = withEach(this.#program);
  }

  /** Has the program go without the resource that may not take over what there is, and stopped the last run; whether there is one. */
  withdraw(): boolean {
    const { resources } = this.#program;
    const left = resources.filter((resource) => urnOf(resource) !== this.#stoppedAt);
    if (this.#options.plan.existing !== "refuse" || left.length === resources.length) return false;
    this.#program = { ...this.#program, resources: left };
    return true;
  }

  /** Begins a run, from a new provider process on. */
  begin({ faults, killAt, isLogFull, ...options }: RunToDo): void {
    const { number: pipeline, plan, record, tenant, nextRunNumber } = this.#options;
    const { isElsewhere, isQuiet = false } = options;
    const run: Run = {
      ...options,
      ...{ number: nextRunNumber(), pipeline, isQuiet, policies: plan, door: plan.door },
      resources: this.#program.resources,
      entries: this.#entries,
      targetUrn: this.#targetUrn(options.target),
    };
    record({ kind: "begin", run });
    if (isElsewhere) this.#journal = new MachineJournal();
    const save = (entries: readonly Entry[]) => {
      this.#entries = entries;
    };
    const engine = new Engine({ run, tenant, record, point: () => turn.point(), save });
    const turn: Running["turn"] = new Turn(
      () => engine.perform(this.#open(run, engine, { faults, isLogFull, turn, record })),
      killAt ?? undefined,
    );
    this.#running = { run, turn, engine };
  }

  /** Goes on with the run, to where others may come in between or to its end. */
  async goOn(): Promise<End | undefined> {
    if (!this.#running) throw new Error("No run goes on.");
    const { turn, run, engine } = this.#running;
    await turn.resume();
    if (turn.outcome === undefined) return undefined;
    this.#running = undefined;
    const end = await this.#end(run, outcomeOf(turn.outcome));
    this.#stoppedAt = end.outcome instanceof Error ? engine.call.urn : undefined;
    return end;
  }

  async #end(run: Run, outcome: End["outcome"]): Promise<End> {
    const { tenant, record } = this.#options;
    const entries = this.#entries;
    const ids = [...run.resources, ...[...run.entries, ...entries].map(({ state }) => state)].map(
      ({ configId }) => configId,
    );
    const live = [...new Set(ids)].map((configId) => tenant.live(configId));
    const end: End = { kind: "end", run, outcome, entries, live, preview: [] };
    const previewed = isDeployment(end) ? { ...end, preview: await this.#preview(run) } : end;
    record(previewed);
    return previewed;
  }

  /** What the next run would do, if it were an `up` of the same program: no one comes in between, and nothing goes wrong. */
  async #preview(run: Run): Promise<readonly string[]> {
    const { tenant } = this.#options;
    const record = () => {};
    const next = { ...run, entries: this.#entries };
    const engine = new Engine({
      ...{ run: next, tenant, record, point: nothing },
      save: () => {},
    });
    const turn = { wait: nothing, point: nothing };
    const conditions = { faults: [], isLogFull: false, turn, record };
    // What it leaves in the journal and the log is not looked at.
    const opened = this.#open(next, engine, { ...conditions, isPreview: true });
    try {
      return await engine.preview(opened);
    } catch (error) {
      return [`stop: ${asError(error).message}`];
    }
  }

  /** Starts a process of the provider. */
  #open(
    run: Run,
    engine: Engine,
    conditions: Pick<Parameters<typeof startRun>[0], "faults" | "isLogFull" | "turn" | "record"> & {
      readonly isPreview?: boolean;
    },
  ): Lifecycle {
    const { tenant, plan, provider } = this.#options;
    const { isPreview = false } = conditions;
    const started = startRun({
      ...{ run, tenant, ...conditions },
      journal: isPreview ? this.#journal.copy() : this.#journal,
      logged: isPreview ? [...this.#logged] : this.#logged,
      call: () => engine.call,
      mismatch: plan.mismatch,
      isBlunt: provider.isBlunt ?? false,
    });
    return provider[plan.door](started);
  }

  #targetUrn(target: number | null): string | undefined {
    const urns = [...this.#program.resources.map(urnOf), ...this.#entries.map(({ urn }) => urn)];
    const all = [...new Set(urns)];
    return target === null ? undefined : all[target % all.length];
  }
}

async function nothing(): Promise<void> {}

function outcomeOf(settled: PromiseSettledResult<"same" | "done"> | "killed"): End["outcome"] {
  if (settled === "killed") return "killed";
  return settled.status === "fulfilled" ? settled.value : asError(settled.reason);
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
