import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AuditLog } from "../../../provider/src/audit-log/audit-log.ts";
import type { AuditEntry } from "../../../provider/src/domain/audit-entry.ts";

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const bin = join(import.meta.dirname, "..", "..", "..", "provider", "bin", "cxone-dialer.js");
const terminal = ["--import", "data:text/javascript,process.stdout.isTTY=true"];

/** Runs `cxone-dialer audit` with these arguments. */
export function audit(...args: readonly string[]): Promise<Outcome> {
  return run([bin, "audit", ...args]);
}

/** The same, where it believes that it writes to a terminal. */
export function auditOnTerminal(...args: readonly string[]): Promise<Outcome> {
  return run([...terminal, bin, "audit", ...args], { TERM: "xterm-256color" });
}

function run(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const options = { env: { ...env, ...more }, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...args], options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
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
