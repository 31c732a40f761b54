import {
  type CommandOptions,
  type CommandResult,
  cxoneDialer,
} from "../../support/cxone-dialer.ts";

/** Runs `cxone-dialer forecast` with arguments written as in a shell, none of which holds a space. */
export function forecast(args: string, options?: CommandOptions): Promise<CommandResult> {
  return forecastArguments(args.split(" ").filter(Boolean), options);
}

export function forecastArguments(
  args: readonly string[],
  options?: CommandOptions,
): Promise<CommandResult> {
  return cxoneDialer(["forecast", ...args], options);
}

/** The rows of `--json`, as far as a test looks at them. */
export interface JsonRow {
  readonly configuration?: { readonly name: string; readonly sharesAgentsWith: readonly string[] };
  readonly setting: Readonly<Record<string, number | string>>;
  readonly forecast: Readonly<Record<string, number | string>>;
  readonly isOverLimit: boolean;
  readonly highestDialRate: number | null;
}

export async function forecastRows(
  args: string,
  options?: CommandOptions,
): Promise<readonly JsonRow[]> {
  const { code, stdout, stderr } = await forecast(`${args} --json`, options);
  if (code !== 0) throw new Error(stderr);
  const { rows }: { readonly rows: readonly JsonRow[] } = JSON.parse(stdout);
  return rows;
}
