import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { commandLine } from "./command-line.ts";

/** A command of the repository that does one thing, and fails by its exit code. */
export interface Job {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
}

export interface JobResult {
  readonly name: string;
  readonly isOk: boolean;
  readonly seconds: number;
  readonly output: string;
}

const root = join(import.meta.dirname, "..");

/** A script of package.json. */
export function npmScript(name: string): Job {
  return { name, command: ["npm", "run", "--silent", name] };
}

export async function runJob({ name, command, env }: Job): Promise<JobResult> {
  const start = performance.now();
  const { file, args, shell } = commandLine(command);
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, ...env },
    shell,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  const [code, ...written] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const seconds = (performance.now() - start) / 1_000;
  return { name, isOk: code === 0, seconds, output: written.join("") };
}

/** Runs the jobs in their order, one more at a time than there are cores, since some wait, and reports each as it ends. */
export async function runJobs(
  jobs: readonly Job[],
  report: (result: JobResult) => void = printResult,
): Promise<readonly JobResult[]> {
  const results: JobResult[] = [];
  const queue = jobs.values();
  const lane = async () => {
    for (const job of queue) {
      const result = await runJob(job);
      results.push(result);
      report(result);
    }
  };
  await Promise.all(Array.from({ length: Math.max(3, availableParallelism() + 1) }, lane));
  return results;
}

/** One line, and all that the job wrote where it failed. */
export function printResult({ name, isOk, seconds, output }: JobResult): void {
  console.log(`${isOk ? "✔" : "✖"} ${name} (${seconds.toFixed(1)} s)`);
  if (!isOk) console.log(output.trimEnd());
}
