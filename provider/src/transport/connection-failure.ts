/** What a connection that failed means. */
import { STATUS_CODES } from "node:http";
import { ConnectionError, type FailedRequest, ResponseError } from "../errors/index.ts";
import { OperationTimeout } from "../errors/internal.ts";
import { type ErrorMapping, Failure } from "./failure.ts";

interface ConnectionMapping extends ErrorMapping {
  /** As the middle of a sentence. */
  readonly what: string;
  /** Of Node's or undici's error. */
  readonly code?: string;
}

const unsent = (what: string): ConnectionMapping => ({
  kind: "unsent",
  ErrorClass: ConnectionError,
  what,
  advice: "Check cxone:environmentUrl, and that this machine reaches it.",
});
const lost = (what: string): ConnectionMapping => ({
  kind: "lost",
  ErrorClass: ConnectionError,
  what,
  advice: "Try again later. What was sent may have arrived, or not.",
});
const unusable = (what: string): ConnectionMapping => ({
  kind: "unclear",
  ErrorClass: ResponseError,
  what,
  advice: "Something before the tenant may have answered: check cxone:environmentUrl.",
});
const untrusted = (what: string, advice: string): ConnectionMapping => ({
  kind: "final",
  ErrorClass: ConnectionError,
  what,
  advice,
});

/** By the code of Node's or undici's error. */
const byCode = new Map<string, ConnectionMapping>([
  ["ECONNREFUSED", unsent("the connection was refused")],
  ["ENOTFOUND", unsent("the host's name is not known")],
  ["EAI_AGAIN", unsent("the host's name could not be looked up")],
  ["UND_ERR_CONNECT_TIMEOUT", unsent("the connection was not accepted in time")],
  ["UND_ERR_PRX_CONN", unsent("the connection was dropped before it led to the tenant")],
  ["UND_ERR_SOCKET", lost("the connection was dropped")],
  ["ECONNRESET", lost("the connection was reset")],
  ["HTTPParserError", unusable("the answer is not HTTP")],
  ["UND_ERR_HEADERS_OVERFLOW", unusable("the answer's headers are too long")],
  ["UND_ERR_RES_EXCEEDED_MAX_SIZE", unusable("the answer is over 1 MiB")],
]);

/** OpenSSL's words for a certificate, or for a peer that does not speak TLS; the first that fits. */
const ofTls: readonly (readonly [RegExp, (code: string) => ConnectionMapping])[] = [
  [
    /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    (code) =>
      untrusted(
        `the certificate is not valid at this time (${code})`,
        "Have it renewed, and check this machine's clock.",
      ),
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    (code) =>
      untrusted(
        `the certificate is another host's (${code})`,
        "Check cxone:environmentUrl, and what stands between here and the tenant.",
      ),
  ],
  [
    /^ERR_SSL_.*ALERT/,
    (code) =>
      untrusted(
        `the other side refused the TLS connection (${code})`,
        "Where the tenant asks for a client's certificate, check cxone:clientCertificateFile and cxone:clientKeyFile.",
      ),
  ],
  [
    /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_)/,
    (code) =>
      untrusted(
        `no trusted TLS connection (${code})`,
        "Check cxone:environmentUrl. Where a company's own authority signs, name its certificate's file in cxone:caFile, or in the environment variable NODE_EXTRA_CA_CERTS.",
      ),
  ],
];

/** Of a code that is not known, the request was lost on the way. */
function mappingOf(code: string): ConnectionMapping {
  const known = byCode.get(code) ?? ofTls.find(([pattern]) => pattern.test(code))?.[1](code);
  return { ...(known ?? lost(`the connection failed (${code})`)), code };
}

/** The answer had begun, and did not end. */
const cutShort: ConnectionMapping = {
  ...lost("the answer was cut short"),
  ErrorClass: ResponseError,
};

/** What a request met with when its connection failed. */
interface ConnectionContext {
  readonly request: FailedRequest;
  /** Whether the answer had begun. */
  readonly answered: boolean;
  /** The host of the proxy on the way, where there is one. */
  readonly proxy: string | undefined;
}

/** Codes of undici for a header that cannot be sent, or a transport that was closed: no fault of a connection. */
const ourMistakes = ["UND_ERR_INVALID_ARG", "UND_ERR_CLOSED", "UND_ERR_DESTROYED"];

export function isOurMistake(error: unknown): boolean {
  return ourMistakes.includes(codeOf(error));
}

/** The request took longer than it may; how far it came is not known. */
export function timeoutFailure(timeoutMs: number, context: ConnectionContext): Failure {
  const what = `no whole answer within ${timeoutMs / 1_000} s`;
  return failure({ ...lost(what), code: "timeout" }, "through", context);
}

/**
 * The operation that the request is part of was ended.
 *
 * @param reason Of the signal that ended it.
 */
export function cancellation(request: FailedRequest, reason?: unknown): Failure {
  const isLate = reason instanceof OperationTimeout;
  return new Failure({
    kind: "final",
    ErrorClass: ConnectionError,
    request,
    what: isLate
      ? `the operation took longer than the ${reason.seconds} s of its customTimeouts`
      : "the operation was cancelled",
    advice: `${isLate ? "Give it more time, or run it again" : "Run it again"}: it goes on from what was done.`,
  });
}

/** Why no whole answer came. Of the cause only its code is kept: its message can hold bytes of the answer. */
export function connectionFailure(cause: unknown, context: ConnectionContext): Failure {
  if (cause instanceof ProxyUnreachable) {
    return failure(unreachableProxy(mappingOf(codeOf(cause.cause))), "at", context);
  }
  const mapping = refusalOfProxy(cause) ?? mappingAsSent(cause);
  const isCut = context.answered && mapping.kind === "lost";
  return failure(isCut ? cutShort : mapping, "through", context);
}

/** What was lost before there was a connection was never sent. */
function mappingAsSent(cause: unknown): ConnectionMapping {
  const mapping = mappingOf(codeOf(cause));
  if (mapping.kind !== "lost" || !hasNeverConnected(cause)) return mapping;
  return { ...mapping, ...unsent(mapping.what) };
}

/** The system's own words for what failed. Several addresses of a host are tried one after the other, and fail together. */
function hasNeverConnected(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(hasNeverConnected);
  return error instanceof Error && "syscall" in error && error.syscall === "connect";
}

/** Names the proxy, where there is one: its host, and not the password that its address may hold. */
function failure(
  mapping: ConnectionMapping,
  where: "at" | "through",
  { request, proxy }: ConnectionContext,
): Failure {
  const what = proxy === undefined ? mapping.what : `${mapping.what}, ${where} the proxy ${proxy}`;
  return new Failure({ ...mapping, request, what });
}

/** undici's parser gives no code, or one for each of its states; its name serves. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "UNKNOWN";
  if (error.name === "HTTPParserError" || !("code" in error)) return error.name;
  return String(error.code);
}

/** No connection to the proxy itself. `cause` is Node's or undici's error. */
export class ProxyUnreachable extends Error {
  constructor(cause: Error) {
    super("the proxy was not reached", { cause });
  }
}

/** A proxy that fails has not let the request through, so that it may be sent again. */
function unreachableProxy({ kind, what }: ConnectionMapping): ConnectionMapping {
  return {
    kind: kind === "lost" ? "unsent" : kind,
    ErrorClass: ConnectionError,
    what,
    advice: "Check HTTPS_PROXY, or name the tenant's host in NO_PROXY where no proxy is needed.",
  };
}

/** undici gives the status with which a proxy refused to connect in words only. */
const refusedByProxy = /^Proxy response \((\d{3})\) !== 200/;

const proxyAdvice = new Map([
  [403, "Ask those who run the proxy to let the tenant's host through."],
  [
    407,
    "It wants a user and a password: give them in HTTPS_PROXY, as http://USER:PASSWORD@HOST:PORT, percent-encoded.",
  ],
]);

/** What it means that a proxy answers and does not connect; undefined where the error is another one. */
function refusalOfProxy(error: unknown): ConnectionMapping | undefined {
  const words = error instanceof Error ? refusedByProxy.exec(error.message) : null;
  if (words === null) return undefined;
  const status = Number(words[1]);
  return {
    kind: status >= 500 ? "unsent" : "final",
    ErrorClass: ConnectionError,
    what: `no connection to the tenant (${status} ${STATUS_CODES[status] ?? "(unknown)"})`,
    advice:
      proxyAdvice.get(status) ??
      "Check HTTPS_PROXY and NO_PROXY, and ask those who run the proxy what stands against it.",
  };
}
