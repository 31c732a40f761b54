import {
  type CxoneError,
  type FailedRequest,
  type FieldError,
  InvalidRequestError,
} from "../errors/index.ts";

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

const inDoubt: ReadonlySet<FailureKind> = new Set(["lost", "unavailable", "unclear"]);

/** Whether the tenant may have done what was asked, although the try failed. */
export function mayBeDone(kind: FailureKind): boolean {
  return inDoubt.has(kind);
}

/** The class of the public error that a failure becomes. */
type ErrorClass = new (message: string, request: FailedRequest) => CxoneError;

/** What a status or a code means. */
export interface ErrorMapping {
  readonly kind: FailureKind;
  readonly ErrorClass: ErrorClass;
  /** What to do next, as sentences. */
  readonly advice: string;
}

export interface FailureDetails extends ErrorMapping {
  readonly request: FailedRequest;
  /** What happened, as the middle of a sentence: `503 Service Unavailable`. */
  readonly what: string;
  /** The tenant's own words, fit to be quoted. */
  readonly said?: string | undefined;
  /** The fields that the tenant refused: the public error is an `InvalidRequestError`. */
  readonly fields?: readonly FieldError[] | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Of a connection: the code of Node's or undici's error. */
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
  /** @default one try */
  readonly stats?: RetryStats | undefined;
  /** Of what the transport was asked for. @default what `kind` says of the request that failed */
  readonly mayHaveTakenEffect?: boolean | undefined;
}

/** What was spent on a request before it was given up. */
export interface RetryStats {
  readonly tries: number;
  readonly seconds: number;
}

/** One try that failed. Never leaves the transport: what leaves it is a public error. */
export class Failure extends Error {
  readonly details: FailureDetails;

  constructor(details: FailureDetails) {
    super(details.what);
    this.details = details;
  }

  /**
   * The failure of a request that is not tried again. Where the request for a token failed, its own statistics stand, and
   * whether anything was done is a matter of the request that needed the token.
   */
  givenUp(stats: RetryStats, mayHaveTakenEffect: boolean): Failure {
    return new Failure({ stats, ...this.details, kind: "final", mayHaveTakenEffect });
  }

  toPublicError(): CxoneError {
    const { ErrorClass, fields, kind, mayHaveTakenEffect = mayBeDone(kind) } = this.details;
    const request = mayHaveTakenEffect
      ? { ...this.details.request, mayHaveTakenEffect }
      : this.details.request;
    const message = sentences(this.details);
    return fields === undefined
      ? new ErrorClass(message, request)
      : new InvalidRequestError(message, request, fields);
  }
}

function sentences({ request, what, said, advice, requestId, stats }: FailureDetails): string {
  const { tries = 1, seconds = 0 } = stats ?? {};
  const spent = tries > 1 ? ` after ${tries} tries over ${seconds.toFixed(1)} s` : "";
  const id = requestId === undefined ? "" : ` (request id ${requestId})`;
  const words = said ? `, saying "${said}"` : "";
  return `${request.method} ${request.url}: ${what}${spent}${words}${id}. ${advice}`;
}
