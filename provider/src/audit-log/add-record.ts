import type { KeyObject } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { AuditEntry } from "../domain/audit-entry.ts";
import { sealRecord } from "../domain/audit-record.ts";
import { AuditLogError } from "../errors/index.ts";
import { syncFolder } from "../shared/durable-file.ts";
import { acquireLock, type HeldLock, type LockOptions } from "../shared/file-lock.ts";
import { longestLine } from "./lines.ts";
import { locate, reasonOf } from "./location.ts";
import { readLogEnd } from "./log-end.ts";

/** Adds a record to the chain in the file. When it resolves, the record is on the disk. */
export async function addRecord(
  file: string,
  entry: AuditEntry,
  key: KeyObject | undefined,
): Promise<void> {
  const { path, folder } = await locate(file);
  await using _lock = await lockLog(`${path}.lock`);
  // Appending, and not at an offset: whoever wrote in between, which no lock can rule out on every file system, loses nothing.
  await using handle = await open(path, "a+", 0o600);
  const { sequence, previous, cut, length, lacksLineEnd } = await readLogEnd(handle);
  const line = seal(entry, { sequence, previous, cut, recordedAt: new Date() }, key);
  if (cut) await handle.truncate(length);
  await appendDurably(handle, length, `${lacksLineEnd ? "\n" : ""}${line}\n`);
  if (sequence === 1) await syncFolder(folder);
}

function seal(...[entry, place, key]: Parameters<typeof sealRecord>): string {
  let line: string;
  try {
    line = sealRecord(entry, place, key);
  } catch (error) {
    throw new AuditLogError(`The entry has no form in JSON: ${reasonOf(error)}`);
  }
  const bytes = Buffer.byteLength(line);
  if (bytes <= longestLine) return line;
  throw new AuditLogError(
    `The record would take ${bytes} bytes, and at most ${longestLine} are written.`,
  );
}

/** A lock is held for one record, which takes some milliseconds. */
const usual: Pick<LockOptions, "runningMs" | "unknownMs"> = {
  runningMs: 60_000,
  unknownMs: 30_000,
};

/** @throws AuditLogError where another process holds the lock and does not let go: to go on would break the chain */
export function lockLog(path: string, wait = usual): Promise<AsyncDisposable> {
  return acquireLock(path, { ...wait, heldError });
}

function heldError({ path, waitedMs, holder }: HeldLock): AuditLogError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : "another process";
  return new AuditLogError(
    `${path} was held for ${Math.round(waitedMs / 1000)} s, at last by ${who}. Wait until it ends, and run again; if no such ` +
      "process is writing to the audit log, delete that file.",
  );
}

/**
 * Writes behind the last byte of the file, which is `length` bytes long, and comes back when it is on the disk. Where it fails, as
 * on a full disk, the file is cut back.
 */
async function appendDurably(handle: FileHandle, length: number, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  let written = 0;
  try {
    // One write. A disk that fills up takes a part, and says why when it is given the rest.
    while (written < bytes.length) written += (await handle.write(bytes, written)).bytesWritten;
    await handle.sync();
  } catch (error) {
    // What cannot be cut off now is a torn last line, which the next append heals.
    await cutBack(handle, length, written).catch(() => undefined);
    throw error;
  }
}

async function cutBack(handle: FileHandle, length: number, written: number): Promise<void> {
  const { size } = await handle.stat();
  if (size === length + written) await handle.truncate(length);
}
