import { CxoneError } from "../../../errors/index.ts";

/** What a run was asked to do. */
export type Operation = "preview" | "up" | "refresh" | "destroy";

/** A value as it may be shown: a secret is `"[secret]"`, one that only the update will know `"[unknown]"`. */
export type Shown = null | boolean | number | string | readonly Shown[] | ShownObject;

export interface ShownObject {
  readonly [key: string]: Shown;
}

/** One property that differs. `path` is in Pulumi's notation: `complianceRules.ringSeconds`, `tags[0]`. */
export type PropertyChange =
  | { readonly path: string; readonly kind: "add"; readonly new: Shown }
  | { readonly path: string; readonly kind: "delete"; readonly old: Shown }
  | { readonly path: string; readonly kind: "update"; readonly old: Shown; readonly new: Shown };

/**
 * What is, or would be, done to a resource. `refresh` is drift that was found and taken into the state, nothing was
 * written to the outside; `delete` under `refresh` says that the resource is gone.
 */
export type StepOperation =
  | "create"
  | "import"
  | "update"
  | "replace"
  | "delete"
  | "same"
  | "refresh"
  | "read";

export interface Step {
  readonly op: StepOperation;
  readonly urn: string;
  /** Differences of the inputs; for `create` and `delete` all of them; none for `same`. */
  readonly diff: readonly PropertyChange[];
  /** All of the inputs that the program gives; absent where it runs no program, and for `delete`. */
  readonly inputs?: ShownObject;
  /** The provider's own identifier, where the resource has one yet. */
  readonly id?: string;
  /** Time that the provider took, in milliseconds; absent in a preview. */
  readonly durationMs?: number;
}

export interface Diagnostic {
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
  /** The resource that it is about; the stack where there is none. */
  readonly urn?: string;
}

export interface EngineResult {
  readonly operation: Operation;
  readonly stack: string;
  /** True when all that was asked for has been done. */
  readonly ok: boolean;
  /** In the order of the program, deletions last. What failed is not among them but in `diagnostics`. */
  readonly steps: readonly Step[];
  /** The stack's outputs, as the program left them or as last known. */
  readonly outputs: ShownObject;
  /** How `outputs` differ from those before the run. */
  readonly outputDiff: readonly PropertyChange[];
  readonly diagnostics: readonly Diagnostic[];
  /** Of the whole run, in milliseconds. */
  readonly durationMs: number;
}

/** What happens during a run, as it happens. */
export type EngineEvent =
  | { readonly type: "step-started"; readonly op: StepOperation; readonly urn: string }
  | {
      readonly type: "step-ended";
      readonly op: StepOperation;
      readonly urn: string;
      readonly ok: boolean;
    }
  | { readonly type: "diagnostic"; readonly diagnostic: Diagnostic };

/** A run of the sandbox engine could not start or go on; the message says why and what to do. */
export class SandboxError extends CxoneError {
  readonly code = "CXONE_SANDBOX";
}

/** What every refusal for want of a feature ends with. */
export const usePulumi =
  "The sandbox runs dynamic resources and plugins that Pulumi.yaml names: use Pulumi's command line (pulumi) for it.";
