import { performance } from "node:perf_hooks";
import { diffProperties } from "./property-path.ts";
import type { ResourceState } from "./resource.ts";
import type { Diagnostic, EngineEvent, PropertyChange, Step, StepOperation } from "./result.ts";
import { showProperties } from "./values.ts";

/** A step that is being done; it counts once it has ended well. */
export interface OpenStep {
  end(id: string): void;
  fail(): void;
}

/** What a step makes of a resource. */
export interface Transition {
  /** Absent where the resource is new. */
  readonly before?: ResourceState;
  /** What the program asks for, its inputs checked; absent where the resource goes, and where no program runs. */
  readonly after?: ResourceState;
  /** The properties that the provider says differ; absent where it does not name them. */
  readonly detailed?: ReadonlyMap<string, PropertyChange["kind"]> | undefined;
  /** The properties that make the provider replace the resource. */
  readonly replaceReasons?: readonly string[];
}

/** A step with the whole states that it leads from and to. */
export interface ReportedStep extends Transition {
  readonly step: Step;
}

/** Collects what a run does and reports, and passes each event on at once. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];
  readonly #steps: (ReportedStep | undefined)[] = [];
  readonly #onEvent: (event: EngineEvent) => void;
  readonly #isTimed: boolean;
  readonly #replaced = new Set<string>();
  #hasFailed = false;

  constructor(onEvent: (event: EngineEvent) => void, isTimed: boolean) {
    this.#onEvent = onEvent;
    this.#isTimed = isTimed;
  }

  get steps(): readonly ReportedStep[] {
    return this.#steps.filter((step) => step !== undefined);
  }

  /** True when something that was asked for has not been done. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** True where this run replaces the resource. */
  isReplaced(urn: string): boolean {
    return this.#replaced.has(urn);
  }

  /**
   * The step takes its place among the others now, whenever it ends.
   *
   * @param diff by default the inputs that differ
   */
  begin(
    op: StepOperation,
    urn: string,
    transition: Transition = {},
    diff: readonly PropertyChange[] = diffOf(op, transition),
  ): OpenStep {
    const place = this.#steps.push(undefined) - 1;
    const startedAt = performance.now();
    if (op === "replace") this.#replaced.add(urn);
    this.#onEvent({ type: "step-started", op, urn });
    return {
      end: (id) => {
        const durationMs = performance.now() - startedAt;
        const identity = id === "" ? {} : { id };
        const step = {
          ...{ op, urn, diff, ...identity },
          ...(transition.after && { inputs: showProperties(transition.after.inputs) }),
          ...(this.#isTimed && { durationMs }),
        };
        this.#steps[place] = { step, ...transition };
        this.#onEvent({ type: "step-ended", op, urn, ok: true });
      },
      fail: () => this.#onEvent({ type: "step-ended", op, urn, ok: false }),
    };
  }

  log(severity: Diagnostic["severity"], message: string, urn: string): void {
    const diagnostic = { severity, message, ...(urn !== "" && { urn }) };
    this.diagnostics.push(diagnostic);
    this.#onEvent({ type: "diagnostic", diagnostic });
  }

  /** Something has not been done, and the reason is among the diagnostics already. */
  markFailed(): void {
    this.#hasFailed = true;
  }

  /** An error by which the run has not done all that it was asked for. */
  fail(message: string, urn: string): void {
    this.#hasFailed = true;
    this.log("error", message, urn);
  }
}

function diffOf(op: StepOperation, { before, after }: Transition): readonly PropertyChange[] {
  return op === "same" ? [] : diffProperties(before?.inputs ?? {}, after?.inputs ?? {});
}
