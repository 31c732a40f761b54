import { z } from "zod";
import type { AuditEvent } from "../../domain/audit.ts";
import { type Basis, type Origin, writePurposes } from "../../domain/audit-entry.ts";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";

const object = <T extends object>() => z.custom<T>(isJsonObject);

/** A write that was begun: all that a later run has to know to tell whether it was done, and to evidence it. */
export const attemptSchema = z
  .object({
    /** Names the event of the write, whichever run exports it. */
    requestId: z.string(),
    action: z.enum(["CREATE", "UPDATE", "DELETE"]),
    /** Absent in notes of 0.1.0. */
    purpose: z.enum(writePurposes).optional(),
    /** When it was begun, ISO 8601 in UTC. */
    begunAt: z.iso.datetime(),
    /** The ETag that it was sent under; absent of a creation. */
    etag: z.string().optional(),
    /** The document before the write; absent of a creation. */
    before: object<JsonObject>().optional(),
    /** The document that was sent; absent of a deletion. */
    sent: object<JsonObject>().optional(),
    /** The shape of what the program manages. */
    managed: object<JsonObject>(),
    validated: z.boolean(),
    complianceCheck: z.enum(["passed", "warned", "not_checked"]),
    basis: object<Basis>().optional(),
    origin: object<Origin>().optional(),
    /** Once it has to be evidenced: the event, the same however often it is exported. */
    event: object<AuditEvent>().optional(),
    /** With `event`: false where the tenant's reply was lost, and the write cannot be shown not to have happened. */
    confirmed: z.boolean().optional(),
    /** Where the event was exported and logged by an operation that left no state to tell so. */
    exportId: z.string().optional(),
    /** The resource has left the state, unless the run was stopped just then. */
    isLast: z.literal(true).optional(),
  })
  .readonly();

export type Attempt = z.infer<typeof attemptSchema>;

/** An attempt that has to be evidenced. */
export type DoneWrite = Attempt & { readonly event: AuditEvent; readonly confirmed: boolean };

export function isDone(attempt: Attempt): attempt is DoneWrite {
  return attempt.event !== undefined;
}
