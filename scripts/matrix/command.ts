import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { commandLine } from "../command-line.ts";

export interface CommandOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** @returns What the command wrote to its standard output. @throws {Error} with all that it wrote, where it fails. */
export async function run(
  command: readonly [string, ...string[]],
  options: CommandOptions,
): Promise<string> {
  const { file, args, shell } = commandLine(command);
  const child = spawn(file, args, { ...options, shell, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  const [code, written, complaints] = await Promise.all([
    ended,
    text(child.stdout),
    text(child.stderr),
  ]);
  if (code === 0) return written;
  throw new Error(`${command.join(" ")} ended with ${code}:\n${written}\n${complaints}`.trimEnd());
}
