import { RequestError } from "./request-error.ts";

/** The tenant kept answering 429, or asked for a longer pause than is waited for. */
export class RateLimitedError extends RequestError {
  readonly code = "CXONE_RATE_LIMITED";
}
