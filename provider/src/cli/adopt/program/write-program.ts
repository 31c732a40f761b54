import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { diff } from "node:util";
import { readIfThere, writeAtomically } from "../atomic-file.ts";

/** A file that a person changed since it was written, and that is left to them. */
interface KeptFile {
  readonly path: string;
  /** What would change in it, a line each, after `-` or `+`. */
  readonly changes: readonly string[];
}

/** What became of a program's files. */
export interface WrittenProgram {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly kept: readonly KeptFile[];
  /** The SHA-256 of each file as it was last written. */
  readonly hashes: Readonly<Record<string, string>>;
}

export interface ProgramFolder {
  readonly folder: string;
  /** {@link WrittenProgram.hashes} of the run before. */
  readonly hashes: Readonly<Record<string, string>>;
  /** Whether edited files are overwritten too. */
  readonly force: boolean;
}

/** Writes a program over the one that was written before it; a file that somebody edited since is theirs. */
export async function writeProgram(
  files: ReadonlyMap<string, string>,
  { folder, hashes, force }: ProgramFolder,
): Promise<WrittenProgram> {
  const written: string[] = [];
  const removed: string[] = [];
  const kept: KeptFile[] = [];
  const next: Record<string, string> = {};
  const before = new Map(Object.entries(hashes));
  for (const path of new Set([...files.keys(), ...before.keys()])) {
    const wanted = files.get(path);
    const present = await readIfThere(join(folder, path));
    const isOurs = present === undefined || hash(present) === before.get(path);
    if (present !== wanted && !isOurs && !force) {
      kept.push({ path, changes: changes(present, wanted ?? "") });
      next[path] = before.get(path) ?? "";
    } else if (wanted === undefined) {
      await rm(join(folder, path), { force: true });
      if (present !== undefined) removed.push(path);
    } else {
      if (present !== wanted) {
        await writeAtomically(join(folder, path), wanted);
        written.push(path);
      }
      next[path] = hash(wanted);
    }
  }
  return { written, removed, kept, hashes: next };
}

/** Writes the files that are not there. */
export async function writeMissing(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const written: string[] = [];
  for (const [path, text] of files) {
    if ((await readIfThere(join(folder, path))) !== undefined) continue;
    await writeAtomically(join(folder, path), text);
    written.push(path);
  }
  return written;
}

/** Of the text whatever the line ends: git may change those. */
function hash(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}

function changes(present: string, wanted: string): readonly string[] {
  return diff(present.split("\n"), wanted.split("\n")).flatMap(([operation, line]) =>
    operation === 0 ? [] : [`${operation === 1 ? "-" : "+"} ${line}`],
  );
}
