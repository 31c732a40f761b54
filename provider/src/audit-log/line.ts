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
