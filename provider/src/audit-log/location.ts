import { access, constants, realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AuditLogError } from "../errors/index.ts";
import { errorCode, hasErrorCode, messageOf } from "../shared/caught-error.ts";

/** Where the log is. */
export interface Location {
  /** Free of links, so that everybody who writes to the file locks the same one. */
  readonly path: string;
  readonly folder: string;
  readonly exists: boolean;
}

/** @throws AuditLogError where there is no such folder, or something other than a file in the log's place */
export async function locate(file: string): Promise<Location> {
  try {
    const path = await realpath(file);
    if (!(await stat(path)).isFile()) {
      throw new AuditLogError(`${file} is a folder or a device. Name a file.`);
    }
    return { path, folder: dirname(path), exists: true };
  } catch (error) {
    if (!hasErrorCode(error, "ENOENT")) throw error;
  }
  const folder = await realpath(dirname(file)).catch((error: unknown) => {
    if (!hasErrorCode(error, "ENOENT")) throw error;
    throw new AuditLogError(
      `There is no folder ${dirname(file)}. Create it, or name a file in one that exists.`,
    );
  });
  return { path: join(folder, basename(file)), folder, exists: false };
}

/** @throws AuditLogError where the log, or the lock beside it, could not be written */
export async function checkAccess({ path, folder, exists }: Location): Promise<void> {
  const needs = [
    [folder, constants.W_OK | constants.X_OK],
    ...(exists ? [[path, constants.R_OK | constants.W_OK] as const] : []),
  ] as const;
  for (const [name, mode] of needs) {
    await access(name, mode).catch((error: unknown) => {
      throw new AuditLogError(
        `${name} may not be written (${errorCode(error)}). Give this user the right to write to the file and its folder, or name ` +
          "another file.",
        { cause: error },
      );
    });
  }
}

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
