import type { Selection } from "./plan/selection.ts";

/** `--assign PATTERN=CAMPAIGN`. */
export interface AssignFlag {
  readonly pattern: string;
  /** An id, or a name in the plan or in the tenant. */
  readonly campaign: string;
}

/** The flags of `adopt`. */
export interface AdoptFlags extends Selection {
  readonly assign: readonly AssignFlag[];
  readonly campaignField?: string;
  readonly package?: string;
  readonly resume?: true;
  readonly offline?: true;
  readonly force?: true;
  readonly json?: true;
}
