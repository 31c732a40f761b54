import type { Command, CommanderError } from "commander";
import { ConfigurationError } from "../../errors/index.ts";
import { messageOf } from "../../shared/caught-error.ts";

/** What every command exits with; `docs/exit-codes.md` is this table for users. A number never means two things. */
export const exitCodes = {
  done: 0,
  /** Something outside of the command failed: the tenant, a host, a program, a file that is written. */
  failed: 1,
  /** An argument, a setting, or a file or folder that is given to be read, cannot be used. */
  usage: 2,
  /** Done, and what was looked at is not as it should be. */
  finding: 3,
  /** Done in part: something was left out, and the output says what. */
  incomplete: 4,
  /** The deployment that a preview shows would be refused. */
  blocked: 5,
  /** The review is made, and could not be posted. */
  notPosted: 6,
} as const;

/** Commander ends with 1 whatever it refuses, which here means that something failed. */
export function exitCodeOfCommander({ exitCode }: Pick<CommanderError, "exitCode">): number {
  return exitCode === 1 ? exitCodes.usage : exitCode;
}

/** Has a command and those under it end with the codes above. */
export function useExitCodes(command: Command): void {
  command.exitOverride((ended) => process.exit(exitCodeOfCommander(ended)));
  for (const each of command.commands) useExitCodes(each);
}

/** Prints why a command could not do what it was asked for, and says what to exit with. */
export function reportError(error: unknown): number {
  for (const problem of problemsOf(error)) console.error(`error: ${problem}`);
  return error instanceof UsageError || error instanceof ConfigurationError
    ? exitCodes.usage
    : exitCodes.failed;
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof UsageError) return error.problems;
  return [messageOf(error)];
}

/** What a user typed, or the file that they named, cannot be used. Each problem is one line that shows a right value. */
export class UsageError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "UsageError";
    this.problems = problems;
  }
}
