import { readFile } from "node:fs/promises";
import { AuditLog } from "../../../provider/src/audit-log/audit-log.ts";
import { readLines } from "../../../provider/src/audit-log/lines.ts";
import { type ChainVerdict, verifyChain } from "../../../provider/src/domain/audit-chain.ts";
import { writeEntry } from "./entries.ts";

/** A record, as far as a test looks at it. */
export interface Recorded {
  readonly sequence: number;
  readonly previous: string;
  readonly recordedAt: string;
  readonly cut?: { readonly bytes: number; readonly digest: string };
  readonly event?: { readonly audit_trail: { readonly request_id: string } };
}

export function verify(file: string): Promise<ChainVerdict> {
  return verifyChain(readLines(file));
}

export async function recordsOf(file: string): Promise<readonly Recorded[]> {
  const lines = (await readFile(file, "utf8")).replace(/^\ufeff/, "").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line): Recorded => JSON.parse(line));
}

export async function requestIdsOf(file: string): Promise<readonly (string | undefined)[]> {
  return (await recordsOf(file)).map(({ event }) => event?.audit_trail.request_id);
}

/** Appends writes under these request ids, one after another. */
export async function appendAll(file: string, requestIds: readonly string[]): Promise<void> {
  const log = new AuditLog({ file });
  for (const id of requestIds) await log.append(writeEntry(id));
}
