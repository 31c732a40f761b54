import { RequestError } from "./request-error.ts";

/** The answer cannot be used: not JSON, cut short, over 1 MiB, a redirect, or not of the API's shape. */
export class ResponseError extends RequestError {
  readonly code = "CXONE_RESPONSE";
}
