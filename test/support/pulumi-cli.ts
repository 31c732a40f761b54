import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { JsonObject } from "pulumi-cxone-dialer";
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
import { copyProgram, moveToNative, type ProgramCopy, referToProgram } from "./program.ts";

const STACK = "test";

/** Pulumi's own command line, with its state in a folder of its own. */
export const pulumiCli: EngineKind = {
  name: "Pulumi's command line",
  door: "dynamic",
  start: async (options) => PulumiCli.start(await referToProgram(options.program), options),
};

/** The same programs, moved to the native provider. */
export const nativePulumiCli: EngineKind = {
  name: "Pulumi's command line, with the native provider",
  door: "native",
  async start(options) {
    const copy = await copyProgram(options.program);
    await moveToNative(copy.folder);
    return PulumiCli.start(copy, options, "native");
  },
};

export async function isPulumiInstalled(): Promise<boolean> {
  try {
    await promisify(execFile)("pulumi", ["version"]);
    return true;
  } catch {
    return false;
  }
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly old: { readonly inputs?: JsonObject } | null;
  readonly new: { readonly inputs?: JsonObject } | null;
  /** By path; of a native resource alone. */
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
}

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly diagnosticEvent?: { readonly message: string; readonly severity: string };
}

interface CliOptions {
  readonly env: Readonly<Record<string, string>> | undefined;
  readonly door: Door;
}

class PulumiCli implements Engine {
  readonly #program: ProgramCopy;
  readonly #project: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #door: Door;

  private constructor(program: ProgramCopy, project: string, { env = {}, door }: CliOptions) {
    this.#program = program;
    this.#project = project;
    this.#env = env;
    this.#door = door;
  }

  static async start(
    copy: ProgramCopy,
    { program, config, secretConfig = {}, env }: EngineOptions,
    door: Door = "dynamic",
  ): Promise<PulumiCli> {
    const engine = new PulumiCli(copy, basename(program), { env, door });
    await mkdir(engine.#state);
    await engine.#pulumi("stack", "init", STACK);
    for (const [key, value] of Object.entries(secretConfig)) {
      await engine.#pulumi("config", "set", "--secret", key, value);
    }
    await engine.#configure(config);
    return engine;
  }

  get #state(): string {
    return join(this.#program.folder, "state");
  }

  async preview(config?: Config, flags: Flags = {}): Promise<EngineRun> {
    await this.#configure(config);
    return this.#run("preview", ...argumentsOf(flags));
  }

  async up(config?: Config, flags: Flags = {}): Promise<EngineRun> {
    await this.#configure(config);
    return this.#run("up", "--yes", "--skip-preview", ...argumentsOf(flags));
  }

  refresh(): Promise<EngineRun> {
    return this.#run("refresh", "--yes", "--skip-preview");
  }

  destroy(): Promise<EngineRun> {
    return this.#run("destroy", "--yes", "--skip-preview");
  }

  async startUp(config?: Config, flags: Flags = {}): Promise<ChildProcess> {
    await this.#configure(config);
    const args = [...this.#flags, "up", "--yes", "--skip-preview", ...argumentsOf(flags)];
    return spawn("pulumi", args, { env: this.#environment, stdio: "ignore" });
  }

  /** A run that is killed leaves its lock on the stack. */
  async recover(): Promise<void> {
    await this.#pulumi("cancel", "--yes");
  }

  urn(resource: ResourceName): string {
    return urnOf({ stack: STACK, project: this.#project, door: this.#door }, resource);
  }

  async stateText(): Promise<string> {
    const files = await readdir(this.#state, { recursive: true, withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), "utf8"));
    return (await Promise.all(texts)).join("\n");
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#program[Symbol.asyncDispose]();
  }

  async #configure(config: Config = {}): Promise<void> {
    for (const [key, value] of Object.entries(config)) {
      await this.#pulumi("config", "set", key, value);
    }
  }

  async #run(operation: string, ...flags: readonly string[]): Promise<EngineRun> {
    const log = join(this.#program.folder, "events.jsonl");
    await rm(log, { force: true });
    const ok = await this.#pulumi(operation, ...flags, "--event-log", log).then(
      () => true,
      () => false,
    );
    const lines = (await readFile(log, "utf8")).split("\n").filter((line) => line !== "");
    const events = lines.map((line): EngineEvent => JSON.parse(line));
    return {
      ok,
      steps: relevantSteps(stepsOf(events, operation === "refresh")),
      outputs: JSON.parse(await this.#pulumi("stack", "output", "--json")),
      messages: events
        .flatMap(({ diagnosticEvent: event }) => event ?? [])
        .filter(({ severity }) => severity === "warning" || severity === "error")
        .map(({ severity, message }) => `${severity}: ${message}`)
        .join("\n"),
    };
  }

  get #environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      PULUMI_BACKEND_URL: `file://${this.#state}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DEBUG_COMMANDS: "true",
      ...this.#env,
    };
  }

  get #flags(): readonly string[] {
    return ["--non-interactive", "--color", "never", "--cwd", this.#program.folder];
  }

  async #pulumi(...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)("pulumi", [...this.#flags, ...args], {
      env: this.#environment,
      maxBuffer: 2 ** 28,
    });
    return stdout;
  }
}

/**
 * A refresh reports what it found when it is done; the others report what they are about to do. That a native resource is read before is
 * no step of them.
 */
function stepsOf(events: readonly EngineEvent[], isRefresh: boolean) {
  const steps = events.flatMap((event) => {
    const engineEvent = isRefresh ? event.resOutputsEvent : event.resourcePreEvent;
    if (!engineEvent || (!isRefresh && engineEvent.metadata.op === "refresh")) return [];
    return [engineEvent.metadata];
  });
  return steps.map(({ op, urn, old, new: after, detailedDiff }) => {
    const changed = detailedDiff
      ? Object.keys(detailedDiff).sort()
      : changedPaths(old?.inputs ?? {}, after?.inputs ?? {});
    return {
      op: isRefresh && op !== "delete" ? (changed.length > 0 ? "refresh" : "same") : op,
      urn,
      name: urn.split("::").at(-1) ?? "",
      changed: op === "update" || op === "refresh" || isRefresh ? changed : [],
    };
  });
}

function changedPaths(old: unknown, now: unknown, path = ""): string[] {
  if (isObject(old) && isObject(now)) {
    const keys = new Set([...Object.keys(old), ...Object.keys(now)]);
    keys.delete("__provider");
    return [...keys]
      .flatMap((key) => changedPaths(old[key], now[key], path ? `${path}.${key}` : key))
      .sort();
  }
  return JSON.stringify(old) === JSON.stringify(now) ? [] : [path];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
