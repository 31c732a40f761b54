import { RequestError } from "./request-error.ts";

/** The tenant could not answer (408, 500, 502, 503, 504), and every try that was safe has been made. */
export class UnavailableError extends RequestError {
  readonly code = "CXONE_UNAVAILABLE";
}
