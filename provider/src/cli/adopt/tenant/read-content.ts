import { UsageError } from "../../shared/usage-error.ts";
import type { Tenant } from "../connect.ts";
import type { AdoptFlags } from "../flags.ts";
import { assertTenant, type Folder } from "../folder.ts";
import { isWanted } from "../plan/decide.ts";
import { choose } from "../plan/selection.ts";
import { StatusLine } from "../status-line.ts";
import type { Terminal } from "../terminal.ts";
import { Journal } from "./journal.ts";
import { readTenant } from "./read-tenant.ts";
import type { Snapshot } from "./snapshot.ts";

/** What was read, and the journal that goes when it is safe elsewhere. */
export interface Content {
  readonly found: Omit<Snapshot, "written">;
  /** Requests of the API that this run made, repetitions aside. */
  readonly requests: number;
  readonly finish: () => Promise<void>;
}

/** What an earlier run read, without a request. */
export function recordedContent({ path, snapshot }: Folder): Content {
  if (snapshot === undefined) {
    throw new UsageError([
      `${path} holds no adopt.json to work from. Run adopt without --offline.`,
    ]);
  }
  const { written: _, ...found } = snapshot;
  return { found, requests: 0, finish: async () => {} };
}

/** What the tenant holds, and what an unfinished run had read of it. */
export async function liveContent(
  folder: Folder,
  flags: AdoptFlags,
  tenant: Tenant,
  { stderr }: Terminal,
): Promise<Content> {
  const { environmentUrl, requestsPerMinute } = tenant.settings;
  await using journal = await Journal.open(folder.journalFile);
  assertTenant(folder, environmentUrl, [
    folder.plan?.plan.tenant,
    folder.snapshot?.tenant,
    journal.hasReadNothing ? undefined : journal.tenant,
  ]);
  if (!flags.resume) assertFinished(journal, folder);
  await journal.begin(environmentUrl);
  const planned = new Map(Object.entries(folder.plan?.plan.dialerConfigs ?? {}));
  let requests = 0;
  using status = new StatusLine(stderr, requestsPerMinute);
  const content = await readTenant({
    client: tenant.client,
    journal,
    isWanted: (config) => isWanted(planned.get(config.id), choose(flags, config)),
    onRequest: (left) => {
      requests += 1;
      status.show(left);
    },
    warn: tenant.warn,
  });
  return {
    found: { version: 1, tenant: environmentUrl, ...content },
    requests,
    finish: () => journal.remove(),
  };
}

function assertFinished(journal: Journal, folder: Folder): void {
  const { hasReadNothing, dialerConfigs, readings } = journal;
  if (hasReadNothing) return;
  throw new UsageError([
    `${folder.path} holds an unfinished adoption: ${readings.size} of ${dialerConfigs.entities.length} dialer configurations are read. ` +
      `Go on with --resume, or delete ${folder.journalFile} to begin anew.`,
  ]);
}
