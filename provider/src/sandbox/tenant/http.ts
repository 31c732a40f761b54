import type { Context } from "hono";
import * as z from "zod";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";

/** What is wrong with one field of a request, as an entry of an error reply's `errors`. */
export interface FieldProblem {
  /** The field's path, its keys joined by dots. */
  readonly field: string;
  readonly message: string;
  readonly code: "missing" | "invalid_type" | "out_of_range" | "unknown_field" | "invalid_value";
}

interface ErrorDetails {
  readonly errors?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ends a request with an error reply, `{ message, errors? }`. */
export class ErrorReply extends Error {
  readonly status: 400 | 401 | 403 | 404 | 412 | 415 | 422 | 428 | 429;
  readonly errors: readonly FieldProblem[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: ErrorReply["status"], message: string, details: ErrorDetails = {}) {
    super(message);
    this.status = status;
    this.errors = details.errors;
    this.headers = details.headers ?? {};
  }
}

export function isJsonRequest(c: Context): boolean {
  return /^application\/json\s*(;|$)/i.test(c.req.header("Content-Type") ?? "");
}

/** The body as it was sent, not parsed yet, for a precondition goes before what the body says (RFC 9110 §13.2.1). */
export async function jsonText(c: Context): Promise<string> {
  if (!isJsonRequest(c)) {
    throw new ErrorReply(415, "The body must be JSON: send Content-Type: application/json.");
  }
  return c.req.text();
}

export function parseJsonObject(text: string): JsonObject {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new ErrorReply(400, "The body must be a JSON object.");
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ErrorReply(400, "The body is not JSON.");
  }
}

/** The value as the schema reads it; a 400 that names every bad field where the schema refuses it. */
export function parseFields<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap(problemsOf);
  const fields = errors.map(({ field }) => field).join(", ");
  throw new ErrorReply(400, `The request has bad fields: ${fields}.`, { errors });
}

function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      field: [...issue.path, key].join("."),
      message: "is not a field of this request",
      code: "unknown_field",
    }));
  }
  const field = issue.path.join(".");
  if (issue.input === undefined) {
    return [{ field, message: `is missing; it ${issue.message}`, code: "missing" }];
  }
  const code = codes[issue.code] ?? "invalid_value";
  return [{ field, message: `${issue.message}; it was ${JSON.stringify(issue.input)}`, code }];
}

const codes: Partial<Record<z.core.$ZodIssue["code"], FieldProblem["code"]>> = {
  invalid_type: "invalid_type",
  too_small: "out_of_range",
  too_big: "out_of_range",
};

interface Page<T> {
  readonly entities: readonly T[];
  readonly pageSize: number;
  readonly pageNumber: number;
  readonly pageCount: number;
  readonly total: number;
}

const pagingSchema = z.object({
  pageSize: integerParameter(1, 100).default(25),
  pageNumber: integerParameter(1, Number.MAX_SAFE_INTEGER).default(1),
});

/** The page that the query asks for; 25 entries a page where it does not say, 100 at most. */
export function pageOf<T>(items: readonly T[], query: Readonly<Record<string, string>>): Page<T> {
  const { pageSize, pageNumber } = parseFields(pagingSchema, query);
  const start = (pageNumber - 1) * pageSize;
  return {
    entities: items.slice(start, start + pageSize),
    pageSize,
    pageNumber,
    pageCount: Math.ceil(items.length / pageSize),
    total: items.length,
  };
}

function integerParameter(minimum: number, maximum: number) {
  const rule = `must be a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d+$/, rule)
    .transform(Number)
    .pipe(z.int(rule).min(minimum, rule).max(maximum, rule));
}
