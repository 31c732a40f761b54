import { z } from "zod";
import type { AuditEntry } from "../domain/audit-entry.ts";
import { parseJson } from "../domain/json.ts";
import { hasErrorCode } from "../shared/caught-error.ts";
import { readLines } from "./read-lines.ts";

/** As much of a record as the search looks at. */
const record = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("write"),
    event: z.object({ audit_trail: z.object({ request_id: z.string() }) }),
    exportId: z.string().optional(),
  }),
  z.object({ kind: z.literal("export"), requestId: z.string() }),
]);

/** Whether the log tells of the write that went out under this request id, or of its export: in its own record or the write's. */
export async function findEntry(
  file: string,
  requestId: string,
  kind: AuditEntry["kind"],
): Promise<boolean> {
  const quoted = JSON.stringify(requestId);
  try {
    for await (const { bytes } of readLines(file)) {
      if (bytes.includes(quoted) && tells(bytes, requestId, kind)) return true;
    }
    return false;
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return false;
    throw error;
  }
}

function tells(line: Buffer, requestId: string, kind: AuditEntry["kind"]): boolean {
  const { data } = record.safeParse(parseJson(line.toString("utf8")));
  if (!data) return false;
  if (data.kind === "export") return kind === "export" && data.requestId === requestId;
  const isOfWrite = data.event.audit_trail.request_id === requestId;
  return isOfWrite && (kind === "write" || data.exportId !== undefined);
}
