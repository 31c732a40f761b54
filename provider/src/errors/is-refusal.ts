import { RequestError } from "./request-error.ts";
import { ResponseError } from "./response-error.ts";

/**
 * Whether the tenant did nothing of what was asked, for certain. An answer that cannot be understood leaves it open, as a lost
 * one does.
 */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof RequestError &&
    !(error instanceof ResponseError) &&
    !error.request.mayHaveTakenEffect
  );
}
