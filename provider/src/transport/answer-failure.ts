import { STATUS_CODES } from "node:http";
import { type FailedRequest, InvalidRequestError, ResponseError } from "../errors/index.ts";
import { type ErrorBody, errorBody } from "./error-body.ts";
import type { Answer } from "./exchange.ts";
import { Failure, type FailureDetails } from "./failure.ts";
import { jsonBody } from "./json-body.ts";
import type { Quote } from "./quote.ts";
import { retryAfterMilliseconds } from "./retry-after.ts";
import { meanings } from "./status-meaning.ts";

/** What an answer is read in the light of. */
export interface Reading {
  readonly request: FailedRequest;
  /** What the client must be granted for the call: `the scope outbound.read`. */
  readonly needs: string;
  readonly quote: Quote;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A failure that an answer tells of, and a `ResponseError`, as far as `details` say nothing else. */
export function answerFailure(
  { status, header }: Answer,
  { request, quote }: Pick<Reading, "request" | "quote">,
  details: Pick<FailureDetails, "kind" | "advice"> & Partial<FailureDetails>,
): Failure {
  const id = header("x-request-id");
  return new Failure({
    request,
    what: statusLine(status),
    requestId: id === undefined ? undefined : quote(id),
    toError: (message, failed) => new ResponseError(message, failed),
    ...details,
  });
}

/** What an answer outside 200–299 means. */
export function refusal(answer: Answer, reading: Reading): Failure {
  const { status, header } = answer;
  if (status >= 300 && status < 400) return redirect(answer, reading);
  const { message: said, fields } = errorBody(answer, reading.quote);
  if (status === 400) {
    return answerFailure(answer, reading, {
      kind: "final",
      said,
      advice: fieldAdvice(fields),
      toError: (message, request) => new InvalidRequestError(message, request, fields),
    });
  }
  const meaning = meanings[status];
  if (meaning === undefined || (status === 404 && !isTheApis(answer))) {
    return answerFailure(answer, reading, {
      // Whoever answers 4xx has not done what was asked (RFC 9110 §15.5).
      kind: status >= 400 && status < 500 ? "final" : "unclear",
      said,
      advice:
        "This is not how the API answers: check cxone:environmentUrl, and what stands between here and the tenant.",
    });
  }
  const { kind, Reason, advice } = meaning;
  const retryAfterMs = retryAfterMilliseconds(header("retry-after"), header("date"), reading.now);
  return answerFailure(answer, reading, {
    kind,
    said,
    retryAfterMs,
    advice: advice({ needs: reading.needs, retryAfterMs }),
    toError: (message, request) => new Reason(message, request),
  });
}

/** A gateway's page does not say that the tenant has nothing there. */
function isTheApis(answer: Answer): boolean {
  return jsonBody(answer).ok;
}

function redirect(answer: Answer, reading: Reading): Failure {
  const target = URL.parse(answer.header("location") ?? "", reading.request.url);
  const origin = target === null ? "an address that is none" : reading.quote(target.origin);
  return answerFailure(answer, reading, {
    kind: "unclear",
    what: `${statusLine(answer.status)}, a redirect to ${origin}`,
    advice:
      "It is not followed, so that the token stays with the tenant: check cxone:environmentUrl.",
  });
}

export function statusLine(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? "(unknown)"}`;
}

function fieldAdvice(fields: ErrorBody["fields"]): string {
  if (fields.length === 0) return "Check the values that were sent.";
  // As many as help; the error has them all.
  const named = fields.slice(0, 20).map(({ field, message }) => `${field}: ${message}`);
  return `Refused were ${named.join("; ")}.`;
}
