import type { z } from "zod";
import { ResponseError } from "../errors/index.ts";
import { Failure } from "./failure.ts";
import type { Reply } from "./reply.ts";

/**
 * Parses an answer's body by the shape that the API promises.
 *
 * @throws {ResponseError} naming what is not of that shape; the values stay out of it
 */
export function parseBody<T>(schema: z.ZodType<T>, reply: Reply): T {
  try {
    return readBody(schema, reply);
  } catch (error) {
    throw error instanceof Failure ? error.toError() : error;
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
    request,
    what: `${status}, but the answer is not as the API describes it (${issues.join("; ")})`,
    advice:
      "Check cxone:environmentUrl, and whether a newer release of this package knows the tenant's API.",
    toError: (message, failed) => new ResponseError(message, failed),
  });
}
