import { Halted } from "./halt.ts";
import { ProviderFailure } from "./provider-failure.ts";
import type { RunContext } from "./run-context.ts";
import { SandboxError } from "./sandbox-error.ts";

/** Several things are wrong with one resource. */
export class Refusal extends Error {
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
    halt.pullFor(error);
    return;
  }
  for (const message of messages) report.fail(message, urn);
  halt.pull();
}

/** Undefined for a defect. */
function messagesOf(error: unknown): readonly string[] | undefined {
  if (error instanceof Refusal) return error.messages;
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
