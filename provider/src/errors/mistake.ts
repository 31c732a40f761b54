import { ConfigurationError } from "./configuration-error.ts";

/** An error whose message says it all to a person: Pulumi prints the stack of any other. */
export function mistake(message: string): ConfigurationError {
  const error = new ConfigurationError(message);
  error.stack = "";
  return error;
}
