import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { parseJson } from "../domain/json.ts";
import { replaceFile } from "../shared/durable-file.ts";
import { decrypt, deriveKey, encrypt } from "../shared/encryption.ts";
import {
  type Holder,
  holderSchema,
  isHeldElsewhere,
  thisHolder,
} from "../shared/process-holder.ts";
import { type WriteRecord, writeRecordSchema } from "./write-record.ts";

export interface JournalOptions {
  /** Made where it is not there. */
  readonly folder: string;
  /** Whose configurations these are: ids of two tenants do not meet. */
  readonly environmentUrl: string;
  /** The files hold documents, so they are encrypted under a key that is derived from it. */
  readonly clientSecret: string;
  readonly warn: (message: string) => Promise<void>;
}

/** The key of all that lies in the journal's folder. */
export function journalKey({ clientSecret }: JournalOptions): Buffer {
  return deriveKey(clientSecret, "pulumi-cxone-dialer write journal");
}

/** Where programs keep what has to outlast them (XDG Base Directory Specification; `%LOCALAPPDATA%` on Windows). */
export function defaultJournalFolder(env: NodeJS.ProcessEnv): string {
  const base =
    process.platform === "win32"
      ? env.LOCALAPPDATA || join(homedir(), "AppData", "Local")
      : env.XDG_STATE_HOME || join(homedir(), ".local", "state");
  return join(base, "pulumi-cxone-dialer");
}

/** What can be read without the secret: after it was changed, what a saved state holds is still known. */
const fileSchema = z.object({
  version: z.literal(1),
  /** The process whose operation it is; absent once that has failed, and in files of 0.1.0. */
  writer: holderSchema.optional().catch(undefined),
  writes: z.array(z.object({ requestId: z.string(), isLast: z.literal(true).optional() })),
  sealed: z.base64(),
});

const sealedSchema = z.array(writeRecordSchema);

/**
 * The writes whose evidence is not yet in a saved state, one file a configuration. A run that is killed between a write and its
 * audit event leaves no state to its successor; it leaves this.
 */
export class WriteJournal {
  readonly #options: JournalOptions;
  #writer: Promise<Holder> | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /**
   * The records that no saved state holds, oldest first. Those of a process that still runs are its own affair: a preview
   * beside it finds nothing interrupted, and a refresh takes nothing away.
   *
   * @param inState The request ids in the state of the resource; absent where it has none.
   */
  async load(
    configId: string,
    inState: ReadonlySet<string> | undefined,
  ): Promise<readonly WriteRecord[]> {
    const { file, context } = this.#place(configId);
    const text = await this.#read(file);
    if (text === undefined) return [];
    const { data } = fileSchema.safeParse(parseJson(text));
    if (data?.writer && (await isHeldElsewhere(data.writer))) return [];
    const acknowledged = data ? countAcknowledged(data.writes, inState) : 0;
    if (acknowledged === data?.writes.length) return [];
    const sealed = data && decrypt(data.sealed, journalKey(this.#options), context);
    const records = sealedSchema.safeParse(sealed && parseJson(sealed)).data;
    if (records) return records.slice(acknowledged);
    await this.#options.warn(
      `The write journal's file ${file} cannot be understood: another client secret or a later release wrote it. A run that wrote to ` +
        `dialer configuration ${configId} was interrupted, and its audit event may be missing. Delete the file once that is clear.`,
    );
    return [];
  }

  /**
   * Flushed to the disk when it returns, as long as a write has no reply: it may go out then, and after a power failure too the next
   * run has to know of it. Once each has its reply, the older file serves the next run as well: it says that the writes were sent,
   * and the tenant shows what became of them. So the folder is not flushed then; the text is, for an empty file would say nothing.
   *
   * @param isLeft The operation has failed, and leaves them to whoever comes next.
   */
  async store(
    configId: string,
    records: readonly WriteRecord[],
    { isLeft = false }: { readonly isLeft?: boolean } = {},
  ): Promise<void> {
    const { file, context } = this.#place(configId);
    try {
      if (records.length === 0) return await rm(file, { force: true });
      const content: z.input<typeof fileSchema> = {
        version: 1,
        writer: isLeft ? undefined : await this.#thisProcess(),
        writes: records.map(({ requestId, isLast }) => ({ requestId, isLast })),
        sealed: encrypt(JSON.stringify(records), journalKey(this.#options), context),
      };
      await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
      const flush = records.some(({ status }) => status === "sent") || "text";
      await replaceFile(file, JSON.stringify(content), { readers: "owner", flush });
    } catch (error) {
      await this.#warnOf("written", error);
    }
  }

  #thisProcess(): Promise<Holder> {
    this.#writer ??= thisHolder();
    return this.#writer;
  }

  async #read(file: string): Promise<string | undefined> {
    try {
      return await readFile(file, "utf8");
    } catch (error) {
      if (codeOf(error) !== "ENOENT") await this.#warnOf("read", error);
      return undefined;
    }
  }

  #place(configId: string): { readonly file: string; readonly context: string } {
    const context = `${this.#options.environmentUrl}\n${configId}`;
    const name = createHash("sha256").update(context).digest("hex").slice(0, 32);
    return { file: join(this.#options.folder, name), context };
  }

  /** A write is not refused for the journal's sake: it matters only where the run is interrupted too. */
  #warnOf(done: "read" | "written", error: unknown): Promise<void> {
    return this.#options.warn(
      `The write journal in ${this.#options.folder} cannot be ${done} (${codeOf(error)}). Should a run be interrupted between a write ` +
        "and its audit event, the next one may not know. Name a folder that can be written in cxone:journal or CXONE_JOURNAL.",
    );
  }
}

/**
 * How many of the writes, oldest first, a saved state has acknowledged: those up to the last that is in it, and without a state those
 * of an earlier resource.
 */
export function countAcknowledged(
  writes: readonly Pick<WriteRecord, "requestId" | "isLast">[],
  inState: ReadonlySet<string> | undefined,
): number {
  return (
    writes.findLastIndex(({ requestId, isLast }) =>
      inState ? inState.has(requestId) : isLast === true,
    ) + 1
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
