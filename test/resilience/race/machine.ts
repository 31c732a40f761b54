import { z } from "zod";
import {
  type AdoptionRecord,
  AdoptionRecords,
} from "../../../provider/src/dialer-config/adoption-records.ts";
import {
  type Attempt,
  attemptSchema,
} from "../../../provider/src/dialer-config/evidence/attempt.ts";
import { Journal, toldWrites } from "../../../provider/src/dialer-config/evidence/journal.ts";

const nowhere = { folder: "", environmentUrl: "", clientSecret: "", warn: async () => {} };

const stored = z.array(attemptSchema);

/** The write journal of one machine, in memory: what is stored survives the run, as text, a configuration each. */
export class MachineJournal extends Journal {
  readonly #texts = new Map<string, string>();
  readonly adoptionRecords = new MachineRecords();
  /** A run that uses it may be killed before it has stored. */
  point: () => Promise<void> = async () => {};

  constructor() {
    super(nowhere);
  }

  override async load(
    configId: string,
    inState: ReadonlySet<string | undefined> | undefined,
  ): Promise<readonly Attempt[]> {
    const attempts = stored.parse(JSON.parse(this.#texts.get(configId) ?? "[]"));
    return attempts.slice(toldWrites(attempts, inState));
  }

  override async store(configId: string, attempts: readonly Attempt[]): Promise<void> {
    await this.point();
    this.#texts.set(configId, JSON.stringify(attempts));
  }
}

/** The adoption records of one machine, in memory. */
class MachineRecords extends AdoptionRecords {
  readonly #texts = new Map<string, string>();

  constructor() {
    super(nowhere);
  }

  override async load(configId: string): Promise<AdoptionRecord> {
    return JSON.parse(this.#texts.get(configId) ?? "{}");
  }

  override async store(configId: string, record: AdoptionRecord): Promise<boolean> {
    this.#texts.set(configId, JSON.stringify(record));
    return true;
  }
}
