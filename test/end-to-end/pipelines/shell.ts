import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface ShellOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface ShellRun {
  readonly code: number | null;
  /** What a person sees of it: both streams. */
  readonly output: string;
}

/** Runs a script as both hosts do: by bash, until the first command that fails. */
export async function runBash(script: string, { cwd, env }: ShellOptions): Promise<ShellRun> {
  const flags = ["--noprofile", "--norc", "-e", "-o", "pipefail"];
  const bash = spawn("bash", [...flags, "-c", script], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    bash.once("error", reject).once("close", resolve);
  });
  const [out, err, code] = await Promise.all([text(bash.stdout), text(bash.stderr), closed]);
  return { code, output: `$ ${script.trim()}\n${out}${err}` };
}
