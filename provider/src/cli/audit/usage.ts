import { exitCodes as shared } from "../exit-codes.ts";

/** What a pipeline can tell apart. */
export const exitCodes = {
  whole: shared.done,
  broken: shared.finding,
  unusable: shared.usage,
} as const;

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
