import type { LimitFunction } from "p-limit";
import type { Report } from "../model/report.ts";
import { stackType, urnType } from "../model/resource.ts";
import { SandboxError } from "../model/result.ts";
import type { Providers } from "../processes/providers.ts";
import { ProviderFailure } from "../protocol/wire.ts";
import type { Snapshot } from "../state/snapshot.ts";

/** What all parts of a run share. */
export interface RunContext {
  readonly snapshot: Snapshot;
  readonly providers: Providers;
  readonly report: Report;
  readonly halt: Halt;
  /** True for a preview: nothing outside changes. The snapshot does, but is not written. */
  readonly dryRun: boolean;
  readonly targets: Targets;
  /** URNs of resources to replace, whatever their diff would say. */
  readonly replace: readonly string[];
  /** Bounds the operations that run at the same time. */
  readonly limit: LimitFunction;
  /** The snapshot changed and is to be written. */
  readonly save: () => void;
  /** Ends when all that has changed so far is written. */
  readonly saved: () => Promise<void>;
}

/** The reason for which work is given up: the run has been stopped, and its report says why. */
class Halted extends Error {
  constructor() {
    super("The run has been halted.");
  }
}

/** Stops a run: nothing new starts after that, and what runs may end. */
export class Halt {
  readonly #controller = new AbortController();
  #defect: { readonly error: unknown } | undefined;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  stop(): void {
    this.#controller.abort(new Halted());
  }

  /** Stops for an error that is a defect of the engine. The run throws the first one once everything has ended. */
  stopForDefect(error: unknown): void {
    this.#defect ??= { error };
    this.stop();
  }

  throwDefect(): void {
    if (this.#defect !== undefined) throw this.#defect.error;
  }
}

/** Which resources a run may touch: those named and the stack itself, or all where none is named. */
export class Targets {
  readonly #urns: ReadonlySet<string> | undefined;

  constructor(urns: readonly string[] = []) {
    this.#urns = urns.length > 0 ? new Set(urns) : undefined;
  }

  get isConstrained(): boolean {
    return this.#urns !== undefined;
  }

  has(urn: string): boolean {
    return this.#urns === undefined || this.#urns.has(urn) || urnType(urn) === stackType;
  }

  /** @throws SandboxError where one of them is neither in the state nor among `known`. */
  assertKnown(isKnown: (urn: string) => boolean): void {
    refuseUnknown([...(this.#urns ?? [])], isKnown);
  }
}

/** @throws SandboxError in Pulumi's words, for all that are unknown at once. */
export function refuseUnknown(urns: readonly string[], isKnown: (urn: string) => boolean): void {
  const messages = urns
    .filter((urn) => !isKnown(urn))
    .map((urn) => `Target '${urn}' could not be found in the stack.${hint(urn)}`);
  if (messages.length > 0) throw new SandboxError(messages.join("\n"));
}

/** The type of a component's child has a `$` in it, which a shell may take for a variable. */
function hint(urn: string): string {
  return urn.includes("$") ? "" : " Did you forget to escape $ in your shell?";
}

/** Several things are wrong with one resource. */
export class ResourceError extends Error {
  readonly messages: readonly string[];

  constructor(messages: readonly string[]) {
    super(messages.join("\n"));
    this.messages = messages;
  }
}

/** Reports why an operation failed, and halts the run. */
export function reportFailure({ report, halt }: RunContext, urn: string, error: unknown): void {
  if (error instanceof Halted) return;
  const messages = messagesOf(error);
  if (messages === undefined) {
    halt.stopForDefect(error);
    return;
  }
  for (const message of messages) report.fail(message, urn);
  halt.stop();
}

/** Undefined for a defect. */
function messagesOf(error: unknown): readonly string[] | undefined {
  if (error instanceof ResourceError) return error.messages;
  if (error instanceof ProviderFailure) return [describeFailure(error)];
  return error instanceof SandboxError ? [error.message] : undefined;
}

/** In Pulumi's words where there is a list of reasons. */
function describeFailure({ message, partial }: ProviderFailure): string {
  const reasons = partial?.reasons ?? [];
  if (reasons.length === 0) return message;
  const head = reasons.length === 1 ? "1 error occurred:" : `${reasons.length} errors occurred:`;
  return [head, ...reasons.map((reason) => `    * ${reason}`)].join("\n");
}
