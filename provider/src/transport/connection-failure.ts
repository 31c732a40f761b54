import type { FailedRequest } from "../errors/index.ts";
import { cutShort, type Explanation, explain, lost, unsent } from "./explanation.ts";
import { Failure } from "./failure.ts";
import { ProxyUnreachable, refusalOfProxy, unreachableProxy } from "./proxy-failure.ts";

/** What a request met with when its connection failed. */
export interface Circumstances {
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
export function timeoutFailure(timeoutMs: number, circumstances: Circumstances): Failure {
  const what = `no whole answer within ${timeoutMs / 1_000} s`;
  const explanation = { ...lost(what), code: "timeout" };
  return failure(onTheWay(explanation, "through", circumstances), circumstances);
}

/** Why no whole answer came. Of the cause only its code is kept: its message can hold bytes of the answer. */
export function connectionFailure(cause: unknown, circumstances: Circumstances): Failure {
  return failure(explanationOf(cause, circumstances), circumstances);
}

function explanationOf(cause: unknown, circumstances: Circumstances): Explanation {
  if (cause instanceof ProxyUnreachable) {
    return onTheWay(unreachableProxy(explain(codeOf(cause.cause))), "at", circumstances);
  }
  const explanation = refusalOfProxy(cause) ?? explainAsSent(cause);
  const isCut = circumstances.answered && explanation.kind === "lost";
  return onTheWay(isCut ? cutShort : explanation, "through", circumstances);
}

function explainAsSent(cause: unknown): Explanation {
  const explanation = explain(codeOf(cause));
  if (explanation.kind !== "lost" || !hasNeverConnected(cause)) return explanation;
  return { ...unsent(explanation.what), code: explanation.code };
}

/** The system's own words for what failed. Several addresses of a host are tried one after the other, and fail together. */
function hasNeverConnected(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(hasNeverConnected);
  return error instanceof Error && "syscall" in error && error.syscall === "connect";
}

/** Names the proxy, where there is one: its host, and not the password that its address may hold. */
function onTheWay(
  explanation: Explanation,
  where: "at" | "through",
  { proxy }: Circumstances,
): Explanation {
  if (proxy === undefined) return explanation;
  return { ...explanation, what: `${explanation.what}, ${where} the proxy ${proxy}` };
}

function failure({ Reason, ...details }: Explanation, { request }: Circumstances): Failure {
  const toError = (message: string, failed: FailedRequest) => new Reason(message, failed);
  return new Failure({ ...details, request, toError });
}

/** undici's parser gives no code, or one for each of its states; its name serves. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "UNKNOWN";
  if (error.name === "HTTPParserError" || !("code" in error)) return error.name;
  return String(error.code);
}
