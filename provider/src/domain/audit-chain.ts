import type { KeyObject } from "node:crypto";
import {
  BreakInquiry,
  type ChainBreak,
  follows,
  type Link,
  type RecordLink,
} from "./audit-break.ts";
import { type AuditRecord, isSignedBy, keyIdOf, readRecord, sha256 } from "./audit-record.ts";

/** A line of the log that is not blank. */
export interface LogLine {
  /** 1 for the first line of the file, blank ones counted. */
  readonly number: number;
  /** Without the line end. */
  readonly bytes: Uint8Array;
  /** False of a last line that no line end follows. */
  readonly isEnded: boolean;
}

export interface VerifyOptions {
  /** An Ed25519 key whose signatures are looked for. @default none: signatures are not checked */
  readonly publicKey?: KeyObject | undefined;
  /** The `hash` of a record that has to be there, as it was noted when that record was the last. @default none */
  readonly head?: string | undefined;
}

/** A record, in a few words. */
interface RecordName {
  readonly line: number;
  readonly sequence: number;
  readonly recordedAt: string;
}

interface Signatures {
  /** Records that the key has signed. */
  readonly valid: number;
  /** The first that it has not. */
  readonly firstOther?:
    | (RecordName & { readonly reason: "unsigned" | "signed by another key" })
    | undefined;
}

export interface ChainVerdict {
  /** How many there are, whole or not. */
  readonly records: number;
  readonly first?: RecordName | undefined;
  readonly last?: RecordName | undefined;
  /** The hash of the last record: whoever keeps it can verify later that nothing up to here is gone. */
  readonly head?: string | undefined;
  /** Absent where the chain is whole. */
  readonly break?: ChainBreak | undefined;
  /** The last line, where a run was killed while it wrote it. The next record takes its place. */
  readonly torn?: { readonly line: number; readonly bytes: number } | undefined;
  /** Absent where no head was asked for. */
  readonly headFound?: boolean | undefined;
  /** Absent where no key was given. */
  readonly signatures?: Signatures | undefined;
}

/** Follows the chain from its first line to its last, and names the first that was changed, dropped, inserted or reordered. */
export async function verifyChain(
  lines: AsyncIterable<LogLine> | Iterable<LogLine>,
  options: VerifyOptions = {},
): Promise<ChainVerdict> {
  const chain = new Chain(options);
  for await (const line of lines) chain.add(line);
  return chain.verdict();
}

class Chain {
  readonly #key: { readonly id: string; readonly publicKey: KeyObject } | undefined;
  readonly #head: string | undefined;
  #before: RecordLink | undefined;
  #inquiry: BreakInquiry | undefined;
  #records = 0;
  #first: RecordName | undefined;
  #last: RecordName | undefined;
  #lastHash: string | undefined;
  #torn: ChainVerdict["torn"];
  #headFound = false;
  #signed = 0;
  #firstOther: Signatures["firstOther"];

  constructor({ publicKey, head }: VerifyOptions) {
    this.#key = publicKey && { id: keyIdOf(publicKey), publicKey };
    this.#head = head;
  }

  add({ number, bytes, isEnded }: LogLine): void {
    const { record, fault } = readRecord(bytes);
    if (!record && !isEnded) {
      this.#torn = { line: number, bytes: bytes.length };
      return;
    }
    const link: Link = {
      line: number,
      digest: sha256(bytes),
      record,
      fault: fault ?? this.#forged(bytes, record),
    };
    if (record) this.#count(record, link);
    if (this.#inquiry) this.#inquiry.show(link);
    else if (follows(link, this.#before)) this.#before = link;
    else this.#inquiry = new BreakInquiry(this.#before, link);
  }

  verdict(): ChainVerdict {
    return {
      records: this.#records,
      first: this.#first,
      last: this.#last,
      head: this.#lastHash,
      break: this.#inquiry?.conclude(),
      torn: this.#torn,
      headFound: this.#head === undefined ? undefined : this.#headFound,
      signatures: this.#key && { valid: this.#signed, firstOther: this.#firstOther },
    };
  }

  /** A record that says it is signed by this very key, and is not. */
  #forged(bytes: Uint8Array, record: AuditRecord | undefined): string | undefined {
    if (!record || !this.#key || record.keyId !== this.#key.id) return undefined;
    return isSignedBy(bytes, record, this.#key.publicKey)
      ? undefined
      : "its signature is not by the key that it names";
  }

  #count(record: AuditRecord, { line, fault }: Link): void {
    const { sequence, recordedAt, hash, keyId } = record;
    const name = { line, sequence, recordedAt };
    this.#records += 1;
    this.#first ??= name;
    this.#last = name;
    this.#lastHash = hash;
    if (fault === undefined && hash === this.#head) this.#headFound = true;
    if (fault === undefined && this.#key && keyId === this.#key.id) this.#signed += 1;
    else {
      this.#firstOther ??= {
        ...name,
        reason: keyId === undefined ? "unsigned" : "signed by another key",
      };
    }
  }
}
