import type { CxoneError, FailedRequest } from "../errors/index.ts";

/**
 * What a failed try says about trying again:
 * - `unsent`: the tenant was never reached
 * - `lost`: the answer never came, or not whole; the tenant may have done what was asked
 * - `unavailable`: the tenant could not answer (408, 500, 502, 503, 504), and may have done it as well
 * - `rateLimited`: the tenant did nothing, and wants it later (429)
 * - `unauthorized`: the tenant did nothing, because of the token (401)
 * - `unclear`: an answer that is not the API's; the tenant may have done what was asked, and trying again changes nothing
 * - `final`: the tenant did nothing, and trying again changes nothing
 */
export type FailureKind =
  | "unsent"
  | "lost"
  | "unavailable"
  | "rateLimited"
  | "unauthorized"
  | "unclear"
  | "final";

const open: ReadonlySet<FailureKind> = new Set(["lost", "unavailable", "unclear"]);

/** Whether the tenant may have done what was asked, although the try failed. */
export function mayBeDone(kind: FailureKind): boolean {
  return open.has(kind);
}

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
  /** What was spent on the request. @default one try */
  readonly effort?: Effort | undefined;
  /** Of what the transport was asked for. @default what `kind` says of the request that failed */
  readonly mayHaveTakenEffect?: boolean | undefined;
}

/** What was spent on a request before it was given up. */
export interface Effort {
  readonly tries: number;
  readonly seconds: number;
}

/** One try that failed. Never leaves the transport: what leaves it is made an error. */
export class Failure extends Error {
  readonly details: FailureDetails;

  constructor(details: FailureDetails) {
    super(details.what);
    this.details = details;
  }

  /**
   * The failure of a request that is not tried again. Where the request that failed is the one for a token, what was spent on
   * that stands, and whether anything was done is a matter of the request that needed the token.
   */
  givenUp(effort: Effort, mayHaveTakenEffect: boolean): Failure {
    return new Failure({ effort, ...this.details, kind: "final", mayHaveTakenEffect });
  }

  toError(): CxoneError {
    const { request, what, said, advice, requestId, toError, kind, effort } = this.details;
    const { mayHaveTakenEffect = mayBeDone(kind) } = this.details;
    const { tries = 1, seconds = 0 } = effort ?? {};
    const spent = tries > 1 ? ` after ${tries} tries over ${seconds.toFixed(1)} s` : "";
    const id = requestId === undefined ? "" : ` (request id ${requestId})`;
    const words = said ? `, saying "${said}"` : "";
    return toError(
      `${request.method} ${request.url}: ${what}${spent}${words}${id}. ${advice}`,
      mayHaveTakenEffect ? { ...request, mayHaveTakenEffect } : request,
    );
  }
}
