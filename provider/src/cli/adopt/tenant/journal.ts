import { type FileHandle, open, rm } from "node:fs/promises";
import * as z from "zod";
import { isJsonObject, type JsonObject, parseJson } from "../../../domain/json.ts";
import { campaignSchema } from "./snapshot.ts";

const page = <T extends z.ZodType>(entity: T) =>
  z.object({ number: z.int().min(1), pageCount: z.int().min(0), entities: z.array(entity) });

const recordSchema = z.union([
  z.strictObject({ version: z.literal(1), tenant: z.string() }),
  z.strictObject({ campaigns: page(campaignSchema) }),
  z.strictObject({
    dialerConfigs: page(z.object({ id: z.string(), name: z.string().exactOptional() })),
  }),
  z.strictObject({
    read: z.string(),
    document: z.custom<JsonObject>(isJsonObject),
  }),
  z.strictObject({ read: z.string(), failure: z.string() }),
]);

type Entry = z.infer<typeof recordSchema>;

/** A configuration that was asked for: the document, or the code of the error that came instead. */
export type Reading = { readonly document: JsonObject } | { readonly failure: string };

interface Listed {
  readonly id: string;
}

interface ListedPage<T> {
  /** From 1. */
  readonly number: number;
  readonly pageCount: number;
  readonly entities: readonly T[];
}

/** A list of the tenant, as far as its pages were read. */
class Listing<T extends Listed> {
  readonly #entities = new Map<string, T>();
  #pages = 0;
  #pageCount = 1;

  /** What is on the pages, each once: a page can shift while the next one is asked for. Sorted by id. */
  get entities(): readonly T[] {
    return [...this.#entities.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** How many pages are still to be read; at least one where none was. */
  get pagesLeft(): number {
    return Math.max(0, this.#pageCount - this.#pages);
  }

  get nextPage(): number {
    return this.#pages + 1;
  }

  take({ number, pageCount, entities }: ListedPage<T>): void {
    for (const entity of entities) this.#entities.set(entity.id, entity);
    this.#pages = number;
    this.#pageCount = pageCount;
  }
}

/**
 * What a run has read so far: a line for each answer, appended as it comes, so that a run that is killed loses at most the
 * answer that it was waiting for. A line that was cut by the kill, and whatever follows it, is dropped.
 */
export class Journal implements AsyncDisposable {
  readonly campaigns = new Listing<z.infer<typeof campaignSchema>>();
  readonly dialerConfigs = new Listing<{ readonly id: string; readonly name?: string }>();
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #readings = new Map<string, Reading>();
  #tenant: string | undefined;
  /** What the first record is to be preceded by: a file without a record has nothing to say. */
  #heading = "";
  #isEmpty = true;

  private constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  static async open(file: string): Promise<Journal> {
    const journal = new Journal(file, await open(file, "a+", 0o600));
    const text = await journal.#handle.readFile("utf8");
    let length = 0;
    for (const line of text.split(/(?<=\n)/)) {
      const record = parse(line);
      if (record === undefined) break;
      journal.#take(record);
      length += Buffer.byteLength(line);
    }
    await journal.#handle.truncate(length);
    journal.#isEmpty = length === 0;
    return journal;
  }

  /** The tenant that it is of; undefined where nothing was written yet. */
  get tenant(): string | undefined {
    return this.#tenant;
  }

  /** Whether there is nothing in it that a further run would have to ask for again. */
  get hasReadNothing(): boolean {
    return this.campaigns.nextPage === 1 && this.dialerConfigs.nextPage === 1;
  }

  /** By id. */
  get readings(): ReadonlyMap<string, Reading> {
    return this.#readings;
  }

  /** Says whose the records are; where nothing was read of another tenant, that one is forgotten. */
  async begin(tenant: string): Promise<void> {
    if (this.#tenant === tenant) return;
    await this.#handle.truncate(0);
    this.#isEmpty = true;
    const record: Entry = { version: 1, tenant };
    this.#take(record);
    this.#heading = `${JSON.stringify(record)}\n`;
  }

  async append(record: Entry): Promise<void> {
    this.#take(record);
    await this.#handle.appendFile(`${this.#heading}${JSON.stringify(record)}\n`);
    this.#heading = "";
    this.#isEmpty = false;
  }

  /** Its content is elsewhere now. */
  async remove(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
    if (this.#isEmpty) await this.remove();
  }

  #take(record: Entry): void {
    if ("tenant" in record) this.#tenant = record.tenant;
    else if ("campaigns" in record) this.campaigns.take(record.campaigns);
    else if ("dialerConfigs" in record) this.dialerConfigs.take(record.dialerConfigs);
    else {
      const { read, ...reading } = record;
      this.#readings.set(read, reading);
    }
  }
}

/** A whole line's record. */
function parse(line: string): Entry | undefined {
  if (!line.endsWith("\n")) return undefined;
  return recordSchema.safeParse(parseJson(line)).data;
}
