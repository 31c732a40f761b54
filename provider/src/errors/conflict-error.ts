import { CxoneError } from "./cxone-error.ts";

/** The tenant holds something that the program's change would overwrite, and it was left as it is. */
export class ConflictError extends CxoneError {
  readonly code = "CXONE_CONFLICT";
}
