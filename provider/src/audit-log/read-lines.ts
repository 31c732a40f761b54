import { createReadStream } from "node:fs";
import type { LogLine } from "../domain/audit-chain.ts";
import { AuditLogError } from "../errors/index.ts";
import { bomLength, LF, longestLine, withoutReturn } from "./line.ts";

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
