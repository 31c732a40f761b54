import { type AuditRecord, NO_RECORD } from "./audit-record.ts";

/** What was done to a chain. */
export type Tampering = "changed" | "dropped" | "inserted" | "reordered";

/** The first place where a chain is not as it was written. */
export interface ChainBreak {
  readonly tampering: Tampering;
  /** The line of the file, 1 for the first. */
  readonly line: number;
  /** What the record there calls itself; absent where there is no record. */
  readonly sequence?: number | undefined;
  /** What is wrong there. */
  readonly message: string;
}

/** A line, as far as its place in the chain goes. */
export interface Link {
  readonly line: number;
  readonly digest: string;
  readonly record?: AuditRecord | undefined;
  readonly fault?: string | undefined;
}

/** A line that holds a record. */
export interface RecordLink extends Link {
  readonly record: AuditRecord;
}

/** Whether the line follows the one before it; none is before the first. */
export function follows(link: Link, before: RecordLink | undefined): link is RecordLink {
  return (
    link.fault === undefined &&
    link.record?.previous === (before?.digest ?? NO_RECORD) &&
    link.record.sequence === sequenceAfter(before)
  );
}

function sequenceAfter(before: RecordLink | undefined): number {
  return (before?.record.sequence ?? 0) + 1;
}

/**
 * What was done at the first line that does not follow the one before it. It sees all later lines, for they distinguish a
 * record that was moved from one that is gone, and a line that was put in from one that was changed.
 */
export class BreakInquiry {
  readonly #before: RecordLink | undefined;
  readonly #suspect: Link;
  readonly #parent: string;
  #isLast = true;
  /** The line that followed `before` once, further down. */
  #successor: RecordLink | undefined;
  #hasChild = false;
  #isThereAgain = false;
  #hasParentBehind = false;

  constructor(before: RecordLink | undefined, suspect: Link) {
    this.#before = before;
    this.#suspect = suspect;
    this.#parent = before?.digest ?? NO_RECORD;
  }

  show(link: Link): void {
    const { record, digest } = link;
    if (record?.previous === this.#parent) this.#successor ??= { ...link, record };
    if (record?.previous === this.#suspect.digest) this.#hasChild = true;
    if (digest === this.#suspect.digest) this.#isThereAgain = true;
    if (digest === this.#suspect.record?.previous) this.#hasParentBehind = true;
    this.#isLast = false;
  }

  conclude(): ChainBreak {
    const { record, fault } = this.#suspect;
    if (!record || fault !== undefined) return this.#faulty(fault ?? "it is not a record");
    if (record.previous === this.#parent) return this.#misnumbered(record);
    if (this.#successor) return this.#displaced(record, this.#successor);
    return this.#cutLoose({ ...this.#suspect, record });
  }

  /** The line is not what was written. */
  #faulty(fault: string): ChainBreak {
    if (!this.#successor) return at(this.#suspect, "changed", `${fault}.`);
    return at(
      this.#suspect,
      "inserted",
      `${fault}, and ${name(this.#successor)} follows ${name(this.#before)}.`,
    );
  }

  /** Whoever changed the number also made the hash fit. */
  #misnumbered({ sequence }: AuditRecord): ChainBreak {
    const expected = sequenceAfter(this.#before);
    return at(this.#suspect, "changed", `it is numbered ${sequence}, and was record ${expected}.`);
  }

  /** What comes next in the chain stands further down. */
  #displaced({ sequence }: AuditRecord, successor: RecordLink): ChainBreak {
    if (!this.#isThereAgain && this.#hasParentBehind) {
      return at(
        this.#suspect,
        "reordered",
        `record ${sequence} stands here, and record ${sequenceAfter(this.#before)} in line ${successor.line}.`,
      );
    }
    const isOld = this.#isThereAgain || sequence < sequenceAfter(this.#before);
    const what = isOld
      ? `record ${sequence} stands in the file twice`
      : "it does not belong to the chain";
    return at(
      this.#suspect,
      "inserted",
      `${what}: ${name(successor)} follows ${name(this.#before)}.`,
    );
  }

  /** What comes next in the chain is not there. */
  #cutLoose(suspect: RecordLink): ChainBreak {
    const { sequence, previous } = suspect.record;
    const before = this.#before;
    const expected = sequenceAfter(before);
    if (sequence > expected) {
      const last = sequence - 1;
      const missing =
        last === expected ? `record ${last} is` : `records ${expected} to ${last} are`;
      return at(suspect, "dropped", `${missing} missing before it.`);
    }
    if (!before) {
      return at(suspect, "changed", "it names a record before it, and is the first.");
    }
    if (sequence === expected) {
      // A record that was made to fit its new hash is given away by the next one, which names the old.
      return this.#hasChild || this.#isLast
        ? at(before, "changed", `${name(suspect)} names another record in its place.`)
        : at(suspect, "changed", `it does not name ${name(before)} as the one before it.`);
    }
    if (previous === before.record.previous && this.#hasChild) {
      return at(
        before,
        "inserted",
        `${name(suspect)} follows the record before it, and the chain goes on from there.`,
      );
    }
    const isStart = sequence === 1 && previous === NO_RECORD;
    return at(
      suspect,
      "inserted",
      isStart
        ? "another chain begins here: were two files joined?"
        : `it does not follow ${name(before)}.`,
    );
  }
}

function at({ line, record }: Link, tampering: Tampering, message: string): ChainBreak {
  return { tampering, line, sequence: record?.sequence, message };
}

function name(link: RecordLink | undefined): string {
  return link ? `record ${link.record.sequence} (line ${link.line})` : "the file's beginning";
}
