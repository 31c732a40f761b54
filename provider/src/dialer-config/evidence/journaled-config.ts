import { randomUUID } from "node:crypto";
import type { CxoneClient } from "../../client/client.ts";
import type { Versioned } from "../../client/dialer-configs.ts";
import { auditEvent, type WrittenChange } from "../../domain/audit.ts";
import type { WritePurpose } from "../../domain/audit-entry.ts";
import { type JsonObject, jsonEquals } from "../../domain/json.ts";
import { managedChanges } from "../../domain/merge.ts";
import { isRefusal } from "../../errors/internal.ts";
import { type Attempt, type DoneWrite, isDone } from "./attempt.ts";
import type { Journal } from "./journal.ts";

/** What replacing the document is for. */
export type ReplacementPurpose = Extract<WritePurpose, "adopt" | "update" | "restore">;

/** What is known before a write of why it passes. */
type Grounds = Pick<Attempt, "validated" | "complianceCheck" | "basis" | "origin">;

export interface JournaledConfigOptions {
  readonly configId: string;
  readonly client: CxoneClient;
  readonly journal: Journal;
  /** The shape of what the program manages. */
  readonly managed: JsonObject;
  readonly grounds: Grounds;
  readonly purpose: ReplacementPurpose;
  /** The request ids in the state that the operation begins with; absent where there is no state. */
  readonly inState?: ReadonlySet<string | undefined> | undefined;
  /** When the resource of that state was created, ISO 8601 in UTC. */
  readonly since?: string | undefined;
}

/** An ETag that a write can go out under, and what it is of. */
type Writable = Versioned & { readonly etag: string };

/**
 * One configuration in the tenant, as one operation of a resource sees it. Each write is in the journal before it goes out, and
 * until a saved state holds its event: whatever stops the run, the next one knows what was asked of the tenant.
 */
export class JournaledConfig {
  readonly configId: string;
  /** The attempts of an earlier run that no saved state tells of. */
  readonly #left: readonly Attempt[];
  readonly #options: JournaledConfigOptions;
  #attempts: readonly Attempt[];
  /** What the tenant refused last in so many words. */
  #refused: JsonObject | undefined;
  #isAnticipated = false;

  static async open(options: JournaledConfigOptions): Promise<JournaledConfig> {
    const { configId, journal, inState, since } = options;
    const attempts = await journal.load(configId, inState);
    return new JournaledConfig(options, since === undefined ? attempts : after(since, attempts));
  }

  private constructor(options: JournaledConfigOptions, left: readonly Attempt[]) {
    this.configId = options.configId;
    this.#options = options;
    this.#left = left;
    this.#attempts = left;
  }

  /** An earlier run was stopped between a write and the state that tells of it. */
  get isInterrupted(): boolean {
    return this.#left.length > 0;
  }

  /** The resource is new: no state tells of the configuration yet. */
  get isAdoption(): boolean {
    return this.#options.purpose === "adopt";
  }

  /** No write of this operation was done or may have been, nor one of an earlier run that was interrupted. */
  get isUntouched(): boolean {
    return this.#attempts.length === 0;
  }

  /** The tenant refused a write, and already held just what was to be written. */
  get isAnticipated(): boolean {
    return this.#isAnticipated;
  }

  /** The writes that have to be evidenced, oldest first. */
  get done(): readonly DoneWrite[] {
    return this.#attempts.filter(isDone);
  }

  /** Whether the write may have been evidenced before, by a run that was stopped. */
  isFromEarlierRun({ requestId }: Attempt): boolean {
    return this.#left.some((attempt) => attempt.requestId === requestId);
  }

  /**
   * The configuration as it is now, which also tells what became of the writes whose reply never came.
   *
   * @param read What this process has just read, so that it is not asked for again.
   */
  async get(read?: { readonly found: Versioned | undefined }): Promise<Versioned | undefined> {
    const live = read ? read.found : await this.#options.client.dialerConfigs.get(this.configId);
    const judged = this.#attempts.flatMap((attempt) =>
      isDone(attempt) ? attempt : this.#judge(attempt, live),
    );
    this.#isAnticipated = live !== undefined && jsonEquals(this.#refused, live.document);
    if (
      judged.length !== this.#attempts.length ||
      judged.some((each) => !this.#attempts.includes(each))
    ) {
      await this.#keep(judged);
    }
    return live;
  }

  /** The last write that was done, where what it says of the managed fields is what the tenant holds. */
  ownWrite(live: JsonObject): DoneWrite | undefined {
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
    const earlier = this.#attempts;
    const outcome = await this.#write(
      { action: "DELETE", purpose: "delete", before, etag },
      (configs) => configs.delete(this.configId, etag),
    );
    if (outcome === "gone") await this.#keep(earlier);
    return outcome;
  }

  /** Notes what was exported and logged by an operation that leaves no state to tell so: it failed, or ends the resource. */
  async close(exportIds: ReadonlyMap<string, string>, ending: "failed" | "last"): Promise<void> {
    this.#attempts = this.#attempts.map((attempt) => {
      const exportId = attempt.exportId ?? exportIds.get(attempt.requestId);
      return { ...attempt, exportId, ...(ending === "last" && { isLast: true as const }) };
    });
    await (ending === "failed" ? this.leave() : this.#keep(this.#attempts));
  }

  /** After an operation that failed: what became of its writes is for the next one to find out, while this process still runs. */
  async leave(): Promise<void> {
    if (this.#attempts.length === 0) return;
    await this.#options.journal.store(this.configId, this.#attempts, { isLeft: true });
  }

  async #write<T>(
    write: Pick<Attempt, "action" | "purpose" | "etag" | "before" | "sent">,
    send: (configs: CxoneClient["dialerConfigs"]) => Promise<T>,
  ): Promise<T> {
    const { grounds, managed, client } = this.#options;
    const [requestId, begunAt] = [randomUUID(), new Date().toISOString()];
    const attempt: Attempt = { requestId, begunAt, managed, ...grounds, ...write };
    const earlier = this.#attempts;
    this.#refused = undefined;
    await this.#keep([...earlier, attempt]);
    try {
      const result = await send(client.dialerConfigs);
      await this.#keep([...earlier, this.#acknowledged(attempt)]);
      return result;
    } catch (error) {
      if (isRefusal(error)) {
        this.#refused = write.sent;
        await this.#keep(earlier);
      }
      throw error;
    }
  }

  async #keep(attempts: readonly Attempt[]): Promise<void> {
    this.#attempts = attempts;
    await this.#options.journal.store(this.configId, attempts);
  }

  /** What became of a write whose reply never came. One that cannot be shown not to have happened has to be evidenced. */
  #judge(attempt: Attempt, live: Versioned | undefined): Attempt[] {
    const { managed, sent } = attempt;
    if (isUndone(attempt, live)) return [];
    const isSeen =
      sent && live ? managedChanges(managed, sent, live.document).length === 0 : !sent && !live;
    // Nobody saw when it was done; that it was sent is all there is.
    return [this.#settled(attempt, { confirmed: isSeen, timestamp: new Date(attempt.begunAt) })];
  }

  #acknowledged(attempt: Attempt): DoneWrite {
    const timestamp = new Date();
    const latencyMs = timestamp.getTime() - Date.parse(attempt.begunAt);
    return this.#settled(attempt, { confirmed: true, timestamp, latencyMs });
  }

  #settled(
    attempt: Attempt,
    {
      confirmed,
      ...times
    }: Pick<WrittenChange, "timestamp" | "latencyMs"> & { confirmed: boolean },
  ): DoneWrite {
    const { sent, before = {} } = attempt;
    const event = auditEvent({
      ...attempt,
      configId: this.configId,
      document: sent ?? before,
      ...times,
    });
    return { ...attempt, event, confirmed };
  }
}

/** Without the attempts of an earlier resource, which left the state before this one was created. */
function after(since: string, attempts: readonly Attempt[]): readonly Attempt[] {
  return attempts.slice(
    attempts.findLastIndex(({ isLast, begunAt }) => isLast && begunAt < since) + 1,
  );
}

function isUndone({ action, etag, before }: Attempt, live: Versioned | undefined): boolean {
  if (action === "CREATE") return !live;
  if (!live) return false;
  return live.etag === undefined ? jsonEquals(live.document, before) : live.etag === etag;
}
