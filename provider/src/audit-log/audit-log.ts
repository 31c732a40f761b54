import type { KeyObject } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import type { AuditEntry } from "../domain/audit-entry.ts";
import { sealRecord } from "../domain/audit-record.ts";
import { AuditLogError, ConfigurationError, CxoneError } from "../errors/index.ts";
import { appendDurably, syncFolder } from "./durable.ts";
import { errorCode } from "./errno.ts";
import { findWrite } from "./find-write.ts";
import { longestLine } from "./line.ts";
import { checkAccess, locate } from "./location.ts";
import { acquireLock } from "./lock.ts";
import { readLogEnd } from "./log-end.ts";
import { readSigningKey } from "./signing-key.ts";

export interface AuditLogOptions {
  /** Created with the first record, readable by its owner only; the folder has to be there. A lock, `<file>.lock`, comes and goes beside it. */
  readonly file: string;
  /** An Ed25519 private key, PKCS#8 PEM without a passphrase, that signs every record. @default none: records are not signed */
  readonly signingKeyFile?: string | undefined;
}

/** A file of records, each of which carries the digest of the one before. Several processes may write to one file. */
export class AuditLog {
  readonly #file: string;
  readonly #keyFile: string | undefined;
  #key: Promise<KeyObject> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ file, signingKeyFile }: AuditLogOptions) {
    this.#file = resolve(file);
    this.#keyFile = signingKeyFile && resolve(signingKeyFile);
  }

  /**
   * Tells early what would make `append` fail. Creates nothing.
   *
   * @throws ConfigurationError where the file cannot be written, is no audit log, or the key cannot be used
   */
  async assertUsable(): Promise<void> {
    await this.#signingKey();
    try {
      await this.#explained(async () => {
        const location = await locate(this.#file);
        await checkAccess(location);
        if (!location.exists) return;
        await using handle = await open(location.path, "r");
        await readLogEnd(handle);
      });
    } catch (error) {
      if (!(error instanceof AuditLogError)) throw error;
      throw new ConfigurationError(`cxone:auditLog (CXONE_AUDIT_LOG): ${error.message}`, {
        cause: error,
      });
    }
  }

  /**
   * Adds a record. When it resolves, the record is on the disk; the appends of one process follow each other in the order of
   * the calls.
   *
   * @throws AuditLogError where the record could not be written whole; what was in the file is still there, and nothing else
   * @throws ConfigurationError where the key cannot be used
   */
  append(entry: AuditEntry): Promise<void> {
    const appended = this.#last.then(() => this.#explained(() => this.#append(entry)));
    this.#last = appended.catch(() => undefined);
    return appended;
  }

  /**
   * Whether the log tells of the write of this request. Reads the whole file: for what a killed run left open, not for every
   * record.
   *
   * @throws AuditLogError where the file cannot be read
   */
  holds(requestId: string): Promise<boolean> {
    return this.#explained(() => findWrite(this.#file, requestId));
  }

  async #append(entry: AuditEntry): Promise<void> {
    const key = await this.#signingKey();
    const { path, folder } = await locate(this.#file);
    await using _lock = await acquireLock(`${path}.lock`);
    await using handle: FileHandle = await open(path, "a+", 0o600);
    const { sequence, previous, cut, length, lacksLineEnd } = await readLogEnd(handle);
    const line = seal(entry, { sequence, previous, cut, recordedAt: new Date() }, key);
    if (cut) await handle.truncate(length);
    await appendDurably(handle, length, `${lacksLineEnd ? "\n" : ""}${line}\n`);
    if (sequence === 1) await syncFolder(folder);
  }

  #signingKey(): Promise<KeyObject | undefined> {
    if (this.#keyFile === undefined) return Promise.resolve(undefined);
    this.#key ??= readSigningKey(this.#keyFile);
    return this.#key;
  }

  /** Every failure names the file, and none of them is without a code. */
  async #explained<T>(operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      if (error instanceof CxoneError && !(error instanceof AuditLogError)) throw error;
      const reason = error instanceof AuditLogError ? error.message : explain(error);
      throw new AuditLogError(`The audit log ${this.#file} cannot be used. ${reason}`, {
        cause: error,
      });
    }
  }
}

function seal(...[entry, place, key]: Parameters<typeof sealRecord>): string {
  let line: string;
  try {
    line = sealRecord(entry, place, key);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AuditLogError(`The entry has no form in JSON: ${reason}.`);
  }
  const bytes = Buffer.byteLength(line);
  if (bytes <= longestLine) return line;
  throw new AuditLogError(
    `The record would take ${bytes} bytes, and at most ${longestLine} are written.`,
  );
}

const explanations: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full. Make room, and run again.",
  EDQUOT: "The user's share of the disk is used up. Make room, and run again.",
  EFBIG:
    "The file has grown to the largest size that is allowed here. Move it away: a new file begins a new chain.",
  EACCES:
    "This user may not write to the file or its folder. Give the right to, or name another file.",
  EPERM:
    "This user may not write to the file or its folder. Give the right to, or name another file.",
  EROFS: "It is on a file system that is read only. Name another file.",
};

function explain(error: unknown): string {
  const code = errorCode(error);
  const reason = error instanceof Error ? error.message : String(error);
  return code !== undefined && code in explanations
    ? `${explanations[code]} (${code})`
    : `${reason}.`;
}
