import { z } from "zod";
import { hasErrorCode } from "./errno.ts";
import { readLines } from "./read-lines.ts";

/** As much of a record as the search looks at. */
const write = z.object({
  kind: z.literal("write"),
  event: z.object({ audit_trail: z.object({ request_id: z.string() }) }),
});

/** Whether the log has a record of the write that went out under this request id. */
export async function findWrite(file: string, requestId: string): Promise<boolean> {
  const quoted = JSON.stringify(requestId);
  try {
    for await (const { bytes } of readLines(file)) {
      if (bytes.includes(quoted) && requestIdOf(bytes) === requestId) return true;
    }
    return false;
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return false;
    throw error;
  }
}

function requestIdOf(line: Buffer): string | undefined {
  try {
    return write.parse(JSON.parse(line.toString("utf8"))).event.audit_trail.request_id;
  } catch {
    return undefined;
  }
}
