import type {
  ConflictPolicy,
  DeletePolicy,
  ExistingPolicy,
  State,
} from "../../../provider/src/dialer-config/state.ts";
import type { AuditEntry } from "../../../provider/src/domain/audit-entry.ts";
import type { JsonObject } from "../../../provider/src/domain/json.ts";
import { type Resource, urnOf } from "./program.ts";
import type { Door, EngineOptions } from "./scenario.ts";
import type { Answered, Asked, Version } from "./tenant.ts";

/** What happened, in order, as somebody sees it who sees everything. */
export type History = readonly Happening[];

export type Happening =
  | { readonly kind: "found"; readonly version: Version }
  | { readonly kind: "edit"; readonly administrator: string; readonly version: Version }
  | { readonly kind: "begin"; readonly run: Run }
  | { readonly kind: "call"; readonly run: Run; readonly call: Call }
  | Request
  | Append
  | { readonly kind: "warning"; readonly run: Run; readonly message: string }
  | Return
  | End;

export type Operation = "up" | "refresh" | "destroy";

/** What a pipeline says in its program of how it goes about its configurations. */
export interface Policies {
  readonly existing: ExistingPolicy;
  readonly onConflict: ConflictPolicy;
  readonly onDelete: DeletePolicy;
}

/** A resource in the state. */
export interface Entry {
  readonly urn: string;
  /** As the last check returned them. */
  readonly inputs: JsonObject;
  readonly state: State;
  /** It has been replaced, and is to be deleted. */
  readonly isReplaced: boolean;
}

/** One run of a pipeline, from a new provider process on. */
export interface Run extends EngineOptions {
  /** From 1, over all pipelines. */
  readonly number: number;
  /** From 1. */
  readonly pipeline: number;
  readonly operation: Operation;
  readonly door: Door;
  readonly policies: Policies;
  /** The resources that the program declares. */
  readonly resources: readonly Resource[];
  /** The state that it begins with. */
  readonly entries: readonly Entry[];
  /** The URN of the only resource that it may touch; absent where it may touch all. */
  readonly targetUrn: string | undefined;
  /** On another machine, where none of the write journals so far is. */
  readonly isElsewhere: boolean;
  /** After the faults: nothing goes wrong any more, and nobody else is there. */
  readonly isQuiet: boolean;
}

/** What the engine asks of the provider for one resource. */
export interface Call {
  readonly run: Run;
  readonly method: "check" | "create" | "read" | "update" | "delete";
  readonly urn: string;
  readonly configId: string;
  /** What the state said of the resource as the run began; absent in a check, and where it is to be created. */
  readonly planned: State | undefined;
  /** The settings that the program names; of a resource that is to be deleted, those that it named last. */
  readonly settings: JsonObject;
}

export interface Request {
  readonly kind: "request";
  readonly run: Run;
  readonly call: Call;
  readonly asked: Asked;
  readonly fault: string | undefined;
  /** What the tenant held of the call's configuration as it came, or would have come. */
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

/** The end of a call, once the engine has saved what came of it; there is none of one that is killed. */
export interface Return {
  readonly kind: "return";
  readonly run: Run;
  readonly call: Call;
  readonly outcome: "done" | Error;
  /** The resource's, as it is saved now. */
  readonly state: State | undefined;
  readonly live: Version;
}

export interface End {
  readonly kind: "end";
  readonly run: Run;
  readonly outcome: "same" | "done" | "killed" | Error;
  /** The state, as it is saved now. */
  readonly entries: readonly Entry[];
  /** What the tenant holds of each configuration that the program or the state names, or did as the run began. */
  readonly live: readonly Version[];
  /** After an `up` that went through: what the next one would do. */
  readonly preview: readonly string[];
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

/** A version, and the call that made it; absent where an administrator did, or it was there. */
export interface Made {
  readonly version: Version;
  readonly by: Call | undefined;
}

/** What the happening made of a configuration, if anything. */
export function madeBy(happening: Happening): readonly Made[] {
  if (happening.kind === "found" || happening.kind === "edit") {
    return [{ version: happening.version, by: undefined }];
  }
  return isWrite(happening) ? [{ version: happening.effect, by: happening.call }] : [];
}

export function pipelinesOf(history: History): readonly number[] {
  return [...new Set(history.flatMap((each) => ("run" in each ? each.run.pipeline : [])))];
}

/** What the state says of a configuration: of several resources, for a replaced or renamed one may still be there. */
export function statesOf(
  { entries }: { readonly entries: readonly Entry[] },
  configId: string,
): readonly State[] {
  return entries.flatMap(({ state }) => (state.configId === configId ? state : []));
}

/** The resources that the run may touch, of those that its program declares. */
export function touchedBy({ resources, targetUrn }: Run): readonly Resource[] {
  return resources.filter((resource) => targetUrn === undefined || urnOf(resource) === targetUrn);
}

/** The run deployed all that its program says. */
export function isDeployment({ run, outcome }: End): boolean {
  const isGreen = outcome === "done" || outcome === "same";
  return isGreen && run.operation === "up" && run.targetUrn === undefined;
}
