import { RequestError } from "./request-error.ts";

/** No answer came: the connection was refused, dropped or timed out, and every try that was safe has been made. */
export class ConnectionError extends RequestError {
  readonly code = "CXONE_CONNECTION";
}
