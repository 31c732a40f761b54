import { exitCodes as shared } from "../shared/exit-codes.ts";

/** What `adopt` and `adopt verify` exit with, besides 0: all is done, nothing differs. */
export const exitCodes = {
  /** The tenant could not be asked, or the folder not be read or written. */
  failed: shared.failed,
  /** The flags, the plan or the folder are not as they must be. */
  usage: shared.usage,
  /** `adopt`: done, but configurations are left out for a reason that a person can settle. `verify`: something differs. */
  open: shared.finding,
  /** `adopt`: done, but for program files that somebody edited, which are kept. */
  edited: shared.incomplete,
} as const;
