import { RequestError } from "./request-error.ts";

/** Somebody changed the object since it was last seen (409 or 412); this try wrote nothing. */
export class PreconditionFailedError extends RequestError {
  readonly code = "CXONE_PRECONDITION_FAILED";
}
