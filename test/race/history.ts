import type {
  ConflictPolicy,
  DeletePolicy,
  ExistingPolicy,
  State,
} from "../../provider/src/dialer-config/state.ts";
import type { AuditEntry } from "../../provider/src/domain/audit-entry.ts";
import type { JsonObject } from "../../provider/src/domain/json.ts";
import type { Answered, Asked, Version } from "./tenant.ts";

/** What happened, in order, as somebody sees it who sees everything. */
export type History = readonly Happening[];

export type Happening =
  | { readonly kind: "found"; readonly version: Version }
  | { readonly kind: "edit"; readonly administrator: string; readonly version: Version }
  | { readonly kind: "begin"; readonly run: Run }
  | Request
  | Append
  | { readonly kind: "warning"; readonly run: Run; readonly message: string }
  | End;

export type Operation = "up" | "refresh" | "destroy";

/** What a pipeline says in its program of how it goes about its configuration. */
export interface Policies {
  readonly existing: ExistingPolicy;
  readonly onConflict: ConflictPolicy;
  readonly onDelete: DeletePolicy;
}

/** One run of a pipeline, from a new provider process on. */
export interface Run {
  /** From 1, over all pipelines. */
  readonly number: number;
  /** From 1. */
  readonly pipeline: number;
  readonly operation: Operation;
  readonly policies: Policies;
  /** The settings that the program names. */
  readonly program: JsonObject;
  /** The state that it plans from; absent where there is none. */
  readonly planned: State | undefined;
  /** On another machine, where none of the write journals so far is. */
  readonly isElsewhere: boolean;
  /** After the faults: nothing goes wrong any more, and nobody else is there. */
  readonly isQuiet: boolean;
}

export interface Request {
  readonly kind: "request";
  readonly run: Run;
  readonly asked: Asked;
  readonly fault: string | undefined;
  /** What the tenant held as it came, or would have come. */
  readonly before: Version;
  /** What it made of that; absent where it changed nothing. */
  effect?: Version;
  /** What the tenant said to it; absent where it never got it. */
  said?: Answered;
  /** The status that the pipeline got, where it tells what the tenant did. */
  heard?: number;
}

/** A line of a pipeline's own audit log. */
export interface Append {
  readonly kind: "append";
  readonly run: Run;
  readonly entry: AuditEntry;
}

export interface End {
  readonly kind: "end";
  readonly run: Run;
  readonly outcome: "same" | "done" | "killed" | Error;
  /** As it is saved now. */
  readonly state: State | undefined;
  readonly live: Version;
}

export interface Write extends Request {
  readonly effect: Version;
}

export function isWrite(happening: Happening): happening is Write {
  return (
    happening.kind === "request" &&
    happening.effect !== undefined &&
    happening.asked.method !== "POST"
  );
}

/** A version, and the pipeline that made it; absent where an administrator did, or it was there. */
export interface Made {
  readonly version: Version;
  readonly pipeline: number | undefined;
}

/** What the happening made of the configuration, if anything. */
export function madeBy(happening: Happening): readonly Made[] {
  if (happening.kind === "found" || happening.kind === "edit") {
    return [{ version: happening.version, pipeline: undefined }];
  }
  return isWrite(happening)
    ? [{ version: happening.effect, pipeline: happening.run.pipeline }]
    : [];
}

export function pipelinesOf(history: History): readonly number[] {
  return [...new Set(history.flatMap((each) => ("run" in each ? each.run.pipeline : [])))];
}
