import { CxoneError } from "./cxone-error.ts";

/** The tenant holds something that the program's change would overwrite; nothing was written. */
export class ConflictError extends CxoneError {
  readonly code = "CXONE_CONFLICT";
}
