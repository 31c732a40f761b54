import { CxoneClient } from "../../../provider/src/client/client.ts";
import { CheckedProgram } from "../../../provider/src/dialer-config/checked-program.ts";
import { Connections } from "../../../provider/src/dialer-config/connections.ts";
import { Operations, type Run as ProviderRun } from "../../../provider/src/dialer-config/run.ts";
import type { AuditEntry } from "../../../provider/src/domain/audit-entry.ts";
import { AuditLogError } from "../../../provider/src/errors/index.ts";
import type { AuditLog } from "../../../provider/src/evidence/deliver.ts";
import type { Clock } from "../../../provider/src/transport/retry.ts";
import { Transport } from "../../../provider/src/transport/transport.ts";
import type { Call, Happening, Run } from "./history.ts";
import { Line } from "./line.ts";
import type { MachineJournal } from "./machine.ts";
import type { Tenant } from "./tenant.ts";
import type { Turn } from "./turn.ts";

/** One provider process, as one run of a pipeline starts it. */
export interface ProcessOptions {
  readonly run: Run;
  readonly turn: Pick<Turn<unknown>, "wait" | "point">;
  /** What the engine has asked for, and the process does now. */
  readonly call: () => Call;
  readonly tenant: Tenant;
  readonly record: (happening: Happening) => void;
  readonly faults: readonly (string | null)[];
  readonly mismatch: 409 | 412;
  readonly isBlunt: boolean;
  readonly journal: MachineJournal;
  /** The pipeline's audit log, which outlives the process. */
  readonly logged: AuditEntry[];
  readonly isLogFull: boolean;
}

/** Limits that no run reaches: they are tested by themselves. */
const settings = {
  environmentUrl: "https://us1-cxone.com",
  clientId: "client",
  clientSecret: "secret",
  requestsPerMinute: 100_000,
  requestsPerSecond: 100_000,
};

/** The product's own run, over its own transport: only connection, clock, journal and audit log are the model's. */
export function startRun(options: ProcessOptions): ProviderRun {
  const { run, turn, journal, record } = options;
  const point = () => turn.point();
  journal.point = point;
  const dispatcher = new Line({ ...options, wait: () => turn.wait(), point });
  const warn = async (message: string) => record({ kind: "warning", run, message });
  const connections = new Connections({
    connect: () => {
      const clock = virtualClock();
      const transport = new Transport(settings, {
        ...{ dispatcher, clock, random: () => 0.5 },
        warn: () => {},
      });
      return {
        client: new CxoneClient(transport),
        journal,
        adoptionRecords: journal.adoptionRecords,
      };
    },
    warn,
    inform: async () => {},
    openAuditLog: async () => auditLog(options),
    pipeline: {},
    askProgram: async () => ({ project: "dialers", stack: `pipeline ${run.pipeline}` }),
  });
  return { connections, program: new CheckedProgram(), operations: new Operations() };
}

/** Only sleeping moves it, and nobody waits for it. */
function virtualClock(): Clock {
  let time = Date.UTC(2026, 0, 1);
  return {
    now: () => time,
    sleep: async (milliseconds) => {
      time += milliseconds;
    },
  };
}

function auditLog({ run, turn, record, logged, isLogFull }: ProcessOptions): AuditLog {
  return {
    assertUsable: async () => {},
    append: async (entry) => {
      await turn.point();
      if (isLogFull) throw new AuditLogError("No space is left on the device.");
      logged.push(entry);
      record({ kind: "append", run, entry });
    },
    holds: async (requestId, kind) =>
      logged.some((entry) =>
        entry.kind === "export"
          ? kind === "export" && entry.requestId === requestId
          : entry.event.audit_trail.request_id === requestId &&
            (kind === "write" || entry.exportId !== undefined),
      ),
  };
}
