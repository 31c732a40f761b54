import { CxoneError } from "./cxone-error.ts";

/** A setting of the provider, or an id, is missing or cannot be used; no request was made. */
export class ConfigurationError extends CxoneError {
  readonly code = "CXONE_CONFIGURATION";
}
