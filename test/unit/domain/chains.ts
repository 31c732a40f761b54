import type { KeyObject } from "node:crypto";
import type { LogLine } from "../../../provider/src/domain/audit-chain.ts";
import type { AuditEntry } from "../../../provider/src/domain/audit-entry.ts";
import { NO_RECORD, sealRecord, sha256 } from "../../../provider/src/domain/audit-record.ts";
import { writeEntry } from "../audit-log/entries.ts";

/** The lines of a chain; every record is signed by its key, where it has one. */
export function chainOf(
  entries: readonly AuditEntry[],
  keyOf: (i: number) => KeyObject | undefined = () => undefined,
): string[] {
  const lines: string[] = [];
  for (const [i, entry] of entries.entries()) {
    lines.push(sealed(entry, i + 1, lines.at(-1), keyOf(i)));
  }
  return lines;
}

export function sealed(
  entry: AuditEntry,
  sequence: number,
  before?: string,
  key?: KeyObject,
): string {
  const previous = before === undefined ? NO_RECORD : sha256(before);
  const recordedAt = new Date(Date.UTC(2026, 2, 2, 9, 30, sequence));
  return sealRecord(entry, { sequence, previous, recordedAt }, key);
}

export function numbered(lines: readonly (string | Uint8Array)[], isLastEnded = true): LogLine[] {
  return lines.map((line, i) => ({
    number: i + 1,
    bytes: Buffer.from(line),
    isEnded: isLastEnded || i < lines.length - 1,
  }));
}

/** As many writes, each with a request id of its own. */
export function writes(count: number): AuditEntry[] {
  return Array.from({ length: count }, (_, i) => writeEntry(`request-${i + 1}`));
}
