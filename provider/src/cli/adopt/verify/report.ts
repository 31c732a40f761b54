import { exitCodes } from "../report.ts";
import type { Verification } from "./verify.ts";

/** Differences that a person is shown; `--json` has them all. */
const SHOWN = 50;

export function exitCodeOf({ differences }: Verification): number {
  if (differences.some(({ kind }) => kind === "unread")) return exitCodes.failed;
  return differences.length > 0 ? exitCodes.open : 0;
}

/** What a person reads. */
export function textReport({ toAdopt, writes, leftOut, differences }: Verification): string {
  const plan = leftOut > 0 ? ` The plan leaves out ${leftOut}.` : "";
  const lines = differences.slice(0, SHOWN).map(({ kind, id, name, field, message }) => {
    const who = name ? `${name} (${id})` : id;
    return `${kind.padEnd(7)}  ${who}: ${field ? `${field}: ` : ""}${message}`;
  });
  const rest = differences.length - lines.length;
  return [
    `${toAdopt} to adopt, ${writes} ${writes === 1 ? "write" : "writes"}.${plan}`,
    ...lines,
    ...(rest > 0 ? [`… and ${rest} more differences; --json shows them all.`] : []),
  ].join("\n");
}

/** What a pipeline reads. */
export function jsonReport(verification: Verification): string {
  return JSON.stringify({ version: 1, ...verification }, null, 2);
}
