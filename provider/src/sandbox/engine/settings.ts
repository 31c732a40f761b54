import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import type { EngineOptions } from "./options.ts";
import { loadProject, type Project } from "./project.ts";
import { SandboxError } from "./sandbox-error.ts";
import { findSdk, type Sdk } from "./sdk.ts";
import { loadConfig, type StackConfig } from "./stack-config.ts";

/** All that a run needs to know before it starts. */
export interface Settings {
  readonly project: Project;
  readonly stack: string;
  readonly config: StackConfig;
  readonly sdk: Sdk;
  readonly env: NodeJS.ProcessEnv;
  readonly parallel: number;
  readonly statePath: string;
}

export const defaultStack = "dev";

export async function loadSettings(options: EngineOptions): Promise<Settings> {
  const { cwd, stack = defaultStack, config = {}, secretConfig = {} } = options;
  const { parallel = 4 * availableParallelism() } = options;
  if (!/^[\w.-]+$/.test(stack)) {
    throw new SandboxError(
      `${JSON.stringify(stack)} cannot be a stack's name: use letters, digits, '.', '_' and '-'.`,
    );
  }
  if (!Number.isInteger(parallel) || parallel < 1) {
    throw new SandboxError(`parallel is ${parallel}: give a whole number of at least 1.`);
  }
  const project = await loadProject(cwd);
  return {
    project,
    stack,
    parallel,
    config: await loadConfig(project, stack, { config, secretConfig }),
    sdk: findSdk(project),
    env: { ...process.env, ...options.env },
    statePath: resolve(options.stateFile ?? join(project.root, ".sandbox", `${stack}.json`)),
  };
}
