import { createInterface } from "node:readline";
import type { Project, StackConfig } from "../settings.ts";
import { Child, type Ending } from "./child-process.ts";

export interface ProgramOptions {
  readonly project: Project;
  readonly stack: string;
  readonly config: StackConfig;
  readonly env: NodeJS.ProcessEnv;
  /** Address of the monitor and engine services. */
  readonly address: string;
  /** The SDK's `cmd/run`. */
  readonly script: string;
  readonly dryRun: boolean;
  readonly parallel: number;
  /** A line that the program wrote to its standard output. */
  readonly onOutput: (line: string) => void;
}

/** Exit code by which the SDK says that it has reported the error itself (`cmd/run`). */
export const alreadyReported = 32;

/** Runs the program to its end, or until the signal ends it. Returns what it wrote to its standard error. */
export async function runProgram(
  options: ProgramOptions,
  signal: AbortSignal,
): Promise<Ending & { readonly errors: string }> {
  const { project, env, onOutput } = options;
  const child = Child.node(argumentsOf(options), {
    cwd: project.directory,
    env: { ...env, ...environmentOf(options) },
  });
  createInterface({ input: child.stdout }).on("line", onOutput);
  const kill = () => child.kill();
  if (signal.aborted) kill();
  signal.addEventListener("abort", kill, { once: true });
  const [ending, errors] = await Promise.all([child.ended, child.stderr]);
  return { ...ending, errors };
}

function argumentsOf(options: ProgramOptions): readonly string[] {
  const { project, stack, address, script, dryRun, parallel } = options;
  return [
    ...project.nodeArguments,
    script,
    `--monitor=${address}`,
    `--engine=${address}`,
    `--project=${project.name}`,
    `--stack=${stack}`,
    "--organization=organization",
    `--root-directory=${project.root}`,
    `--pwd=${project.directory}`,
    `--parallel=${parallel}`,
    ...(dryRun ? ["--dry-run"] : []),
    project.entry,
  ];
}

function environmentOf({ project, config }: ProgramOptions): NodeJS.ProcessEnv {
  return {
    PULUMI_NODEJS_TYPESCRIPT: String(project.compileTypeScript),
    ...(project.tsconfig !== undefined && { PULUMI_NODEJS_TSCONFIG_PATH: project.tsconfig }),
    PULUMI_CONFIG: JSON.stringify(config.values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
  };
}
