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
  /** Ends the run early: what is running ends and is recorded, nothing else starts. */
  readonly signal?: AbortSignal;
}
