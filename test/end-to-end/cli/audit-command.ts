import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AuditLog } from "../../../provider/src/audit-log/audit-log.ts";
import type { AuditEntry } from "../../../provider/src/domain/audit-entry.ts";
import { type CommandResult, cxoneDialer } from "../../support/cxone-dialer.ts";

/** Runs `cxone-dialer audit` with these arguments. */
export function audit(...args: readonly string[]): Promise<CommandResult> {
  return cxoneDialer(["audit", ...args]);
}

/** The same, where it believes that it writes to a terminal. */
export function auditOnTerminal(...args: readonly string[]): Promise<CommandResult> {
  return cxoneDialer(["audit", ...args], { terminal: true, env: { TERM: "xterm-256color" } });
}

/** A log in a folder that tells of the entries. */
export async function logOf(
  folder: string,
  entries: readonly AuditEntry[],
  signingKeyFile?: string,
): Promise<string> {
  const file = join(folder, "audit.jsonl");
  const log = new AuditLog({ file, signingKeyFile });
  for (const entry of entries) await log.append(entry);
  return file;
}

/** Does something to the lines of a file, behind the log's back. */
export async function tamper(
  file: string,
  change: (lines: string[]) => readonly string[],
): Promise<void> {
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  await writeFile(file, `${change(lines).join("\n")}\n`);
}
