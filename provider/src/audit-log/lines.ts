/** The lines of an audit log, and what is found in them. */
import { createReadStream } from "node:fs";
import * as z from "zod";
import type { LogLine } from "../domain/audit-chain.ts";
import type { AuditEntry } from "../domain/audit-entry.ts";
import { parseJson } from "../domain/json.ts";
import { AuditLogError } from "../errors/index.ts";
import { hasErrorCode } from "../shared/caught-error.ts";

/** The longest line that is read or written, in bytes. A record holds at most two tenants' documents, of 10 MiB each. */
export const longestLine = 64 * 1024 * 1024;

export const LF = 0x0a;
const CR = 0x0d;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** How many bytes of a byte order mark the file begins with: an editor may have put one there. */
export function bomLength(start: Buffer): number {
  return start.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0;
}

/** A line as it was written: a tool that converts line ends changes nothing of what the record says. */
export function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === CR ? line.subarray(0, -1) : line;
}

/** A line as it stands in the file. */
export type FileLine = LogLine & { readonly bytes: Buffer };

/**
 * The lines of a log that are not blank, one at a time, however long the file is.
 *
 * @throws AuditLogError where a line is longer than any record
 */
export async function* readLines(file: string): AsyncGenerator<FileLine> {
  let number = 0;
  let rest: Buffer = Buffer.alloc(0);
  let isStart = true;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    let bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (isStart) bytes = bytes.subarray(bomLength(bytes));
    isStart = false;
    let start = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      number += 1;
      const line = withoutReturn(bytes.subarray(start, end));
      if (line.length > 0) yield { number, bytes: line, isEnded: true };
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > longestLine) {
      throw new AuditLogError(
        `Line ${number + 1} of ${file} is too long for a record. Is it an audit log?`,
      );
    }
  }
  const line = withoutReturn(rest);
  if (line.length > 0) yield { number: number + 1, bytes: line, isEnded: false };
}

/** As much of a record as the search looks at. */
const record = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("write"),
    event: z.object({ audit_trail: z.object({ request_id: z.string() }) }),
    exportId: z.string().optional(),
  }),
  z.object({ kind: z.literal("export"), requestId: z.string() }),
]);

/** Whether the log has the write that went out under this request id, or its export: in its own record or the write's. */
export async function findEntry(
  file: string,
  requestId: string,
  kind: AuditEntry["kind"],
): Promise<boolean> {
  const quoted = JSON.stringify(requestId);
  try {
    for await (const { bytes } of readLines(file)) {
      if (bytes.includes(quoted) && hasEntry(bytes, requestId, kind)) return true;
    }
    return false;
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return false;
    throw error;
  }
}

function hasEntry(line: Buffer, requestId: string, kind: AuditEntry["kind"]): boolean {
  const { data } = record.safeParse(parseJson(line.toString("utf8")));
  if (!data) return false;
  if (data.kind === "export") return kind === "export" && data.requestId === requestId;
  const isOfWrite = data.event.audit_trail.request_id === requestId;
  return isOfWrite && (kind === "write" || data.exportId !== undefined);
}
