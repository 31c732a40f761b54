/** What is wrong with one field of a request, as an entry of an error reply's `errors`. */
export interface FieldProblem {
  /** The field's path, its keys joined by dots. */
  readonly field: string;
  readonly message: string;
  readonly code: "missing" | "invalid_type" | "out_of_range" | "unknown_field" | "invalid_value";
}

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
