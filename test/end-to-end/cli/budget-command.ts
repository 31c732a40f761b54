import {
  type CommandOptions,
  type CommandResult,
  cxoneDialer,
} from "../../support/cxone-dialer.ts";

/** Runs `cxone-dialer budget`. */
export function budget(args: readonly string[], options?: CommandOptions): Promise<CommandResult> {
  return cxoneDialer(["budget", ...args], options);
}

export const header = "start,agents,dials,answered,abandoned,handleSeconds";

/** Rows of days from 2 March 2026 on, one each. @param cells what stands after the start of the day's row. */
export function days(count: number, cells: (index: number) => string): readonly string[] {
  return Array.from(
    { length: count },
    (_, i) => `2026-03-${String(i + 2).padStart(2, "0")}T09:00,${cells(i)}`,
  );
}
