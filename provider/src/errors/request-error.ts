import { CxoneError } from "./cxone-error.ts";

/** The request that failed, without its body and headers: neither may reach a log. */
export interface FailedRequest {
  readonly method: string;
  readonly url: string;
}

/** A request to the tenant failed. The subclasses tell how. */
export abstract class RequestError extends CxoneError {
  readonly request: FailedRequest;

  constructor(message: string, request: FailedRequest, options?: ErrorOptions) {
    super(message, options);
    this.request = request;
  }
}
