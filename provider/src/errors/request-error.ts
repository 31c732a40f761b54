import { CxoneError } from "./cxone-error.ts";

/** The request that failed, without its body and headers: neither may reach a log. */
export interface FailedRequest {
  readonly method: string;
  readonly url: string;
  /** An earlier try may have taken effect: no answer came to it, or one that leaves it open. */
  readonly mayHaveTakenEffect?: boolean;
}

/** A request to the tenant failed. The subclasses tell how. */
export abstract class RequestError extends CxoneError {
  readonly request: FailedRequest;

  constructor(message: string, request: FailedRequest, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.request = request;
  }
}
