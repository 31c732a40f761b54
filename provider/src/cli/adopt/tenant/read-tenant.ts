import type { CxoneClient } from "../../../client/client.ts";
import {
  ConfigurationError,
  ConnectionError,
  CxoneError,
  InvalidRequestError,
  NotFoundError,
  PermissionError,
  ResponseError,
  UnavailableError,
} from "../../../errors/index.ts";
import { UsageError } from "../../shared/exit-codes.ts";
import type { Terminal } from "../../shared/terminal.ts";
import { assertTenant, type Folder } from "../folder.ts";
import { type AdoptFlags, choose } from "../plan/selection.ts";
import { isWanted } from "../plan/settle.ts";
import { StatusLine, type Tenant } from "./connect.ts";
import { Journal, type Reading } from "./journal.ts";
import type { Snapshot, TenantContent } from "./snapshot.ts";

/** What was read, and the journal that goes when it is safe elsewhere. */
interface Content {
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

interface ReadOptions {
  readonly client: CxoneClient;
  /** What was read before, and where to note what is read now. */
  readonly journal: Journal;
  /** Whether the plan and the flags leave this one in, so that it has to be read. */
  readonly isWanted: (config: { readonly id: string; readonly name?: string }) => boolean;
  /** Gets, before each request, how many are still to be made, this one included. */
  readonly onRequest: (left: number) => void;
  readonly warn: (message: string) => void;
}

/** One that says nothing of the others: noted, and the rest is read. */
const ofThisOneAlone = [
  NotFoundError,
  PermissionError,
  ResponseError,
  InvalidRequestError,
  ConfigurationError,
] as const;

/** One that may be of this one alone, or of the tenant: after several in a row it is the tenant. */
const perhapsOfTheTenant = [UnavailableError, ConnectionError] as const;
const SEVERAL = 3;

/**
 * Lists and reads what the tenant holds, one request after the other: at the tenant's quota that is no slower than several at
 * a time, and a run that is killed has one answer to lose.
 *
 * @throws {CxoneError} where the lists cannot be read, or the tenant stops answering
 */
async function readTenant(options: ReadOptions): Promise<TenantContent> {
  const { campaigns, dialerConfigs } = options.journal;
  await checkAccess(options);
  while (campaigns.pagesLeft > 0) await readPage(options, "campaigns");
  while (dialerConfigs.pagesLeft > 0) await readPage(options, "dialerConfigs");
  const readings = await readConfigs(options);
  return {
    campaigns: [...campaigns.entities],
    dialerConfigs: dialerConfigs.entities.map((config) => ({
      ...config,
      ...readings.get(config.id),
    })),
  };
}

type Area = "campaigns" | "dialerConfigs";

/** The first page of either list shows whether the credentials reach it; what is missing is reported at once. */
async function checkAccess(options: ReadOptions): Promise<void> {
  const refusals: string[] = [];
  for (const area of ["campaigns", "dialerConfigs"] as const) {
    if (options.journal[area].nextPage > 1) continue;
    await readPage(options, area).catch((error: unknown) => {
      if (!(error instanceof PermissionError)) throw error;
      refusals.push(error.message);
    });
  }
  if (refusals.length > 0) throw new Error(refusals.join("\n"));
}

async function readPage(options: ReadOptions, area: Area): Promise<void> {
  const { client, journal } = options;
  const number = journal[area].nextPage;
  options.onRequest(requestsLeft(options));
  if (area === "campaigns") {
    const { pageCount, entities } = await client.campaigns.page(number);
    await journal.append({ campaigns: { number, pageCount, entities: [...entities] } });
  } else {
    const { pageCount, entities } = await client.dialerConfigs.page(number);
    await journal.append({ dialerConfigs: { number, pageCount, entities: [...entities] } });
  }
}

/** What is listed on pages to come counts as a hundred a page. */
function requestsLeft({ journal, isWanted }: ReadOptions): number {
  const { campaigns, dialerConfigs, readings } = journal;
  const unread = dialerConfigs.entities.filter(
    (config) => !readings.has(config.id) && isWanted(config),
  );
  return campaigns.pagesLeft + dialerConfigs.pagesLeft * 101 + unread.length;
}

async function readConfigs(options: ReadOptions): Promise<ReadonlyMap<string, Reading>> {
  const { journal, isWanted, onRequest, warn } = options;
  const unread = journal.dialerConfigs.entities.filter(
    (config) => !journal.readings.has(config.id) && isWanted(config),
  );
  /** Of those that a later run may get. */
  const failed = new Map<string, Reading>();
  let failures = 0;
  for (const [position, { id }] of unread.entries()) {
    onRequest(unread.length - position);
    try {
      const { document } = await options.client.dialerConfigs.read(id);
      await journal.append({ read: id, document });
      failures = 0;
    } catch (error) {
      if (!(error instanceof CxoneError)) throw error;
      const failure = error.code;
      if (ofThisOneAlone.some((Kind) => error instanceof Kind)) {
        await journal.append({ read: id, failure });
      } else if (perhapsOfTheTenant.some((Kind) => error instanceof Kind) && ++failures < SEVERAL) {
        failed.set(id, { failure });
      } else {
        throw error;
      }
      warn(`dialer configuration ${id} is not read: ${error.message}`);
    }
  }
  return new Map([...journal.readings, ...failed]);
}
