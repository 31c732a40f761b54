import { CxoneError } from "../../../errors/index.ts";

/** A run of the sandbox engine could not start or go on; the message says why and what to do. */
export class SandboxError extends CxoneError {
  readonly code = "CXONE_SANDBOX";
}

/** What every refusal for want of a feature ends with. */
export const usePulumi =
  "The sandbox runs dynamic resources only: use Pulumi's command line (pulumi) for it.";
