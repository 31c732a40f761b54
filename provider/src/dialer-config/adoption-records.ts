import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { isJsonObject, type JsonObject } from "../domain/json.ts";
import { type JournalOptions, journalKey } from "../evidence/write-journal.ts";
import { replaceFile } from "../shared/durable-file.ts";
import { decrypt, encrypt } from "../shared/encryption.ts";

const document = z.custom<JsonObject>(isJsonObject);

/** What holds documents, and is encrypted. */
const memorySchema = z.object({
  /** What a run left of the configuration when it put it back, or deleted it, while the holder may have had it. */
  undone: z.object({ document: document.optional() }).optional(),
  /** What an earlier resource of the program knew of the configuration as it left the state. */
  inheritance: z
    .object({
      /** The resource that it is for; absent where that one is still to be created. */
      heir: z.string().optional(),
      /** The resource that was created and took it, where it was for the next one. */
      takenBy: z.string().optional(),
      /** The earlier resource. An earlier release did not note it. */
      from: z.string().optional(),
      /** Absent where the program created the configuration. */
      originalDocument: document.optional(),
      managedValues: document,
      /** The document as the earlier resource last saw it. */
      left: document,
      /** The request ids in the state of the earlier resource: later writes are not in `left`. An earlier release did not note them. */
      inState: z.array(z.string()).optional(),
    })
    .optional(),
  /** The fields that the program did not manage, of a configuration that it deleted. */
  deleted: document.optional(),
});

const holderSchema = z.object({
  /** The resource that adopted or created the configuration last, by its `managedSince`. */
  holder: z.string().optional(),
  /** Whether a saved state of that resource has been seen: a run that is killed leaves none. */
  isSeen: z.literal(true).optional(),
});

/** What can be read without the secret: after it was changed, most records have nothing to lose. */
const fileSchema = holderSchema.extend({
  version: z.literal(1),
  sealed: z.base64().optional(),
});

export type AdoptionRecord = Readonly<z.infer<typeof memorySchema> & z.infer<typeof holderSchema>>;

/**
 * What has to outlast a resource that leaves the state while its configuration stays in the program: a rename is a create and a
 * delete for the engine, and the new resource cannot see the state of the old one. One file a configuration, beside the write journal's.
 */
export class AdoptionRecords {
  readonly #options: JournalOptions;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** The folder in which the records are. */
  get folder(): string {
    return this.#options.folder;
  }

  /** The record of a configuration; an empty one where there is none, or none that can be understood. */
  async load(configId: string): Promise<AdoptionRecord> {
    const { file, context } = this.#place(configId);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) return {};
    try {
      const { version, sealed, ...holder } = fileSchema.parse(JSON.parse(text));
      if (sealed === undefined) return holder;
      const memory = decrypt(sealed, journalKey(this.#options), context) ?? "";
      return { ...holder, ...memorySchema.parse(JSON.parse(memory)) };
    } catch {
      await this.#options.warn(
        `The file ${file} cannot be understood: another client secret or a later release wrote it. It may hold what was found before ` +
          `the program adopted dialer configuration ${configId}, for a destroy to put back after a rename. Delete the file once that is clear.`,
      );
      return {};
    }
  }

  /** Whether the record was kept: a folder that cannot be written is no reason to fail what is being done. */
  async store(configId: string, record: AdoptionRecord): Promise<boolean> {
    const { file, context } = this.#place(configId);
    const { holder, isSeen, ...memory } = record;
    const isEmpty = (part: object) => Object.values(part).every((each) => each === undefined);
    try {
      if (isEmpty(record)) {
        await rm(file, { force: true });
        return true;
      }
      const content: z.input<typeof fileSchema> = {
        version: 1,
        holder,
        isSeen,
        ...(!isEmpty(memory) && {
          sealed: encrypt(JSON.stringify(memory), journalKey(this.#options), context),
        }),
      };
      await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
      await replaceFile(file, JSON.stringify(content), { readers: "owner", flush: false });
      return true;
    } catch {
      return false;
    }
  }

  #place(configId: string): { readonly file: string; readonly context: string } {
    const context = `adoption\n${this.#options.environmentUrl}\n${configId}`;
    const name = createHash("sha256").update(context).digest("hex").slice(0, 32);
    return { file: join(this.#options.folder, `${name}.adoption`), context };
  }
}
