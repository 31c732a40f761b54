import { execFile } from "node:child_process";
import { join } from "node:path";

const bin = join(import.meta.dirname, "..", "..", "..", "provider", "bin", "cxone-dialer.js");

export interface BudgetResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `cxone-dialer budget`, with options of Node.js where they are given. */
export function budget(
  args: readonly string[],
  options: readonly string[] = [],
): Promise<BudgetResult> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...options, bin, "budget", ...args],
      { env },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

export const header = "start,agents,dials,answered,abandoned,handleSeconds";

/** Rows of days from 2 March 2026 on, one each. @param cells what stands after the start of the day's row. */
export function days(count: number, cells: (index: number) => string): readonly string[] {
  return Array.from(
    { length: count },
    (_, i) => `2026-03-${String(i + 2).padStart(2, "0")}T09:00,${cells(i)}`,
  );
}
