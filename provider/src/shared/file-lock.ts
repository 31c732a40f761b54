import { createHash } from "node:crypto";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { hasErrorCode } from "./caught-error.ts";
import { type Holder, parseHolder, stateOf, thisHolder } from "./process-holder.ts";

/** A lock that another process holds. */
export interface HeldLock {
  readonly path: string;
  readonly waitedMs: number;
  /** Absent where the file does not say. */
  readonly holder: Holder | undefined;
}

export interface LockOptions {
  /** How long to wait for a process that runs, in milliseconds. Then `heldError` is thrown. */
  readonly runningMs: number;
  /** After how many milliseconds to take over the lock of a process that cannot be seen, as on another machine. */
  readonly unknownMs: number;
  readonly heldError: (lock: HeldLock) => Error;
}

/**
 * Keeps every other process away until it is disposed of: a file that says who holds it. The lock of a process that has ended is
 * taken over.
 */
export async function acquireLock(path: string, options: LockOptions): Promise<AsyncDisposable> {
  const text = JSON.stringify(await thisHolder());
  const watch = new Watch();
  while (!create(path, text)) {
    const held = await contentOf(path);
    if (held === undefined) continue;
    const waitedMs = watch.elapsedMs(held);
    const holder = parseHolder(held);
    const state = holder ? await stateOf(holder) : "unknown";
    if (state === "gone" || (state === "unknown" && waitedMs > options.unknownMs)) {
      await clear(path, held, options);
    } else if (watch.totalMs > options.runningMs) {
      throw options.heldError({ path, waitedMs: watch.totalMs, holder });
    } else {
      await delay(1 + Math.random() * 15);
    }
  }
  return {
    async [Symbol.asyncDispose]() {
      // What the lock was for is done. Whoever meets a lock that cannot be removed reports it.
      if ((await contentOf(path)) === text) await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

/** Both steps at once, without giving way to anything: a process that is killed between them leaves an empty file. */
function create(path: string, text: string): boolean {
  let file: number;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (error) {
    if (hasErrorCode(error, "EEXIST")) return false;
    throw error;
  }
  try {
    writeSync(file, text);
    return true;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

/**
 * Of several processes that find the same abandoned lock, one at a time gets here, and looks again: by then it may be a new one.
 * Their own lock is named after the abandoned one, and may be abandoned as any other.
 */
async function clear(path: string, abandoned: string, options: LockOptions): Promise<void> {
  const digest = createHash("sha256").update(abandoned).digest("hex");
  await using _turn = await acquireLock(`${path}.${digest.slice(-8)}`, options);
  if ((await contentOf(path)) === abandoned) await rm(path, { force: true });
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** How long the same lock has been seen, by this process's own clock: those of other machines may differ. */
class Watch {
  readonly #startedAt = performance.now();
  #seen: string | undefined;
  #since = 0;

  elapsedMs(held: string): number {
    if (this.#seen !== held) {
      this.#seen = held;
      this.#since = performance.now();
    }
    return performance.now() - this.#since;
  }

  get totalMs(): number {
    return performance.now() - this.#startedAt;
  }
}
