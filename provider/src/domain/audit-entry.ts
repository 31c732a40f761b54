import type { AuditEvent } from "./audit.ts";
import type { Capacity } from "./capacity.ts";
import type { Json } from "./json.ts";

/** What one write did to one managed field. A text under `complianceRules` may be a secret, so the entry has only its digest. */
export interface FieldChange {
  /** As Pulumi writes a path: `complianceRules.callingHours.end`. */
  readonly path: string;
  /** Absent where the field was not there. */
  readonly before?: Json | undefined;
  /** Absent where the field is not there any more. */
  readonly after?: Json | undefined;
}

/** The limits that the write was held to. */
export interface Limits {
  readonly regulation: string;
  /** The highest share of answered calls that may be abandoned: the program's own limit or the regulation's, whichever is lower. */
  readonly maxAbandonmentRate: number;
  readonly agentRatioLimit: number;
}

/** What the check saw when it let the write pass. */
export interface Basis {
  readonly limits: Limits;
  readonly capacity: Capacity;
  /** As in the resource's `forecast` output; absent where nothing could be forecast. */
  readonly forecast?: Readonly<Record<string, Json>> | undefined;
}

/** Which program wrote. */
export interface Origin {
  readonly project?: string | undefined;
  readonly stack?: string | undefined;
  /** The commit that the pipeline deploys. */
  readonly commit?: string | undefined;
  /** Who started the pipeline. */
  readonly actor?: string | undefined;
  /** The address of the pipeline's run. */
  readonly run?: string | undefined;
}

/**
 * What a write was for. To the tenant, taking over what exists and putting it back as found are updates like any other.
 */
export const writePurposes = ["create", "adopt", "update", "restore", "delete"] as const;

type WritePurpose = (typeof writePurposes)[number];

/** A write that was done. */
export interface WriteEntry {
  readonly kind: "write";
  /** Absent in records of 0.1.0. */
  readonly purpose?: WritePurpose | undefined;
  /** The event, just as it is exported to the tenant: what, when, and under which request id. */
  readonly event: AuditEvent;
  /** The tenant's id of the export; absent where it is still to be exported. */
  readonly exportId?: string | undefined;
  /** False where the tenant's reply was lost, and nothing proves that the write did not happen. */
  readonly confirmed: boolean;
  /** Absent where they are not known: the run that wrote was killed, and a later one found it out. */
  readonly changes?: readonly FieldChange[] | undefined;
  /** Absent where no check came before the write, as for a deletion. */
  readonly basis?: Basis | undefined;
  readonly origin?: Origin | undefined;
}

/** An event that was exported later than its write was logged. */
export interface ExportEntry {
  readonly kind: "export";
  readonly requestId: string;
  readonly exportId: string;
}

/** What the audit log holds: one line each. */
export type AuditEntry = WriteEntry | ExportEntry;
