import { CxoneError } from "./cxone-error.ts";

/** Several things in the tenant have the name that was asked for, and only an id tells them apart. */
export class AmbiguousError extends CxoneError {
  readonly code = "CXONE_AMBIGUOUS";
  /** Their ids, sorted. */
  readonly ids: readonly string[];

  constructor(message: string, ids: readonly string[]) {
    super(message);
    this.ids = ids;
  }
}
