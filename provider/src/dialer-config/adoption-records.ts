import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isJsonObject, type JsonObject } from "../domain/json.ts";
import type { JournalOptions } from "./evidence/journal.ts";
import { seal, unseal } from "./evidence/seal.ts";

const document = z.custom<JsonObject>(isJsonObject);

const recordSchema = z
  .object({
    /** The resource that adopted or created the configuration last, by its `managedSince`. */
    holder: z.string().optional(),
    /** Whether a saved state of that resource has been seen: a run that is killed leaves none. */
    isSeen: z.literal(true).optional(),
    /** What a run left of the configuration when it put it back, or deleted it, while that resource may have had it. */
    undone: z.object({ document: document.optional() }).optional(),
    /** What an earlier resource of the program knew of the configuration as it left the state. */
    inheritance: z
      .object({
        /** The resource that it is for; absent where that one is still to be created. */
        heir: z.string().optional(),
        /** Absent where the program created the configuration. */
        asFound: document.optional(),
        programmed: document,
        /** The document as the earlier resource last saw it. */
        left: document,
      })
      .optional(),
    /** The fields that the program did not manage, of a configuration that it deleted. */
    deleted: document.optional(),
  })
  .readonly();

export type AdoptionRecord = z.infer<typeof recordSchema>;

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
    const sealed = await readFile(file, "utf8").catch(() => undefined);
    if (sealed === undefined) return {};
    try {
      const text = unseal(sealed, this.#options.clientSecret, context) ?? "";
      return recordSchema.parse(JSON.parse(text));
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
    try {
      if (Object.values(record).every((each) => each === undefined)) {
        await rm(file, { force: true });
        return true;
      }
      const draft = `${file}.${randomUUID()}`;
      await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
      const sealed = seal(JSON.stringify(record), this.#options.clientSecret, context);
      await writeFile(draft, sealed, { mode: 0o600 });
      await rename(draft, file);
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
