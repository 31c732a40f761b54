import { AuditLogError } from "../errors/index.ts";
import { errorCode, messageOf } from "../shared/caught-error.ts";

const noRight =
  "This user has no right to the file or its folder. Give it the right to write to both, or name another file.";

const known: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full. Make room, and run again.",
  EDQUOT: "The user's share of the disk is used up. Make room, and run again.",
  EFBIG: "The file may not grow any more. Move it away: a new file begins a new chain.",
  EROFS: "It is on a file system that is read only. Name another file.",
  EACCES: noRight,
  EPERM: noRight,
};

/** Why the log cannot be read or written, and what to do next. */
export function reasonOf(error: unknown): string {
  if (error instanceof AuditLogError) return error.message;
  const code = errorCode(error);
  if (code !== undefined && code in known) return `${known[code]} (${code})`;
  return `${messageOf(error)}.`;
}
