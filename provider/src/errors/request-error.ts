import { CxoneError } from "./cxone-error.ts";

/** The request that failed, without its body and headers: neither may reach a log. */
export interface FailedRequest {
  readonly method: string;
  readonly url: string;
  /**
   * What was asked of the tenant may have been done all the same: of one try no answer came, or one that leaves it open. Where
   * the request for a token failed, this speaks of the request that needed the token, which then was not sent.
   */
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
