import type { EngineEvent, EngineResult } from "./model/result.ts";

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
  /** Called with each event as it happens. */
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

/**
 * Runs a Pulumi program without Pulumi's command line: dynamic resources through the processes of the program's own
 * `@pulumi/pulumi`, others through the plugins that `Pulumi.yaml` names, with its state in a JSON file. For one person on one machine, to try a program or to test it;
 * deployments are for Pulumi's command line.
 *
 * Every method resolves however the run goes: `ok` says whether all has been done, `diagnostics` what went wrong.
 *
 * @example
 * const engine = new SandboxEngine({ cwd: "." });
 * const { ok, steps } = await engine.preview();
 */
export class SandboxEngine {
  readonly #options: EngineOptions;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Runs the program and shows what `up` would do. */
  async preview(options: RunOptions = {}): Promise<EngineResult> {
    return this.#run("preview", options);
  }

  /** Runs the program, and creates, updates, replaces and deletes what it takes. */
  async up(options: RunOptions = {}): Promise<EngineResult> {
    return this.#run("up", options);
  }

  /** Reads every resource and takes what it finds into the state; the program does not run. */
  async refresh(options: RunOptions = {}): Promise<EngineResult> {
    return this.#run("refresh", options);
  }

  /** Deletes every resource; the program does not run. */
  async destroy(options: RunOptions = {}): Promise<EngineResult> {
    return this.#run("destroy", options);
  }

  async #run(operation: EngineResult["operation"], options: RunOptions): Promise<EngineResult> {
    // Pulumi's protocol takes a while to load, and not everybody who imports the sandbox runs a program.
    const { run } = await import("./run.ts");
    const { result } = await run(operation, this.#options, options);
    return result;
  }
}
