import type { CxoneClient } from "../client/client.ts";
import type { Origin } from "../domain/audit-entry.ts";
import type { Campaign } from "../domain/campaign.ts";
import type { Finding } from "../domain/finding.ts";
import type { DailyCounts } from "../domain/history/days.ts";
import {
  type DialerAssumptions,
  defaultLineReading,
  type LineReading,
} from "../domain/pacing/lines.ts";
import type { AuditLog } from "../evidence/deliver.ts";
import type { WriteJournal } from "../evidence/write-journal.ts";
import type { AdoptionRecords } from "./adoption-records.ts";
import { HistoryFile, historyFindings } from "./history-file.ts";
import type { Staffing } from "./state.ts";
import { readTelemetry, stalenessFindings, type Telemetry } from "./telemetry.ts";

/** The way to the tenant, and what is noted on this machine of the writes that go there. */
export interface Connection {
  readonly client: CxoneClient;
  readonly journal: WriteJournal;
  readonly adoptionRecords: AdoptionRecords;
}

type Say = (message: string) => Promise<void>;

export interface ConnectionOptions {
  /** @throws ConfigurationError where a setting of the provider is missing or cannot be used. */
  readonly connect: (warn: Say) => Connection;
  readonly warn: Say;
  /** Says what is no cause for concern. */
  readonly inform: Say;
  /** Opens the audit log; absent where none is set. */
  readonly openAuditLog?: (() => Promise<AuditLog>) | undefined;
  /** What the pipeline says of itself. */
  readonly pipeline: Origin;
  /** Asks the engine which program runs. */
  readonly askProgram: () => Promise<Pick<Origin, "project" | "stack"> | undefined>;
  /** A file of campaign figures, in place of the live campaigns'. */
  readonly telemetryFile?: string | undefined;
  /** A file with what campaigns did, from which what is spent of a period is taken. */
  readonly historyFile?: string | undefined;
  /**
   * How forecasts count lines; absent for the default.
   *
   * @throws ConfigurationError where a setting is none of the words that it may be.
   */
  readonly resolveLineReading?: (() => LineReading) | undefined;
}

export interface TelemetryEntry {
  readonly figures?: Staffing;
  /** The campaign's first day, where the file says it. */
  readonly firstDay?: string | undefined;
  /** How long its lines ring, where a backtest has found it out. */
  readonly ringTimes?: Pick<DialerAssumptions, "ringSecondsAnswered" | "ringSecondsUnanswered">;
  readonly findings?: readonly Finding[];
}

/** What a campaign did, by the file that `cxone:history` names. */
export interface CampaignPast {
  readonly counts: DailyCounts;
  /** From which its periods are counted. @default the first day of `counts` */
  readonly firstDay: string | undefined;
  readonly findings: readonly Finding[];
}

/**
 * The ways of one provider process to the outside: the client with its token and limits, each campaign as read once, the journal, the
 * logs, the warnings, and the settings. Each is opened when it is needed first.
 */
export class Connections {
  readonly #options: ConnectionOptions;
  #connection: Connection | undefined;
  #auditLog: Promise<AuditLog> | undefined;
  #auditLogUsable: Promise<void> | undefined;
  #program: ReturnType<ConnectionOptions["askProgram"]> | undefined;
  readonly #said = new Set<string>();
  readonly #campaigns = new Map<string, Promise<Campaign>>();
  #telemetry: Promise<Telemetry> | undefined;
  readonly #history: HistoryFile | undefined;
  #lineReading: LineReading | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { historyFile } = options;
    this.#history =
      historyFile === undefined
        ? undefined
        : new HistoryFile(historyFile, () => this.#oneTimeZone());
  }

  /** @throws ConfigurationError where a setting of the provider is missing or cannot be used. */
  get client(): CxoneClient {
    return this.#connected.client;
  }

  /** @throws ConfigurationError as `client` does. */
  get journal(): WriteJournal {
    return this.#connected.journal;
  }

  /** @throws ConfigurationError as `client` does. */
  get adoptionRecords(): AdoptionRecords {
    return this.#connected.adoptionRecords;
  }

  /** How forecasts count lines. @throws ConfigurationError where a setting of it cannot be used. */
  get lineReading(): LineReading {
    this.#lineReading ??= this.#options.resolveLineReading?.() ?? defaultLineReading;
    return this.#lineReading;
  }

  get #connected(): Connection {
    this.#connection ??= this.#options.connect((message) => this.warn(message));
    return this.#connection;
  }

  get isLogged(): boolean {
    return this.#options.openAuditLog !== undefined;
  }

  /** The audit log; nothing where none is set. */
  async auditLog(): Promise<AuditLog | undefined> {
    this.#auditLog ??= this.#options.openAuditLog?.();
    return this.#auditLog;
  }

  /** @throws ConfigurationError where the audit log could not be appended to. Looked at once. */
  async assertAuditLog(): Promise<void> {
    this.#auditLogUsable ??= this.auditLog().then((log) => log?.assertUsable());
    return this.#auditLogUsable;
  }

  /** Project and stack, as far as an audit log wants to know; nothing where no program runs, as in a destroy. */
  async program(): Promise<Pick<Origin, "project" | "stack"> | undefined> {
    if (!this.isLogged) return undefined;
    this.#program ??= this.#options.askProgram();
    return this.#program;
  }

  /** Who writes: the pipeline, and the program that runs or else the one that wrote last. */
  async origin(lastProgram: Origin | undefined): Promise<Origin> {
    return { ...((await this.program()) ?? lastProgram), ...this.#options.pipeline };
  }

  /** Warns under the stack, once for each message: check may run twice in a command. */
  async warn(message: string): Promise<void> {
    return this.#once(message, this.#options.warn);
  }

  /** Informs under the stack, once for each message. */
  async inform(message: string): Promise<void> {
    return this.#once(message, this.#options.inform);
  }

  async #once(message: string, say: Say): Promise<void> {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    await say(message);
  }

  /** The live campaign: one request a campaign and process, however many configurations use it. */
  campaign(id: string): Promise<Campaign> {
    const known = this.#campaigns.get(id);
    if (known) return known;
    const asked = this.client.campaigns.get(id);
    this.#campaigns.set(id, asked);
    return asked;
  }

  /** The campaign's figures in the telemetry file, where one is set and names it. */
  async telemetry(campaignId: string): Promise<TelemetryEntry> {
    const campaigns = await this.#telemetryCampaigns();
    if (!Object.hasOwn(campaigns, campaignId)) return {};
    const figures = campaigns[campaignId];
    return figures
      ? {
          figures,
          firstDay: figures.firstDay,
          ...(figures.ringTimes && { ringTimes: ringTimesIn(figures.ringTimes) }),
          findings: stalenessFindings(campaignId, figures.learned?.to ?? figures.asOf, new Date()),
        }
      : {};
  }

  async #telemetryCampaigns(): Promise<Telemetry["campaigns"]> {
    const { telemetryFile } = this.#options;
    if (telemetryFile === undefined) return {};
    this.#telemetry ??= readTelemetry(telemetryFile);
    return (await this.#telemetry).campaigns;
  }

  /** The time zone that all campaigns of the telemetry file have; nothing where they have several, or none. */
  async #oneTimeZone(): Promise<string | undefined> {
    const campaigns = Object.values(await this.#telemetryCampaigns());
    const [zone, another] = new Set(campaigns.flatMap(({ timeZone }) => timeZone ?? []));
    return another === undefined ? zone : undefined;
  }

  /**
   * What was counted of a campaign by the day; nothing where no history is set.
   *
   * @throws ConfigurationError where its file cannot be used.
   */
  async history(campaignId: string): Promise<CampaignPast | undefined> {
    const campaigns = await this.#history?.campaigns();
    if (campaigns === undefined) return undefined;
    const { firstDay } = await this.telemetry(campaignId);
    const counts = campaigns.get(campaignId);
    return {
      firstDay,
      counts: counts ?? new Map(),
      findings: historyFindings(campaignId, counts, new Date()),
    };
  }
}

function ringTimesIn({
  ringSecondsAnswered,
  ringSecondsUnanswered,
}: NonNullable<Telemetry["campaigns"][string]["ringTimes"]>) {
  return { ringSecondsAnswered, ringSecondsUnanswered };
}
