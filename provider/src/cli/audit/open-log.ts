import { type FileLine, readLines } from "../../audit-log/read-lines.ts";

/** The lines of a log, with an error that a person can use where it cannot be read. */
export async function* readableLines(file: string): AsyncGenerator<FileLine> {
  try {
    yield* readLines(file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && "syscall" in error)) throw error;
    throw new Error(
      `${file} cannot be read (${error.code}). Give the file that cxone:auditLog names.`,
    );
  }
}
