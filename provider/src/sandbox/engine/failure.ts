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

/** Reports why an operation failed, and halts the run. What nobody foresaw is a defect, and is thrown on. */
export function reportFailure({ report, halt }: RunContext, urn: string, error: unknown): void {
  if (error instanceof Halted) return;
  halt.pull();
  if (error instanceof Refusal) for (const message of error.messages) report.fail(message, urn);
  else if (error instanceof ProviderFailure) report.fail(describeFailure(error), urn);
  else if (error instanceof SandboxError) report.fail(error.message, urn);
  else throw error;
}

/** In Pulumi's words where there is a list of reasons. */
function describeFailure({ message, partial }: ProviderFailure): string {
  const reasons = partial?.reasons ?? [];
  if (reasons.length === 0) return message;
  const head = reasons.length === 1 ? "1 error occurred:" : `${reasons.length} errors occurred:`;
  return [head, ...reasons.map((reason) => `    * ${reason}`)].join("\n");
}
