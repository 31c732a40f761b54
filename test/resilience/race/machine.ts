import * as z from "zod";
import {
  type AdoptionRecord,
  AdoptionRecords,
} from "../../../provider/src/dialer-config/adoption-records.ts";
import { countAcknowledged, WriteJournal } from "../../../provider/src/evidence/write-journal.ts";
import {
  type WriteRecord,
  writeRecordSchema,
} from "../../../provider/src/evidence/write-record.ts";

const nowhere = { folder: "", environmentUrl: "", clientSecret: "", warn: async () => {} };

const stored = z.array(writeRecordSchema);

/** The write journal of one machine, in memory: what is stored survives the run, as text, a configuration each. */
export class MachineJournal extends WriteJournal {
  readonly #texts = new Map<string, string>();
  readonly adoptionRecords = new MachineRecords();
  /** A run that uses it may be killed before it has stored. */
  point: () => Promise<void> = async () => {};

  constructor() {
    super(nowhere);
  }

  /** Another one, in which the same is stored. */
  copy(): MachineJournal {
    const copy = new MachineJournal();
    for (const [configId, text] of this.#texts) copy.#texts.set(configId, text);
    copy.adoptionRecords.takeAll(this.adoptionRecords);
    return copy;
  }

  override async load(
    configId: string,
    inState: ReadonlySet<string> | undefined,
  ): Promise<readonly WriteRecord[]> {
    const records = stored.parse(JSON.parse(this.#texts.get(configId) ?? "[]"));
    return records.slice(countAcknowledged(records, inState));
  }

  override async store(configId: string, records: readonly WriteRecord[]): Promise<void> {
    await this.point();
    this.#texts.set(configId, JSON.stringify(records));
  }
}

/** The adoption records of one machine, in memory. */
class MachineRecords extends AdoptionRecords {
  readonly #texts = new Map<string, string>();

  constructor() {
    super(nowhere);
  }

  takeAll(others: MachineRecords): void {
    for (const [configId, text] of others.#texts) this.#texts.set(configId, text);
  }

  override async load(configId: string): Promise<AdoptionRecord> {
    return JSON.parse(this.#texts.get(configId) ?? "{}");
  }

  override async store(configId: string, record: AdoptionRecord): Promise<boolean> {
    this.#texts.set(configId, JSON.stringify(record));
    return true;
  }
}
