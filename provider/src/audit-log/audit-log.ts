import type { KeyObject } from "node:crypto";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import type { AuditEntry } from "../domain/audit-entry.ts";
import { AuditLogError, ConfigurationError } from "../errors/index.ts";
import { addRecord } from "./add-record.ts";
import { findEntry } from "./lines.ts";
import { checkAccess, locate, reasonOf } from "./location.ts";
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
   * Finds early what would make `append` fail. Creates nothing.
   *
   * @throws ConfigurationError where the file cannot be written, is no audit log, or the key cannot be used
   */
  async assertUsable(): Promise<void> {
    await this.#signingKey();
    try {
      const location = await locate(this.#file);
      await checkAccess(location);
      if (!location.exists) return;
      await using handle = await open(location.path, "r");
      await readLogEnd(handle);
    } catch (cause) {
      throw new ConfigurationError(
        `cxone:auditLog (CXONE_AUDIT_LOG) names ${this.#file}, which cannot be used. ${reasonOf(cause)}`,
        { cause },
      );
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
    const appended = this.#last.then(() => this.#append(entry));
    this.#last = appended.catch(() => undefined);
    return appended;
  }

  /**
   * Whether the log has the write of this request, or its export. Reads the whole file: for what a killed run left open,
   * not for every record.
   *
   * @throws AuditLogError where the file cannot be read
   */
  async holds(requestId: string, kind: AuditEntry["kind"] = "write"): Promise<boolean> {
    try {
      return await findEntry(this.#file, requestId, kind);
    } catch (cause) {
      const message = `The audit log ${this.#file} cannot be read. ${reasonOf(cause)}`;
      throw new AuditLogError(message, { cause });
    }
  }

  async #append(entry: AuditEntry): Promise<void> {
    const key = await this.#signingKey();
    try {
      await addRecord(this.#file, entry, key);
    } catch (cause) {
      const message = `No record was added to the audit log ${this.#file}. ${reasonOf(cause)}`;
      throw new AuditLogError(message, { cause });
    }
  }

  #signingKey(): Promise<KeyObject | undefined> {
    if (this.#keyFile === undefined) return Promise.resolve(undefined);
    this.#key ??= readSigningKey(this.#keyFile);
    return this.#key;
  }
}
