import { appendFileSync } from "node:fs";
import { ConfigurationError } from "../../errors/index.ts";

/** Where the log goes. */
export interface LogSetting {
  /** @default the process's standard error */
  readonly file?: string | undefined;
}

/**
 * Whether requests are logged, and where: `CXONE_LOG=debug`, and `CXONE_LOG_FILE`, which is reason enough by itself. A setting
 * of a run and not of a stack, hence of the environment alone.
 *
 * @throws {ConfigurationError} another level, or a file that cannot be written
 */
export function logSetting(env: NodeJS.ProcessEnv): LogSetting | undefined {
  const file = env.CXONE_LOG_FILE || undefined;
  const level = env.CXONE_LOG || (file === undefined ? "off" : "debug");
  if (level === "off") return undefined;
  if (level !== "debug") {
    throw new ConfigurationError(
      `The environment variable CXONE_LOG is ${JSON.stringify(level)}, and must be debug or off. No request was made.`,
    );
  }
  if (file !== undefined) assertWritable(file);
  return { file };
}

function assertWritable(file: string): void {
  try {
    appendFileSync(file, "");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    throw new ConfigurationError(
      `The environment variable CXONE_LOG_FILE names ${file}, which cannot be written (${code}). Name a file in a folder that ` +
        "exists; a relative path begins at the program's folder. No request was made.",
    );
  }
}
