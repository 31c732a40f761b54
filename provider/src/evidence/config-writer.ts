import { randomUUID } from "node:crypto";
import type { DialerConfigs, Versioned } from "../client/dialer-configs.ts";
import { type JsonObject, jsonEquals } from "../domain/json.ts";
import { managedChanges } from "../domain/merge.ts";
import { isRefusal } from "../errors/internal.ts";
import { countAcknowledged, type WriteJournal } from "./write-journal.ts";
import { needsEvidence, resolve, type WriteRecord } from "./write-record.ts";

/** What is known before a write of why it passes, and of who writes. */
type AuditContext = Pick<WriteRecord, "validated" | "complianceCheck" | "basis" | "origin">;

/** What replacing the document is for. */
export type ReplacementPurpose = "adopt" | "update" | "restore";

export interface ConfigWriterOptions {
  readonly configId: string;
  readonly dialerConfigs: DialerConfigs;
  readonly journal: WriteJournal;
  /** The shape of what the program manages. */
  readonly managed: JsonObject;
  readonly context: AuditContext;
  readonly purpose: ReplacementPurpose;
  /** The request ids in the state that the operation begins with; absent where there is no state. */
  readonly inState?: ReadonlySet<string> | undefined;
  /** When the resource of that state was created, ISO 8601 in UTC. */
  readonly since?: string | undefined;
}

/** An ETag that a write can go out under, and what it is of. */
type Writable = Versioned & { readonly etag: string };

/**
 * Reads and writes one configuration in the tenant for one operation. Each write is in the journal before it goes out, and
 * until a saved state holds its event: whatever stops the run, the next one knows what was asked of the tenant.
 */
export class ConfigWriter {
  readonly configId: string;
  /** The request ids of an earlier run's writes that no saved state holds. */
  readonly #interrupted: ReadonlySet<string>;
  readonly #options: ConfigWriterOptions;
  #records: readonly WriteRecord[];
  /** The tenant's document, as read last. */
  #live: Versioned | undefined;

  static async open(options: ConfigWriterOptions): Promise<ConfigWriter> {
    const { configId, journal, inState, since } = options;
    const records = await journal.load(configId, inState);
    return new ConfigWriter(options, since === undefined ? records : after(since, records));
  }

  private constructor(options: ConfigWriterOptions, records: readonly WriteRecord[]) {
    this.configId = options.configId;
    this.#options = options;
    this.#interrupted = new Set(records.map(({ requestId }) => requestId));
    this.#records = records;
  }

  /** An earlier run was stopped between a write and the state that would hold it. */
  get isInterrupted(): boolean {
    return this.#interrupted.size > 0;
  }

  /** The resource is new: no state holds the configuration yet. */
  get isAdoption(): boolean {
    return this.#options.purpose === "adopt";
  }

  /** No write of this operation was done or may have been, nor one of an earlier run that was interrupted. */
  get isUntouched(): boolean {
    return this.#records.every(isRefused);
  }

  /** The tenant refused the last write, and already held just what was to be written. */
  get isAnticipated(): boolean {
    const last = this.#records.at(-1);
    if (!last?.sent || !isRefused(last) || !this.#live) return false;
    return jsonEquals(last.sent, this.#live.document);
  }

  /** The writes that need an audit event, oldest first. */
  get done(): readonly WriteRecord[] {
    return this.#records.filter(needsEvidence);
  }

  /** Those of them that a state with these request ids does not hold. */
  doneSince(inState: ReadonlySet<string>): readonly WriteRecord[] {
    return this.done.slice(countAcknowledged(this.done, inState));
  }

  /** Whether an earlier run wrote it, which was stopped and may have logged it. */
  isFromEarlierRun(requestId: string): boolean {
    return this.#interrupted.has(requestId);
  }

  /**
   * Reads the configuration, which also shows what became of the writes whose reply never came.
   *
   * @param read What this process has just read, so that it is not asked for again.
   */
  async get(read?: { readonly found: Versioned | undefined }): Promise<Versioned | undefined> {
    const { dialerConfigs } = this.#options;
    this.#live = read ? read.found : await dialerConfigs.get(this.configId);
    const isOpen = this.#records.some(({ status }) => status === "sent");
    if (isOpen) await this.#keep(resolve(this.#records, this.#live));
    return this.#live;
  }

  /** The last write that was done, where what it says of the managed fields is what the tenant holds. */
  ownWrite(live: JsonObject): WriteRecord | undefined {
    const last = this.done.at(-1);
    if (!last?.sent || managedChanges(last.managed, last.sent, live).length > 0) return undefined;
    return last;
  }

  /** Makes the configuration, and only where there is none. @throws as `DialerConfigs.create` does */
  create(sent: JsonObject): Promise<Versioned> {
    return this.#write({ action: "CREATE", purpose: "create", sent }, (configs) =>
      configs.create(this.configId, sent),
    );
  }

  /** Replaces that version of the configuration and no other. @throws as `DialerConfigs.replace` does */
  replace({ document: before, etag }: Writable, sent: JsonObject): Promise<Versioned> {
    const isMade = this.done.some(({ action }) => action === "CREATE");
    const purpose = isMade ? "update" : this.#options.purpose;
    return this.#write({ action: "UPDATE", purpose, before, etag, sent }, (configs) =>
      configs.replace(this.configId, sent, etag),
    );
  }

  /** Deletes that version of the configuration and no other; one that is gone is fine. @throws as `DialerConfigs.delete` does */
  async delete({ document: before, etag }: Writable): Promise<"deleted" | "gone"> {
    const earlier = this.#records;
    const result = await this.#write(
      { action: "DELETE", purpose: "delete", before, etag },
      (configs) => configs.delete(this.configId, etag),
    );
    if (result === "gone") await this.#keep(earlier);
    return result;
  }

  /** Notes what an operation delivered that leaves no state to say so: it failed, or ends the resource. */
  async close(exportIds: ReadonlyMap<string, string>, ending: "failed" | "last"): Promise<void> {
    const records = this.#records.map((record): WriteRecord => {
      const exportId = record.exportId ?? exportIds.get(record.requestId);
      return { ...record, exportId, ...(ending === "last" && { isLast: true as const }) };
    });
    if (ending === "last") return this.#keep(records);
    this.#records = records;
    await this.leave();
  }

  /** Leaves the records of a failed operation to the next one, which may begin while this process still runs. */
  async leave(): Promise<void> {
    const left = this.#records.filter((record) => !isRefused(record));
    if (left.length === 0) return;
    await this.#options.journal.store(this.configId, left, { isLeft: true });
  }

  async #write<T>(
    write: Pick<WriteRecord, "action" | "purpose" | "etag" | "before" | "sent">,
    send: (configs: DialerConfigs) => Promise<T>,
  ): Promise<T> {
    const { context, managed, dialerConfigs } = this.#options;
    const earlier = this.#records;
    const begun = new Date();
    const [requestId, begunAt] = [randomUUID(), begun.toISOString()];
    const record = { requestId, begunAt, managed, ...context, ...write };
    await this.#keep([...earlier, { ...record, status: "sent" }]);
    try {
      const result = await send(dialerConfigs);
      const now = new Date();
      await this.#keep([
        ...earlier,
        {
          ...record,
          status: "acknowledged",
          acknowledgedAt: now.toISOString(),
          latencyMs: now.getTime() - begun.getTime(),
        },
      ]);
      return result;
    } catch (error) {
      if (isRefusal(error)) await this.#keep([...earlier, { ...record, status: "refused" }]);
      throw error;
    }
  }

  async #keep(records: readonly WriteRecord[]): Promise<void> {
    this.#records = records;
    const { journal } = this.#options;
    await journal.store(
      this.configId,
      records.filter((record) => !isRefused(record)),
    );
  }
}

function isRefused({ status }: WriteRecord): boolean {
  return status === "refused";
}

/** Without the records of an earlier resource, which left the state before this one was created. */
function after(since: string, records: readonly WriteRecord[]): readonly WriteRecord[] {
  return records.slice(
    records.findLastIndex(({ isLast, begunAt }) => isLast && begunAt < since) + 1,
  );
}
