import { execFile } from "node:child_process";
import { join } from "node:path";

const bin = join(import.meta.dirname, "..", "..", "provider", "bin", "cxone-dialer.js");

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string | undefined;
  /** Beside the environment of the test, and in place of what that says of colours. */
  readonly env?: NodeJS.ProcessEnv;
  /** What stands on the standard input. */
  readonly input?: string;
  /** It believes that it writes to a terminal: of this width, where one is given. */
  readonly terminal?: true | { readonly width: number };
}

/** Runs `cxone-dialer` as a shell does. */
export function cxoneDialer(
  args: readonly string[],
  { cwd, env: more = {}, input = "", terminal }: CommandOptions = {},
): Promise<CommandResult> {
  const { NO_COLOR: _, FORCE_COLOR: __, CXONE_LINES_COUNTED: ___, ...env } = process.env;
  const options = { cwd, env: { ...env, ...more }, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...asTerminal(terminal), bin, ...args],
      options,
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

function asTerminal(terminal: CommandOptions["terminal"]): readonly string[] {
  if (terminal === undefined) return [];
  const width = terminal === true ? "" : `;process.stdout.columns=${terminal.width}`;
  return ["--import", `data:text/javascript,process.stdout.isTTY=true${width}`];
}
