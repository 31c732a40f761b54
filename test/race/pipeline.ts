import { z } from "zod";
import type { create } from "../../provider/src/dialer-config/create.ts";
import type { destroy } from "../../provider/src/dialer-config/delete.ts";
import { diff } from "../../provider/src/dialer-config/diff.ts";
import { isInterrupted } from "../../provider/src/dialer-config/evidence/operation.ts";
import type { read } from "../../provider/src/dialer-config/read.ts";
import { argumentsSchema } from "../../provider/src/dialer-config/schema.ts";
import type { Session } from "../../provider/src/dialer-config/session.ts";
import type { State } from "../../provider/src/dialer-config/state.ts";
import type { update } from "../../provider/src/dialer-config/update.ts";
import type { AuditEntry } from "../../provider/src/domain/audit-entry.ts";
import { isJsonObject, type JsonObject } from "../../provider/src/domain/json.ts";
import { edited } from "./fields.ts";
import type { End, Happening, Operation, Run } from "./history.ts";
import { MachineJournal } from "./machine.ts";
import { openSession } from "./process.ts";
import type { Edit, PipelinePlan, RunPlan } from "./scenario.ts";
import type { Tenant } from "./tenant.ts";
import { Turn } from "./turn.ts";

/** The resource's lifecycle, as the provider hands it to the engine. */
export interface Lifecycle {
  readonly create: typeof create;
  readonly read: typeof read;
  readonly update: typeof update;
  readonly destroy: typeof destroy;
  /** Its requests carry no preconditions. */
  readonly isBlunt?: boolean;
}

export interface PipelineOptions {
  /** From 1. */
  readonly number: number;
  readonly plan: PipelinePlan;
  readonly lifecycle: Lifecycle;
  readonly tenant: Tenant;
  readonly record: (happening: Happening) => void;
  readonly nextRunNumber: () => number;
}

export type RunToDo = Omit<RunPlan, "commit"> & { readonly isQuiet?: boolean };

/** What a run makes of the state; `same` where the engine calls nothing. */
type Made = { readonly state: State | undefined } | "same";

const firstProgram: JsonObject = {
  pacingType: "progressive",
  dialRate: 1,
  agentRatio: 1,
  maxAbandonmentRate: 0.01,
  maxQueueDepth: 10,
  answerRateThreshold: 0.1,
  complianceRules: { ringSeconds: 15 },
};

/** As the engine keeps it, in JSON. */
const saved = z
  .custom<State>(isJsonObject)
  .transform((state) => JSON.stringify(state))
  .transform((text): State => JSON.parse(text));

/** One program, its state and its machine: calls the provider as the engine does, and saves what comes back. */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #logged: AuditEntry[] = [];
  #program = firstProgram;
  #state: State | undefined;
  #journal = new MachineJournal();
  #running: { readonly turn: Turn<Made>; readonly run: Run } | undefined;

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Changes the program, from the next run on. */
  commit(edits: readonly Edit[]): void {
    this.#program = edits.reduce(edited, this.#program);
  }

  /** Begins a run, from a new provider process on. */
  begin({ operation, faults, killAt, isElsewhere, isLogFull, isQuiet = false }: RunToDo): void {
    const { number: pipeline, plan, record, nextRunNumber } = this.#options;
    const run: Run = {
      ...{ number: nextRunNumber(), pipeline, operation, isElsewhere, isQuiet },
      policies: plan,
      program: this.#program,
      planned: this.#state,
    };
    record({ kind: "begin", run });
    if (isElsewhere) this.#journal = new MachineJournal();
    const turn = new Turn<Made>(
      (own) => this.#perform(run, own, { faults, isLogFull }),
      killAt ?? undefined,
    );
    this.#running = { turn, run };
  }

  /** Goes on with the run, to where others may come in between or to its end. */
  async goOn(): Promise<End | undefined> {
    if (!this.#running) throw new Error("No run goes on.");
    const { turn, run } = this.#running;
    await turn.resume();
    if (turn.outcome === undefined) return undefined;
    this.#running = undefined;
    return this.#end(run, turn.outcome);
  }

  #end(run: Run, settled: PromiseSettledResult<Made> | "killed"): End {
    let outcome: End["outcome"];
    if (settled === "killed") outcome = "killed";
    else if (settled.status === "rejected") outcome = asError(settled.reason);
    else if (settled.value === "same") outcome = "same";
    else {
      outcome = "done";
      this.#state = settled.value.state;
    }
    const { tenant, record } = this.#options;
    const end: End = { kind: "end", run, outcome, state: this.#state, live: tenant.live };
    record(end);
    return end;
  }

  async #perform(
    run: Run,
    turn: Turn<Made>,
    { faults, isLogFull }: Pick<RunToDo, "faults" | "isLogFull">,
  ): Promise<Made> {
    const { tenant, record, plan, lifecycle } = this.#options;
    const session = openSession({
      ...{ run, turn, tenant, record, faults, isLogFull },
      journal: this.#journal,
      logged: this.#logged,
      mismatch: plan.mismatch,
      isBlunt: lifecycle.isBlunt ?? false,
    });
    const made = await this.#call(session, run.operation);
    await turn.point();
    return made;
  }

  async #call(session: Session, operation: Operation): Promise<Made> {
    const { lifecycle } = this.#options;
    const state = this.#state;
    if (operation === "up") return this.#up(session);
    if (state === undefined) return "same";
    if (operation === "refresh") {
      const { id, props } = await lifecycle.read(session, state);
      return { state: id === undefined ? undefined : saved.parse(props) };
    }
    await lifecycle.destroy(session, state);
    return { state: undefined };
  }

  async #up(session: Session): Promise<Made> {
    const { lifecycle, plan } = this.#options;
    const state = this.#state;
    const { existing, onConflict, onDelete } = plan;
    const inputs = argumentsSchema.parse({
      ...{ ...this.#program, configId: "4f1c", campaignId: "91ab" },
      ...{ existing, onConflict, onDelete },
    });
    if (state === undefined) {
      const { outs } = await lifecycle.create(session, inputs);
      return { state: saved.parse(outs) };
    }
    const owed = { isInterrupted: await isInterrupted(session, state), isLogged: true };
    if (!diff(state, inputs, owed).changes) return "same";
    const { outs } = await lifecycle.update(session, state, inputs);
    return { state: saved.parse(outs) };
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
