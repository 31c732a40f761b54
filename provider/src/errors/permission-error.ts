import { RequestError } from "./request-error.ts";

/** The client lacks the scope that the call needs (403, or a token granted without it). */
export class PermissionError extends RequestError {
  readonly code = "CXONE_PERMISSION";
}
