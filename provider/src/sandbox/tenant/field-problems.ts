import type { z } from "zod";
import { type FieldProblem, Refusal } from "./refusal.ts";

/** The value as the schema reads it; a 400 that names every bad field where the schema refuses it. */
export function parseFields<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap(problemsOf);
  const fields = errors.map(({ field }) => field).join(", ");
  throw new Refusal(400, `The request has bad fields: ${fields}.`, { errors });
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
