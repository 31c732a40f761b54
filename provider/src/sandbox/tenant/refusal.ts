import type { FieldProblem } from "./field-problems.ts";

interface RefusalDetails {
  readonly errors?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ends a request with an error reply, `{ message, errors? }`. */
export class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 412 | 415 | 422 | 428 | 429;
  readonly errors: readonly FieldProblem[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: Refusal["status"], message: string, details: RefusalDetails = {}) {
    super(message);
    this.status = status;
    this.errors = details.errors;
    this.headers = details.headers ?? {};
  }
}
