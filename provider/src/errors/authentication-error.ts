import { RequestError } from "./request-error.ts";

/** The tenant did not accept the client's id and secret, or refused a token that it had just given. */
export class AuthenticationError extends RequestError {
  readonly code = "CXONE_AUTHENTICATION";
}
