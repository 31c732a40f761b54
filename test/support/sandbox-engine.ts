import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type EngineResult, SandboxEngine } from "pulumi-cxone-dialer/sandbox";
import {
  argumentsOf,
  type Config,
  type Door,
  type Engine,
  type EngineKind,
  type EngineOptions,
  type EngineRun,
  type Flags,
  type ResourceName,
  relevantSteps,
  urnOf,
} from "./engine.ts";
import { compileCache } from "./process-environment.ts";
import { copyProgram, moveToNative, type ProgramCopy, referToProgram } from "./program.ts";

const bin = join(import.meta.dirname, "..", "..", "provider", "bin", "cxone-dialer.js");

export const sandboxEngine: EngineKind = {
  name: "the sandbox engine",
  door: "dynamic",
  start: async (options) => new Sandbox(await referToProgram(options.program), options, "dynamic"),
};

/** The same programs, moved to the native provider as the guide says: by another import and three lines. */
export const nativeSandboxEngine: EngineKind = {
  name: "the sandbox engine, with the native provider",
  door: "native",
  start: async (options) => {
    const copy = await copyProgram(options.program);
    await moveToNative(copy.folder);
    return new Sandbox(copy, options, "native");
  },
};

class Sandbox implements Engine {
  readonly #program: ProgramCopy;
  readonly #options: EngineOptions;
  readonly #door: Door;
  #config: Config;

  constructor(program: ProgramCopy, options: EngineOptions, door: Door) {
    this.#door = door;
    this.#program = program;
    this.#options = options;
    this.#config = options.config ?? {};
  }

  preview(config: Config = {}, flags: Flags = {}): Promise<EngineRun> {
    return this.#run(config, (engine) => engine.preview(flags));
  }

  up(config: Config = {}, flags: Flags = {}): Promise<EngineRun> {
    return this.#run(config, (engine) => engine.up(flags));
  }

  refresh(): Promise<EngineRun> {
    return this.#run({}, (engine) => engine.refresh());
  }

  destroy(): Promise<EngineRun> {
    return this.#run({}, (engine) => engine.destroy());
  }

  startUp(config: Config = {}, flags: Flags = {}): Promise<ChildProcess> {
    this.#config = { ...this.#config, ...config };
    const { secretConfig = {}, env = {} } = this.#options;
    const settings = Object.entries(this.#config).flatMap(([key, value]) => [
      "--config",
      `${key}=${value}`,
    ]);
    const secrets = Object.entries(secretConfig).flatMap(([key, value]) => [
      "--secret-config",
      `${key}=${value}`,
    ]);
    const args = [bin, "sandbox", "up", "--cwd", this.#program.folder, ...settings, ...secrets];
    args.push(...argumentsOf(flags));
    return Promise.resolve(
      spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: "ignore" }),
    );
  }

  recover(): Promise<void> {
    return Promise.resolve();
  }

  urn(resource: ResourceName): string {
    const project = basename(this.#options.program);
    return urnOf({ stack: "dev", project, door: this.#door }, resource);
  }

  stateText(): Promise<string> {
    return readFile(join(this.#program.folder, ".sandbox", "dev.json"), "utf8");
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#program[Symbol.asyncDispose]();
  }

  async #run(
    config: Config,
    operate: (engine: SandboxEngine) => Promise<EngineResult>,
  ): Promise<EngineRun> {
    this.#config = { ...this.#config, ...config };
    const { secretConfig = {}, env = {} } = this.#options;
    const cwd = this.#program.folder;
    const engine = new SandboxEngine({
      ...{ cwd, config: this.#config, secretConfig },
      env: { NODE_COMPILE_CACHE: compileCache, ...env },
    });
    const { ok, steps, outputs, diagnostics } = await operate(engine);
    return {
      ok,
      steps: relevantSteps(
        steps.map(({ op, urn, diff }) => ({
          op,
          urn,
          name: urn.split("::").at(-1) ?? "",
          changed: op === "update" || op === "refresh" ? diff.map(({ path }) => path).sort() : [],
        })),
      ),
      outputs,
      messages: diagnostics
        .filter(({ severity }) => severity !== "info")
        .map(({ severity, message }) => `${severity}: ${message}`)
        .join("\n"),
    };
  }
}
