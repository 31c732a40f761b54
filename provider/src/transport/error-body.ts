import { z } from "zod";
import type { FieldError } from "../errors/index.ts";
import type { Answer } from "./exchange.ts";
import { jsonBody } from "./json-body.ts";
import type { Quote } from "./quote.ts";

/** What a tenant says about a failure, fit to be quoted. */
export interface ErrorBody {
  readonly message: string | undefined;
  readonly fields: readonly FieldError[];
}

const text = z.string().optional().catch(undefined);

const schema = z
  .object({
    message: text,
    errors: z.array(z.object({ field: z.string(), message: z.string(), code: text })).catch([]),
  })
  .catch({ message: undefined, errors: [] });

/** Reads the body of a failure. It may be anything, such as the page of a gateway: then the status alone speaks. */
export function errorBody(answer: Answer, quote: Quote): ErrorBody {
  const body = jsonBody(answer);
  const { message, errors } = schema.parse(body.ok ? body.value : undefined);
  return {
    message: message === undefined ? undefined : quote(message),
    fields: errors.map((error) => ({
      field: quote(error.field),
      message: quote(error.message),
      ...(error.code === undefined ? {} : { code: quote(error.code) }),
    })),
  };
}
