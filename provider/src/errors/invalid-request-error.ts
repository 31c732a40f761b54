import { type FailedRequest, RequestError } from "./request-error.ts";

/** A field that the tenant refused, in the API's own terms. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
  readonly code?: string;
}

/** The tenant refused what was sent (400), with each field and what is wrong with it in `fields`; or it was too long to be sent. */
export class InvalidRequestError extends RequestError {
  readonly code = "CXONE_INVALID_REQUEST";
  readonly fields: readonly FieldError[];

  constructor(message: string, request: FailedRequest, fields: readonly FieldError[]) {
    super(message, request);
    this.fields = fields;
  }
}
