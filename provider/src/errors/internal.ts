/** What the package itself does with its errors, and does not export. */
import { ConfigurationError, RequestError } from "./index.ts";

/** An error of the user's, with a message that says everything: Pulumi prints the stack of any other. */
export function userError(message: string): ConfigurationError {
  const error = new ConfigurationError(message);
  error.stack = "";
  return error;
}

/** Why an operation was ended: it took longer than its program lets it. */
export class OperationTimeout extends Error {
  /** How long it might have taken. */
  readonly seconds: number;

  constructor(seconds: number) {
    super(`The operation took longer than ${seconds} s.`);
    this.seconds = seconds;
  }
}

/** Whether the tenant certainly did nothing of what was asked: it refused the request, or the request never left. */
export function isRefusal(error: unknown): error is RequestError {
  return error instanceof RequestError && !error.request.mayHaveTakenEffect;
}
