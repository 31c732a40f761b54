import { execFile } from "node:child_process";
import { join } from "node:path";

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  /** What stands on the standard input. */
  readonly input?: string;
  /** The width of the terminal that the command is to believe it writes to; absent for a pipe. */
  readonly terminalWidth?: number;
}

const bin = join(import.meta.dirname, "..", "..", "..", "provider", "bin", "cxone-dialer.js");

/** Runs `cxone-dialer forecast` with arguments written as in a shell, none of which holds a space. */
export function forecast(args: string, options: Options = {}): Promise<Outcome> {
  return forecastArguments(args.split(" ").filter(Boolean), options);
}

export function forecastArguments(
  args: readonly string[],
  { input = "", terminalWidth }: Options = {},
): Promise<Outcome> {
  const terminal =
    terminalWidth === undefined
      ? []
      : [
          "--import",
          `data:text/javascript,process.stdout.isTTY=true;process.stdout.columns=${terminalWidth}`,
        ];
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...terminal, bin, "forecast", ...args],
      { env, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

/** The rows of `--json`, as far as a test looks at them. */
export interface JsonRow {
  readonly configuration?: { readonly name: string; readonly sharesAgentsWith: readonly string[] };
  readonly setting: Readonly<Record<string, number | string>>;
  readonly forecast: Readonly<Record<string, number | string>>;
  readonly isOverLimit: boolean;
  readonly highestDialRate: number | null;
}

export async function forecastRows(args: string, options?: Options): Promise<readonly JsonRow[]> {
  const { code, stdout, stderr } = await forecast(`${args} --json`, options);
  if (code !== 0) throw new Error(stderr);
  const { rows }: { readonly rows: readonly JsonRow[] } = JSON.parse(stdout);
  return rows;
}
