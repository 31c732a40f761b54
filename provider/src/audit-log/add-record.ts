import type { KeyObject } from "node:crypto";
import { open } from "node:fs/promises";
import type { AuditEntry } from "../domain/audit-entry.ts";
import { sealRecord } from "../domain/audit-record.ts";
import { AuditLogError } from "../errors/index.ts";
import { appendDurably, syncFolder } from "./durable.ts";
import { longestLine } from "./line.ts";
import { locate } from "./location.ts";
import { acquireLock } from "./lock.ts";
import { readLogEnd } from "./log-end.ts";
import { reasonOf } from "./reason.ts";

/** Adds a record to the chain in the file. When it resolves, the record is on the disk. */
export async function addRecord(
  file: string,
  entry: AuditEntry,
  key: KeyObject | undefined,
): Promise<void> {
  const { path, folder } = await locate(file);
  await using _lock = await acquireLock(`${path}.lock`);
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
