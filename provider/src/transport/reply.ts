import type { FailedRequest } from "../errors/index.ts";
import { answerFailure, type Reading, refusal, statusLine } from "./answer-failure.ts";
import type { Answer } from "./exchange.ts";
import { jsonBody } from "./json-body.ts";

/** An answer that says yes. */
export interface Reply {
  readonly status: number;
  /** The parsed JSON; undefined where the answer had no body. */
  readonly body: unknown;
  /** As the header has it, weak ones too. */
  readonly etag: string | undefined;
  /** What it answers, for the errors of those who read it. */
  readonly request: FailedRequest;
}

/**
 * Reads an answer of the API.
 *
 * @throws {Failure} for any that does not say yes, in JSON
 */
export function readReply(answer: Answer, reading: Reading): Reply {
  const { status, header } = answer;
  if (status < 200 || status > 299) throw refusal(answer, reading);
  const body = jsonBody(answer);
  if (!body.ok) {
    throw answerFailure(answer, reading, {
      kind: "unclear",
      what: `${statusLine(status)}, but ${reading.quote(body.reason)}`,
      advice:
        "Something before the tenant may have answered in its place: check cxone:environmentUrl.",
    });
  }
  return { status, body: body.value, etag: header("etag"), request: reading.request };
}
