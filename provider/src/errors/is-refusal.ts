import { RequestError } from "./request-error.ts";

/** Whether the tenant did nothing of what was asked, for certain: it refused in so many words, or the request never left. */
export function isRefusal(error: unknown): error is RequestError {
  return error instanceof RequestError && !error.request.mayHaveTakenEffect;
}
