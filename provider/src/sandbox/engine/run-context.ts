import type { LimitFunction } from "p-limit";
import type { Halt } from "./halt.ts";
import type { Provider } from "./provider.ts";
import type { Report } from "./report.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Targets } from "./targets.ts";

/** What all parts of a run share. */
export interface RunContext {
  readonly snapshot: Snapshot;
  readonly provider: Provider;
  readonly report: Report;
  readonly halt: Halt;
  /** True for a preview: nothing outside changes. The snapshot does, but is not written. */
  readonly dryRun: boolean;
  readonly targets: Targets;
  /** URNs of resources to replace, whatever their diff would say. */
  readonly replace: readonly string[];
  /** Bounds the operations that run at the same time. */
  readonly limit: LimitFunction;
  /** The snapshot changed and is to be written. */
  readonly save: () => void;
  /** Ends when all that has changed so far is written. */
  readonly saved: () => Promise<void>;
}
