import { CxoneError } from "./cxone-error.ts";

/** A record could not be added to the audit log, or the log could not be read. What was in the file before is still there. */
export class AuditLogError extends CxoneError {
  readonly code = "CXONE_AUDIT_LOG";
}
