import { RequestError } from "./request-error.ts";

/** The tenant has nothing at this address (404). */
export class NotFoundError extends RequestError {
  readonly code = "CXONE_NOT_FOUND";
}
