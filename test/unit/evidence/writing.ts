import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CxoneClient } from "../../../provider/src/client/client.ts";
import {
  ConfigWriter,
  type ConfigWriterOptions,
} from "../../../provider/src/evidence/config-writer.ts";
import { WriteJournal } from "../../../provider/src/evidence/write-journal.ts";
import type { WriteRecord } from "../../../provider/src/evidence/write-record.ts";
import { type CannedReply, mockTenant, type Sent } from "../transport/support.ts";

const root = mkdtempSync(join(tmpdir(), "cxone-dialer-writing-"));
process.on("exit", () => rmSync(root, { recursive: true, force: true }));
let journals = 0;

/** A tenant that answers as it is told, a journal of its own, and what is known of writes there. */
export function writing(api: (sent: Sent) => CannedReply = () => done) {
  const folder = join(root, String(++journals));
  const { transport, calls } = mockTenant({ api });
  const { dialerConfigs } = new CxoneClient(transport);
  const journal = new WriteJournal({
    folder,
    environmentUrl: "https://tenant.test",
    clientSecret: "hush",
    warn: async (message) => {
      throw new Error(message);
    },
  });
  return {
    calls,
    open: (options: Partial<ConfigWriterOptions> = {}): Promise<ConfigWriter> =>
      ConfigWriter.open({
        configId: "config-1",
        dialerConfigs,
        journal,
        managed: { dialRate: 0 },
        context: { validated: true, complianceCheck: "passed" },
        purpose: "update",
        ...options,
      }),
    /** What an earlier run left there. */
    leftBehind: (...records: readonly WriteRecord[]) => journal.store("config-1", records),
    /** What the next run finds there. */
    journaled: () => journal.load("config-1", new Set()),
    /** Whether the journal holds a write of an operation that goes on; undefined where it holds nothing. */
    isBusy(): boolean | undefined {
      const [name] = existsSync(folder) ? readdirSync(folder) : [];
      if (name === undefined) return undefined;
      return "writer" in JSON.parse(readFileSync(join(folder, name), "utf8"));
    },
  };
}

/** What the tenant replies to a write that sets `dialRate` to 2. */
export const done: CannedReply = {
  status: 200,
  body: { dialRate: 2, complianceRules: {} },
  headers: { etag: '"e2"' },
};

export const before = { document: { dialRate: 1, complianceRules: {} }, etag: '"e1"' } as const;
export const sent = { dialRate: 2, complianceRules: {} } as const;

/** The connection is lost, after what was sent may have arrived. */
export function lose(): never {
  throw Object.assign(new Error("reset"), { code: "ECONNRESET" });
}
