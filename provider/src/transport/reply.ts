import type * as z from "zod";
import { type FailedRequest, ResponseError } from "../errors/index.ts";
import { type Answer, jsonBody } from "./exchange.ts";
import { Failure } from "./failure.ts";
import {
  failureFromStatus,
  type ResponseContext,
  responseFailure,
  statusLine,
} from "./response-failure.ts";

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
export function readReply(answer: Answer, context: ResponseContext): Reply {
  const { status, header } = answer;
  if (status < 200 || status > 299) throw failureFromStatus(answer, context);
  const body = jsonBody(answer);
  if (!body.ok) {
    throw responseFailure(answer, context, {
      kind: "unclear",
      what: `${statusLine(status)}, but ${context.quote(body.reason)}`,
      advice:
        "Something before the tenant may have answered in its place: check cxone:environmentUrl.",
    });
  }
  return { status, body: body.value, etag: header("etag"), request: context.request };
}

/**
 * Parses an answer's body by the shape that the API promises.
 *
 * @throws {ResponseError} naming what is not of that shape; the values stay out of it
 */
export function parseBody<T>(schema: z.ZodType<T>, reply: Reply): T {
  try {
    return readBody(schema, reply);
  } catch (error) {
    throw error instanceof Failure ? error.toPublicError() : error;
  }
}

/**
 * The same within the transport, where the request may serve another one.
 *
 * @throws {Failure} naming what is not of that shape
 */
export function readBody<T>(schema: z.ZodType<T>, { body, request, status }: Reply): T {
  const { data, error } = schema.safeParse(body);
  if (error === undefined) return data;
  const issues = error.issues
    .slice(0, 20)
    .map(({ path, message }) => [...path.map(String), message].join(": "));
  throw new Failure({
    kind: "unclear",
    ErrorClass: ResponseError,
    request,
    what: `${status}, but the answer is not as the API describes it (${issues.join("; ")})`,
    advice:
      "Check cxone:environmentUrl, and whether a newer release of this package knows the tenant's API.",
  });
}
