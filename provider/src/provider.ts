import type { dynamic } from "@pulumi/pulumi";
import { CxoneClient } from "./client/client.ts";
import { AdoptionRecords } from "./dialer-config/adoption-records.ts";
import { check } from "./dialer-config/check.ts";
import { CheckedProgram } from "./dialer-config/checked-program.ts";
import { checkedInputsOf, type Properties, stateOf } from "./dialer-config/codec.ts";
import { Connections } from "./dialer-config/connections.ts";
import { create } from "./dialer-config/create.ts";
import { destroy } from "./dialer-config/delete.ts";
import { defaultJournalFolder, Journal } from "./dialer-config/evidence/journal.ts";
import { pipelineOrigin, programOrigin } from "./dialer-config/evidence/origin.ts";
import { resolveLineReading } from "./dialer-config/line-reading.ts";
import { planUpdate } from "./dialer-config/plan-update.ts";
import { read } from "./dialer-config/read.ts";
import { Operations, type Run } from "./dialer-config/run.ts";
import { update } from "./dialer-config/update.ts";
import { inform, rootUrn, warn } from "./engine.ts";
import { CxoneError } from "./errors/index.ts";
import type { SettingName } from "./settings/setting-names.ts";
import { resolveSettings } from "./transport/settings.ts";
import { Transport } from "./transport/transport.ts";

/** The provider that the engine's dynamic-provider process loads: one instance, and one run, for all resources. */
class DialerConfigProvider implements dynamic.ResourceProvider {
  #run = startRun(() => undefined);

  /** Only takes note: the SDK does not wait for it before it calls the other methods, so nothing here may be awaited. */
  configure({ config }: dynamic.ConfigureRequest): Promise<void> {
    this.#run = startRun((name) => config.get(`cxone:${name}`));
    return Promise.resolve();
  }

  check(olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
    const { __provider, ...properties } = news;
    return reported(() => check(this.#run, olds, properties));
  }

  diff(_id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
    return reported(async () => {
      const { warnings, ...difference } = await planUpdate(
        this.#run,
        stateOf(olds),
        checkedInputsOf(news),
      );
      for (const warning of warnings) await this.#run.connections.warn(warning);
      return difference;
    });
  }

  create(inputs: Properties): Promise<dynamic.CreateResult> {
    return reported(() => create(this.#run, checkedInputsOf(inputs)));
  }

  read(_id: string, properties: Properties): Promise<dynamic.ReadResult> {
    return reported(() => read(this.#run, stateOf(properties)));
  }

  update(_id: string, olds: Properties, news: Properties): Promise<dynamic.UpdateResult> {
    return reported(() => update(this.#run, stateOf(olds), checkedInputsOf(news)));
  }

  delete(_id: string, properties: Properties): Promise<void> {
    return reported(() => destroy(this.#run, stateOf(properties)));
  }
}

function startRun(config: (name: SettingName) => string | undefined): Run {
  const { env } = process;
  const setting = (variable: string, name: SettingName) =>
    env[variable] || config(name) || undefined;
  const auditLogFile = setting("CXONE_AUDIT_LOG", "auditLog");
  const connections = new Connections({
    connect: (warnOnce) => {
      const settings = resolveSettings(config, env);
      const folder = setting("CXONE_JOURNAL", "journal") ?? defaultJournalFolder(env);
      return {
        client: new CxoneClient(new Transport(settings, { warn: warnOnce })),
        journal: new Journal({ ...settings, folder, warn: warnOnce }),
        adoptionRecords: new AdoptionRecords({ ...settings, folder, warn: warnOnce }),
      };
    },
    warn,
    inform,
    telemetryFile: setting("CXONE_TELEMETRY", "telemetry"),
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

/** The SDK prints the stack of what check, diff, read and delete throw: for an error of ours the message says it all. */
async function reported<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof CxoneError) {
      error.message = error.report;
      error.stack = "";
    }
    throw error;
  }
}

// Where Node.js is told to write reports of crashes, they would hold the environment, and the client's secret in it.
process.report.excludeEnv = true;

export const provider: dynamic.ResourceProvider = new DialerConfigProvider();
