import { ConnectionError, ResponseError } from "../errors/index.ts";
import type { FailedRequest } from "../errors/request-error.ts";
import { Failure, type FailureDetails } from "./failure.ts";

type Explanation = Pick<FailureDetails, "kind" | "advice"> & {
  readonly Reason: typeof ConnectionError | typeof ResponseError;
};

const unsent: Explanation = {
  kind: "unsent",
  Reason: ConnectionError,
  advice: "Check cxone:environmentUrl, and that this machine reaches it.",
};
const lost: Explanation = {
  kind: "lost",
  Reason: ConnectionError,
  advice: "Try again later. What was sent may have arrived, or not.",
};
const cut: Explanation = { ...lost, Reason: ResponseError };
const untrusted: Explanation = {
  kind: "final",
  Reason: ConnectionError,
  advice:
    "Check cxone:environmentUrl. Where a company's own authority signs, name its file in the environment variable NODE_EXTRA_CA_CERTS.",
};
const unusable: Explanation = {
  kind: "final",
  Reason: ResponseError,
  advice: "Something before the tenant may have answered: check cxone:environmentUrl.",
};

/** By the code of Node's or undici's error. Any other was lost on the way. */
const explanations = new Map<string, readonly [Explanation, string]>([
  ["ECONNREFUSED", [unsent, "the connection was refused"]],
  ["ENOTFOUND", [unsent, "the host's name is not known"]],
  ["EAI_AGAIN", [unsent, "the host's name could not be looked up"]],
  ["UND_ERR_CONNECT_TIMEOUT", [unsent, "the connection was not accepted in time"]],
  ["UND_ERR_SOCKET", [lost, "the connection was dropped"]],
  ["ECONNRESET", [lost, "the connection was reset"]],
  ["HTTPParserError", [unusable, "the answer is not HTTP"]],
  ["UND_ERR_HEADERS_OVERFLOW", [unusable, "the answer's headers are too long"]],
  ["UND_ERR_RES_EXCEEDED_MAX_SIZE", [unusable, "the answer is over 1 MiB"]],
]);

/** OpenSSL's words for a certificate, or for a peer that does not speak TLS. */
const tlsCode = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_)/;

/** Codes of undici for a header that cannot be sent, or a transport that was closed: no fault of a connection. */
const ourMistakes = ["UND_ERR_INVALID_ARG", "UND_ERR_CLOSED", "UND_ERR_DESTROYED"];

export function isOurMistake(error: unknown): boolean {
  return ourMistakes.includes(codeOf(error));
}

/** The request took longer than it may; how far it came is not known. */
export function timeoutFailure(timeoutMs: number, request: FailedRequest): Failure {
  return failure(lost, `no whole answer within ${timeoutMs / 1_000} s`, request);
}

/**
 * Why no whole answer came. Of the cause only its code is kept: its message can hold bytes of the answer.
 *
 * @param answered whether the answer had begun
 */
export function connectionFailure(
  cause: unknown,
  answered: boolean,
  request: FailedRequest,
): Failure {
  const code = codeOf(cause);
  if (tlsCode.test(code)) return failure(untrusted, `no trusted TLS connection (${code})`, request);
  const [explanation, what] = explanations.get(code) ?? [lost, `the connection failed (${code})`];
  return answered && explanation === lost
    ? failure(cut, "the answer was cut short", request)
    : failure(explanation, what, request);
}

function failure(
  { Reason, ...details }: Explanation,
  what: string,
  request: FailedRequest,
): Failure {
  const toError = (message: string, failed: FailedRequest) => new Reason(message, failed);
  return new Failure({ ...details, what, request, toError });
}

/** undici's parser gives no code, or one for each of its states; its name serves. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "UNKNOWN";
  if (error.name === "HTTPParserError" || !("code" in error)) return error.name;
  return String(error.code);
}
