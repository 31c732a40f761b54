/** The errors of this package, each with its stable code. The package exports all that is in this file. */

/**
 * The base of every error of this package. `message` says what happened, how much, which limit, and what to do next;
 * `code` is stable across releases and is what a program should look at.
 */
export abstract class CxoneError extends Error {
  abstract readonly code: `CXONE_${string}`;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }

  /** The message with the code behind it: what a person can look up. */
  get report(): string {
    return `${this.message} [${this.code}]`;
  }
}

/** A setting of the provider, or an id, is missing or cannot be used; no request was made. */
export class ConfigurationError extends CxoneError {
  readonly code = "CXONE_CONFIGURATION";
}

/** The tenant holds something that the program's change would overwrite, and it was left as it is. */
export class ConflictError extends CxoneError {
  readonly code = "CXONE_CONFLICT";
}

/** Several things in the tenant have the name that was asked for, and only an id distinguishes them. */
export class AmbiguousError extends CxoneError {
  readonly code = "CXONE_AMBIGUOUS";
  /** Their ids, sorted. */
  readonly ids: readonly string[];

  constructor(message: string, ids: readonly string[]) {
    super(message);
    this.ids = ids;
  }
}

/** A record could not be added to the audit log, or the log could not be read. What was in the file before is still there. */
export class AuditLogError extends CxoneError {
  readonly code = "CXONE_AUDIT_LOG";
}

/** The request that failed, without its body and headers: neither may reach a log. */
export interface FailedRequest {
  readonly method: string;
  readonly url: string;
  /**
   * The tenant may have done what was asked all the same: one try got no answer, or one that leaves it open. Where the request
   * for a token failed, this speaks of the request that needed the token, which then was not sent.
   */
  readonly mayHaveTakenEffect?: boolean;
}

/** A request to the tenant failed. The subclass says how. */
export abstract class RequestError extends CxoneError {
  readonly request: FailedRequest;

  constructor(message: string, request: FailedRequest, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.request = request;
  }
}

/** No answer came: the connection was refused, dropped or timed out, and every try that was safe has been made. */
export class ConnectionError extends RequestError {
  readonly code = "CXONE_CONNECTION";
}

/** The answer cannot be used: not JSON, cut short, over 1 MiB, a redirect, or not of the API's shape. */
export class ResponseError extends RequestError {
  readonly code = "CXONE_RESPONSE";
}

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

/** The tenant did not accept the client's id and secret, or refused a token that it had just given. */
export class AuthenticationError extends RequestError {
  readonly code = "CXONE_AUTHENTICATION";
}

/** The client lacks the scope that the call needs (403, or a token granted without it). */
export class PermissionError extends RequestError {
  readonly code = "CXONE_PERMISSION";
}

/** The tenant has nothing at this address (404). */
export class NotFoundError extends RequestError {
  readonly code = "CXONE_NOT_FOUND";
}

/** Somebody changed the object since it was last seen (409 or 412); this try wrote nothing. */
export class PreconditionFailedError extends RequestError {
  readonly code = "CXONE_PRECONDITION_FAILED";
}

/** The tenant kept answering 429, or asked for a longer pause than this client waits. */
export class RateLimitedError extends RequestError {
  readonly code = "CXONE_RATE_LIMITED";
}

/** The tenant could not answer (408, 500, 502, 503, 504), and every try that was safe has been made. */
export class UnavailableError extends RequestError {
  readonly code = "CXONE_UNAVAILABLE";
}
