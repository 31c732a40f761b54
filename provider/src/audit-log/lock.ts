import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { sha256 } from "../domain/audit-record.ts";
import { AuditLogError } from "../errors/index.ts";
import { hasErrorCode } from "./errno.ts";
import { type Holder, parseHolder, stateOf, thisHolder } from "./holder.ts";

/** How long a lock is waited for, in milliseconds. A lock is held for one record, which takes some milliseconds. */
export interface Patience {
  /** With a holder that runs. Then the wait ends in an error, for to go on would break the chain. */
  readonly runningMs: number;
  /** With one that cannot be seen, as on another machine: a lock that has not changed hands in this time is taken over. */
  readonly unknownMs: number;
}

const usual: Patience = { runningMs: 60_000, unknownMs: 30_000 };

/**
 * Keeps every other process away until it is disposed of: a file that says who holds it. That of a process which is no more is
 * taken over.
 *
 * @throws AuditLogError where another process holds it and does not let go
 */
export async function acquireLock(
  path: string,
  patience: Patience = usual,
): Promise<AsyncDisposable> {
  const text = JSON.stringify(await thisHolder());
  const watch = new Watch();
  while (!create(path, text)) {
    const held = await contentOf(path);
    if (held === undefined) continue;
    const waitedMs = watch.elapsedMs(held);
    const holder = parseHolder(held);
    const state = holder ? await stateOf(holder) : "unknown";
    if (state === "gone" || (state === "unknown" && waitedMs > patience.unknownMs)) {
      await clear(path, held, patience);
    } else if (watch.totalMs > patience.runningMs) {
      throw new AuditLogError(stuck(path, watch.totalMs, holder));
    } else {
      await delay(1 + Math.random() * 15);
    }
  }
  return {
    async [Symbol.asyncDispose]() {
      // The record is written by now. A lock that cannot be removed is told of by whoever meets it.
      if ((await contentOf(path)) === text) await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

/** Both steps at once, without giving way to anything: a process that is killed between them leaves a file that tells nothing. */
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
 * Of several processes that find the same lock forsaken one at a time gets here, and looks again: by then it may be a new one.
 * Their own lock is named after the forsaken one, and may be forsaken as any other.
 */
async function clear(path: string, forsaken: string, patience: Patience): Promise<void> {
  await using _turn = await acquireLock(`${path}.${sha256(forsaken).slice(-8)}`, patience);
  if ((await contentOf(path)) === forsaken) await rm(path, { force: true });
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

function stuck(path: string, waitedMs: number, holder: Holder | undefined): string {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : "another process";
  return (
    `${path} was held for ${Math.round(waitedMs / 1000)} s, at last by ${who}. Wait until it ends, and run again; if no such ` +
    "process is writing to the audit log, delete that file."
  );
}
