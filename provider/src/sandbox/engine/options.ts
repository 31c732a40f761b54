import type { EngineEvent } from "./result.ts";

export interface EngineOptions {
  /** Folder of `Pulumi.yaml`. */
  readonly cwd: string;
  /** Letters, digits, `.`, `_` and `-`. @default "dev" */
  readonly stack?: string;
  /** Settings that win over those of `Pulumi.<stack>.yaml`; a key without namespace is the project's own. */
  readonly config?: Readonly<Record<string, string>>;
  /** The same for secrets: neither shown nor stored readably. */
  readonly secretConfig?: Readonly<Record<string, string>>;
  /** Environment of the program and of its providers, on top of this process's; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** How many resources are created, updated, read or deleted at a time. @default 4 × the number of processors */
  readonly parallel?: number;
  /** @default "<cwd>/.sandbox/<stack>.json" */
  readonly stateFile?: string;
  /** Is told what happens as it happens. */
  readonly onEvent?: (event: EngineEvent) => void;
}

export interface RunOptions {
  /**
   * URNs of the only resources that are created, updated, read or deleted. The others are neither checked nor compared: what
   * exists of them stays as it is. @default all
   */
  readonly target?: readonly string[];
  /** URNs of resources that are replaced whatever their diff would say. Only of a run that runs the program. */
  readonly replace?: readonly string[];
  /** Ends the run early: what is running ends and is recorded, nothing else starts. */
  readonly signal?: AbortSignal;
}
