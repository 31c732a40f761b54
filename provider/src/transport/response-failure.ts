/** What an answer outside 200–299, or one that is not the API's, means. */
import { STATUS_CODES } from "node:http";
import * as z from "zod";
import {
  AuthenticationError,
  type FailedRequest,
  type FieldError,
  NotFoundError,
  PermissionError,
  PreconditionFailedError,
  RateLimitedError,
  ResponseError,
  UnavailableError,
} from "../errors/index.ts";
import { type Answer, jsonBody } from "./exchange.ts";
import { type ErrorMapping, Failure, type FailureDetails } from "./failure.ts";
import type { Quote } from "./quote.ts";
import { longestPause, retryAfterMilliseconds } from "./retry.ts";

/** What is known of the request when its answer is read. */
export interface ResponseContext {
  readonly request: FailedRequest;
  /** What the client must be granted for the call: `the scope outbound.read`. */
  readonly needs: string;
  readonly quote: Quote;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface MappingContext {
  readonly needs: string;
  readonly retryAfterMs: number | undefined;
}

function whenAgain({ retryAfterMs = 0 }: MappingContext, otherwise: string): string {
  return retryAfterMs > longestPause
    ? `The tenant asks to wait ${Math.ceil(retryAfterMs / 1_000)} s, and over ${longestPause / 1_000} s is not waited: run it again then.`
    : otherwise;
}

const changed = (): ErrorMapping => ({
  kind: "final",
  ErrorClass: PreconditionFailedError,
  advice:
    "It is not as it was last seen, so this try wrote nothing: refresh, and look at what changed.",
});
const unavailable = (context: MappingContext): ErrorMapping => ({
  kind: "unavailable",
  ErrorClass: UnavailableError,
  advice: whenAgain(context, "Try again later, or look at the tenant's status page."),
});

/** By status, as far as the API gives one a meaning. */
const mappings: Record<number, (context: MappingContext) => ErrorMapping> = {
  401: () => ({
    kind: "unauthorized",
    ErrorClass: AuthenticationError,
    advice:
      "The token was new. Check that cxone:clientId and cxone:clientSecret are of this tenant, and that the client is active.",
  }),
  403: ({ needs }) => ({
    kind: "final",
    ErrorClass: PermissionError,
    advice: `The call needs ${needs}: grant it to the client.`,
  }),
  404: () => ({
    kind: "final",
    ErrorClass: NotFoundError,
    advice:
      "Nothing is there: check the id, and that cxone:environmentUrl is the tenant that has it.",
  }),
  // It may be repeated (RFC 9110 §15.5.9). The RFC says that the request has not come whole; but a gateway answers so for a slow tenant, too.
  408: unavailable,
  409: changed,
  412: changed,
  429: (context) => ({
    kind: "rateLimited",
    ErrorClass: RateLimitedError,
    advice: whenAgain(
      context,
      "Somebody else may use up this client's limit: lower cxone:requestsPerMinute or cxone:requestsPerSecond, or run it later.",
    ),
  }),
  500: unavailable,
  502: unavailable,
  503: unavailable,
  504: unavailable,
};

/** The failure that an answer reports, and a `ResponseError` as far as `details` say nothing else. */
export function responseFailure(
  { status, header }: Answer,
  { request, quote }: Pick<ResponseContext, "request" | "quote">,
  details: Pick<FailureDetails, "kind" | "advice"> & Partial<FailureDetails>,
): Failure {
  const id = header("x-request-id");
  return new Failure({
    request,
    what: statusLine(status),
    requestId: id === undefined ? undefined : quote(id),
    ErrorClass: ResponseError,
    ...details,
  });
}

/** The failure of an answer outside 200–299. */
export function failureFromStatus(answer: Answer, context: ResponseContext): Failure {
  const { status, header } = answer;
  if (status >= 300 && status < 400) return redirect(answer, context);
  const { message: said, fields } = errorBody(answer, context.quote);
  if (status === 400) {
    const advice = fieldAdvice(fields);
    return responseFailure(answer, context, { kind: "final", said, advice, fields });
  }
  const mapping = mappings[status];
  if (mapping === undefined || (status === 404 && !isTheApis(answer))) {
    return responseFailure(answer, context, {
      // Whoever answers 4xx has not done what was asked (RFC 9110 §15.5).
      kind: status >= 400 && status < 500 ? "final" : "unclear",
      said,
      advice:
        "This is not how the API answers: check cxone:environmentUrl, and what stands between here and the tenant.",
    });
  }
  const retryAfterMs = retryAfterMilliseconds(header("retry-after"), header("date"), context.now);
  const { needs } = context;
  return responseFailure(answer, context, {
    ...mapping({ needs, retryAfterMs }),
    said,
    retryAfterMs,
  });
}

/** A gateway's page does not say that the tenant has nothing there. */
function isTheApis(answer: Answer): boolean {
  return jsonBody(answer).ok;
}

function redirect(answer: Answer, context: ResponseContext): Failure {
  const target = URL.parse(answer.header("location") ?? "", context.request.url);
  const origin = target === null ? "an address that is none" : context.quote(target.origin);
  return responseFailure(answer, context, {
    kind: "unclear",
    what: `${statusLine(answer.status)}, a redirect to ${origin}`,
    advice:
      "It is not followed, so that the token stays with the tenant: check cxone:environmentUrl.",
  });
}

export function statusLine(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? "(unknown)"}`;
}

function fieldAdvice(fields: readonly FieldError[]): string {
  if (fields.length === 0) return "Check the values that were sent.";
  // As many as help; the error has them all.
  const named = fields.slice(0, 20).map(({ field, message }) => `${field}: ${message}`);
  return `Refused were ${named.join("; ")}.`;
}

const text = z.string().optional().catch(undefined);

const errorSchema = z
  .object({
    message: text,
    errors: z.array(z.object({ field: z.string(), message: z.string(), code: text })).catch([]),
  })
  .catch({ message: undefined, errors: [] });

/** What the tenant says about a failure, fit to be quoted. */
interface ErrorBody {
  readonly message: string | undefined;
  readonly fields: readonly FieldError[];
}

/** Reads the body of a failure. It may be anything, such as the page of a gateway: then the status alone speaks. */
export function errorBody(answer: Answer, quote: Quote): ErrorBody {
  const body = jsonBody(answer);
  const { message, errors } = errorSchema.parse(body.ok ? body.value : undefined);
  return {
    message: message === undefined ? undefined : quote(message),
    fields: errors.map((error) => ({
      field: quote(error.field),
      message: quote(error.message),
      ...(error.code === undefined ? {} : { code: quote(error.code) }),
    })),
  };
}
