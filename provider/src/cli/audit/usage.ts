import type { Command } from "commander";

/** What a pipeline can tell apart. */
export const exitCodes = { whole: 0, broken: 1, unusable: 2 } as const;

/** Commander's own code for a wrong flag is 1, which here says that a log is broken. */
export function exitOnUsageError(command: Command): Command {
  return command.exitOverride(({ exitCode }) =>
    process.exit(exitCode === 0 ? exitCodes.whole : exitCodes.unusable),
  );
}

/** Does what a command does; where a file cannot be read, it says so in one line. */
export async function orUnusable(operation: () => Promise<void>): Promise<void> {
  try {
    await operation();
  } catch (error) {
    console.error(`error: ${messageOf(error)}`);
    process.exitCode = exitCodes.unusable;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
