import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { parseJson } from "../../domain/json.ts";
import { replaceFile } from "../../shared/durable-file.ts";
import { decrypt, deriveKey, encrypt } from "../../shared/encryption.ts";
import {
  type Holder,
  holderSchema,
  isHeldElsewhere,
  thisHolder,
} from "../../shared/process-holder.ts";
import { type Attempt, attemptSchema } from "./attempt.ts";

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

/** What can be read without the secret: after it was changed, what a saved state tells of is still known as told. */
const fileSchema = z.object({
  version: z.literal(1),
  /** The process whose operation it is; absent once that has failed, and in files of 0.1.0. */
  writer: holderSchema.optional().catch(undefined),
  writes: z.array(z.object({ requestId: z.string(), isLast: z.literal(true).optional() })),
  sealed: z.base64(),
});

const sealedSchema = z.array(attemptSchema);

/**
 * The writes whose evidence is not yet in a saved state, one file a configuration. A run that is killed between a write and its
 * audit event cannot tell its successor; this does.
 */
export class Journal {
  readonly #options: JournalOptions;
  #writer: Promise<Holder> | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /**
   * The attempts that no saved state tells of, oldest first. Those of a process that still runs are its own affair: a preview
   * beside it finds nothing interrupted, and a refresh takes nothing away.
   *
   * @param inState The request ids in the state of the resource; absent where it has none.
   */
  async load(
    configId: string,
    inState: ReadonlySet<string | undefined> | undefined,
  ): Promise<readonly Attempt[]> {
    const { file, context } = this.#place(configId);
    const text = await this.#read(file);
    if (text === undefined) return [];
    const { data } = fileSchema.safeParse(parseJson(text));
    if (data?.writer && (await isHeldElsewhere(data.writer))) return [];
    const told = data ? toldWrites(data.writes, inState) : 0;
    if (told === data?.writes.length) return [];
    const sealed = data && decrypt(data.sealed, journalKey(this.#options), context);
    const attempts = sealedSchema.safeParse(sealed && parseJson(sealed)).data;
    if (attempts) return attempts.slice(told);
    await this.#options.warn(
      `The write journal's file ${file} cannot be understood: another client secret or a later release wrote it. A run that wrote to ` +
        `dialer configuration ${configId} was interrupted, and its audit event may be missing. Delete the file once that is clear.`,
    );
    return [];
  }

  /**
   * Flushed to the disk when it returns.
   *
   * @param isLeft The operation has failed, and leaves them to whoever comes next.
   */
  async store(
    configId: string,
    attempts: readonly Attempt[],
    { isLeft = false }: { readonly isLeft?: boolean } = {},
  ): Promise<void> {
    const { file, context } = this.#place(configId);
    try {
      if (attempts.length === 0) return await rm(file, { force: true });
      const content: z.input<typeof fileSchema> = {
        version: 1,
        writer: isLeft ? undefined : await this.#thisProcess(),
        writes: attempts.map(({ requestId, isLast }) => ({ requestId, isLast })),
        sealed: encrypt(JSON.stringify(attempts), journalKey(this.#options), context),
      };
      await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
      await replaceFile(file, JSON.stringify(content), { readers: "owner", flush: true });
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
 * How many of the writes, oldest first, need no telling any more: those up to the last that the state tells of, and without a
 * state those of an earlier resource.
 */
export function toldWrites(
  writes: readonly Pick<Attempt, "requestId" | "isLast">[],
  inState: ReadonlySet<string | undefined> | undefined,
): number {
  const isTold = inState
    ? ({ requestId }: (typeof writes)[number]) => inState.has(requestId)
    : ({ isLast }: (typeof writes)[number]) => isLast;
  return writes.findLastIndex(isTold) + 1;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
