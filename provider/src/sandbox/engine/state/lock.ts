import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { hasErrorCode } from "../../../shared/caught-error.ts";
import { SandboxError } from "../model/result.ts";

/** Locks of this process: a process number read from a file may be our own from before the machine was restarted. */
const heldHere = new Set<string>();

/**
 * Keeps a second run away from the same state: a file that holds the number of the process which made it. That of a
 * process which is no more is taken over.
 */
export async function acquireLock(file: string): Promise<AsyncDisposable> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  while (!(await create(file))) {
    const holder = await readFile(file, "utf8").catch(() => "");
    if (isAlive(file, Number.parseInt(holder, 10))) {
      throw new SandboxError(
        `Another run (process ${holder.trim()}) is using this state. Wait until it ends; if there is none, delete ${file}.`,
      );
    }
    await moveAway(file);
  }
  heldHere.add(file);
  return {
    async [Symbol.asyncDispose]() {
      heldHere.delete(file);
      await rm(file, { force: true });
    },
  };
}

/** A link appears with its content, where a new file is empty for a moment and would look stale. */
async function create(file: string): Promise<boolean> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${process.pid}\n`);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (hasErrorCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Of several runs that find the same stale lock only one can move it; the others try again. */
async function moveAway(file: string): Promise<void> {
  const aside = `${file}.stale-${process.pid}`;
  await rename(file, aside).catch((error: unknown) => {
    if (!hasErrorCode(error, "ENOENT")) throw error;
  });
  await rm(aside, { force: true });
}

function isAlive(file: string, pid: number): boolean {
  if (pid === process.pid) return heldHere.has(file);
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasErrorCode(error, "EPERM");
  }
}
