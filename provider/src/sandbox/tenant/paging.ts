import { z } from "zod";
import { parseFields } from "./field-problems.ts";

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
