import type { CxoneError } from "../errors/index.ts";
import type { FailedRequest } from "../errors/request-error.ts";

/**
 * What a failed try says about trying again:
 * - `unsent`: the tenant was never reached
 * - `lost`: the answer never came, or not whole; the tenant may have done what was asked
 * - `unavailable`: the tenant could not answer (408, 500, 502, 503, 504), and may have done it as well
 * - `rateLimited`: the tenant did nothing, and wants it later (429)
 * - `unauthorized`: the tenant did nothing, because of the token (401)
 * - `final`: trying again changes nothing
 */
export type FailureKind =
  | "unsent"
  | "lost"
  | "unavailable"
  | "rateLimited"
  | "unauthorized"
  | "final";

export interface FailureDetails {
  readonly kind: FailureKind;
  readonly request: FailedRequest;
  /** What happened, as the middle of a sentence: `503 Service Unavailable`. */
  readonly what: string;
  /** The tenant's own words, fit to be quoted. */
  readonly said?: string | undefined;
  /** What to do next, as sentences. */
  readonly advice: string;
  readonly toError: (message: string, request: FailedRequest) => CxoneError;
  readonly retryAfterMs?: number | undefined;
  /** Of a connection: the code of Node's or undici's error. */
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
}

/** What was spent on a request before it was given up. */
export interface Effort {
  /** A try before the last may have taken effect. */
  readonly mayHaveTakenEffect: boolean;
  readonly tries: number;
  readonly seconds: number;
}

/** One try that failed. Never leaves the transport: what leaves it is `conclude`d. */
export class Failure extends Error {
  readonly details: FailureDetails;

  constructor(details: FailureDetails) {
    super(details.what);
    this.details = details;
  }

  conclude({ tries, seconds, mayHaveTakenEffect }: Effort): CxoneError {
    const { request, what, said, advice, requestId, toError } = this.details;
    const effort = tries > 1 ? ` after ${tries} tries over ${seconds.toFixed(1)} s` : "";
    const id = requestId === undefined ? "" : ` (request id ${requestId})`;
    const words = said ? `, saying "${said}"` : "";
    return toError(
      `${request.method} ${request.url}: ${what}${effort}${words}${id}. ${advice}`,
      mayHaveTakenEffect ? { ...request, mayHaveTakenEffect } : request,
    );
  }
}
