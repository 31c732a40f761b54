/** Opens what the operations of one provider share, from its settings: the same for the dynamic and the native provider. */
import { CxoneClient } from "./client/client.ts";
import { AdoptionRecords } from "./dialer-config/adoption-records.ts";
import { CheckedProgram } from "./dialer-config/checked-program.ts";
import { Connections } from "./dialer-config/connections.ts";
import { resolveLineReading } from "./dialer-config/line-reading.ts";
import { Operations, type Run } from "./dialer-config/run.ts";
import { pipelineOrigin, programOrigin } from "./evidence/origin.ts";
import { defaultJournalFolder, WriteJournal } from "./evidence/write-journal.ts";
import type { SettingName } from "./settings/setting-names.ts";
import { resolveSettings } from "./transport/settings.ts";
import { Transport } from "./transport/transport.ts";

export interface RunOptions {
  /** Looks a setting up that the environment does not give. */
  readonly config: (name: SettingName) => string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly warn: (message: string) => Promise<void>;
  /** Says what is no cause for concern. */
  readonly inform: (message: string) => Promise<void>;
  /** The URN of the program's root; nothing where no program runs. */
  readonly rootUrn: () => Promise<string | undefined>;
  /** Ends requests and waits at once. @default never */
  readonly signal?: AbortSignal;
  /** Ends those of the operation that runs, where it has a time of its own. @default never */
  readonly deadline?: () => AbortSignal | undefined;
}

/** Only takes note: a setting that is missing or wrong is reported by the first operation that needs it. */
export function startRun({ config, env, warn, inform, rootUrn, ...ending }: RunOptions): Run {
  const setting = (variable: string, name: SettingName) =>
    env[variable] || config(name) || undefined;
  const auditLogFile = setting("CXONE_AUDIT_LOG", "auditLog");
  const connections = new Connections({
    connect: (warnOnce) => {
      const settings = resolveSettings(config, env);
      const folder = setting("CXONE_JOURNAL", "journal") ?? defaultJournalFolder(env);
      const transport = new Transport(settings, { warn: warnOnce, ...ending });
      return {
        client: new CxoneClient(transport),
        journal: new WriteJournal({ ...settings, folder, warn: warnOnce }),
        adoptionRecords: new AdoptionRecords({ ...settings, folder, warn: warnOnce }),
      };
    },
    warn,
    inform,
    telemetryFile: setting("CXONE_TELEMETRY", "telemetry"),
    historyFile: setting("CXONE_HISTORY", "history"),
    resolveLineReading: () => resolveLineReading(setting),
    openAuditLog:
      auditLogFile === undefined
        ? undefined
        : () => openAuditLog(auditLogFile, setting("CXONE_AUDIT_LOG_KEY", "auditLogKey")),
    pipeline: pipelineOrigin(env),
    askProgram: async () => programOrigin(await rootUrn()),
  });
  return { connections, program: new CheckedProgram(), operations: new Operations() };
}

async function openAuditLog(file: string, signingKeyFile: string | undefined) {
  const { AuditLog } = await import("./audit-log/audit-log.ts");
  return new AuditLog({ file, ...(signingKeyFile !== undefined && { signingKeyFile }) });
}
