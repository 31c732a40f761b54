import type { EngineOptions, RunOptions } from "./options.ts";
import type { EngineResult } from "./result.ts";

/**
 * Runs a Pulumi program with dynamic resources without Pulumi's command line: through the processes of the program's
 * own `@pulumi/pulumi`, with its state in a JSON file. For one person on one machine, to try a program or to test it;
 * deployments are for Pulumi's command line.
 *
 * Every method resolves however the run goes: `ok` tells whether all has been done, `diagnostics` what went wrong.
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
    return run(operation, this.#options, options);
  }
}
