import type { FileHandle } from "node:fs/promises";
import { type Cut, NO_RECORD, readRecord, sha256 } from "../domain/audit-record.ts";
import { AuditLogError } from "../errors/index.ts";
import { bomLength, LF, longestLine, withoutReturn } from "./lines.ts";

/** Where and how a log goes on. */
export interface LogEnd {
  readonly sequence: number;
  readonly previous: string;
  /** Bytes of the file that stay, from its beginning. */
  readonly length: number;
  /** What stands behind them: the rest of a run that was killed while it wrote. */
  readonly cut?: Cut | undefined;
  /** The last record is whole but for its line end. */
  readonly lacksLineEnd: boolean;
}

/**
 * Reads as much of the file's end as it takes, however long the file is.
 *
 * @throws AuditLogError where it is some other file: nothing may be cut off it or written to it
 */
export async function readLogEnd(handle: FileHandle): Promise<LogEnd> {
  const { size } = await handle.stat();
  for (let length = 64 * 1024; ; length *= 2) {
    const start = Math.max(0, size - length);
    const end = split(await readFrom(handle, start, size), start === 0);
    if (end) return continuation(end, size);
    if (length > longestLine) throw foreign("Its last line is too long for a record.");
  }
}

interface Parts {
  /** The last line that is not blank, without its line end; absent where there is none. */
  readonly line?: Buffer;
  /** What follows the last line end. */
  readonly rest: Buffer;
}

/** Undefined where the last line begins before these bytes. */
function split(bytes: Buffer, isWhole: boolean): Parts | undefined {
  const text = isWhole ? bytes.subarray(bomLength(bytes)) : bytes;
  let end = text.lastIndexOf(LF);
  if (end < 0) return isWhole ? { rest: text } : undefined;
  const rest = text.subarray(end + 1);
  while (end >= 0) {
    const before = end === 0 ? -1 : text.lastIndexOf(LF, end - 1);
    if (before < 0 && !isWhole) return undefined;
    const line = withoutReturn(text.subarray(before + 1, end));
    if (line.length > 0) return { line, rest };
    end = before;
  }
  return { rest };
}

function continuation({ line, rest }: Parts, size: number): LogEnd {
  if (rest.length === 0) return { ...after(line), length: size, lacksLineEnd: false };
  const unended = withoutReturn(rest);
  if (readRecord(unended).record) {
    return { ...after(unended), length: size, lacksLineEnd: true };
  }
  if (!line && !isTorn(rest)) throw foreign("It holds something else.");
  return {
    ...after(line),
    length: size - rest.length,
    cut: { bytes: rest.length, digest: sha256(rest) },
    lacksLineEnd: false,
  };
}

/**
 * The chain goes on from the bytes as they are, even where the last record's own hash is wrong: nothing that happens from now
 * on may be lost for what somebody did to the file before, and verifying names that record.
 */
function after(line: Buffer | undefined): Pick<LogEnd, "sequence" | "previous"> {
  if (!line) return { sequence: 1, previous: NO_RECORD };
  const { record, fault } = readRecord(line);
  if (!record) throw foreign(`Its last line is no record: ${fault}.`);
  return { sequence: record.sequence + 1, previous: sha256(line) };
}

/** A first record whose writing broke off; anything else that stands alone in a file may be somebody's only copy of it. */
function isTorn(text: Buffer): boolean {
  if (!text.toString("latin1", 0, 2).startsWith('{"'.slice(0, text.length))) return false;
  try {
    JSON.parse(text.toString("utf8"));
    return false;
  } catch {
    return true;
  }
}

function foreign(reason: string): AuditLogError {
  return new AuditLogError(
    `${reason} So it is not taken for an audit log, and nothing was written to it. Name another file, or move this one away: a new ` +
      "file begins a new chain.",
  );
}

async function readFrom(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(end - start);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
