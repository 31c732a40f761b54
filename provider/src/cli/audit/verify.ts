import { type ChainVerdict, verifyChain } from "../../domain/audit-chain.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { paintFor } from "../shared/terminal.ts";

import { readableLines, readPublicKey } from "./log-file.ts";

/** What Commander hands over. */
export interface VerifyFlags {
  readonly publicKey?: string;
  readonly requireSignatures?: true;
  readonly head?: string;
  readonly json?: true;
}

/** Says whether a log is as it was written. */
export async function verify(file: string, flags: VerifyFlags): Promise<void> {
  const { head, json } = flags;
  const publicKey =
    flags.publicKey === undefined ? undefined : await readPublicKey(flags.publicKey);
  const verdict = await verifyChain(readableLines(file), { publicKey, head });
  const problems = problemsOf(verdict, flags);
  process.exitCode = problems.length > 0 ? exitCodes.finding : exitCodes.done;
  console.log(json ? jsonReport(verdict, problems) : textReport(verdict, problems));
}

function textReport(verdict: ChainVerdict, problems: readonly string[]): string {
  const paint = paintFor(process.stdout);
  const word = problems.length > 0 ? paint("red", "broken") : paint("green", "whole");
  return `${word}: ${[...problems, summaryOf(verdict)].join(" ")}`;
}

function jsonReport(verdict: ChainVerdict, problems: readonly string[]): string {
  return JSON.stringify(
    { version: 1, whole: problems.length === 0, problems, ...verdict },
    null,
    2,
  );
}

/** Why the log is not as it should be, a sentence each; none where it is. */
function problemsOf(verdict: ChainVerdict, demands: VerifyFlags): readonly string[] {
  const { break: found, headFound, signatures } = verdict;
  const problems: string[] = [];
  if (found) {
    const record = found.sequence === undefined ? "" : ` (record ${found.sequence})`;
    problems.push(`line ${found.line}${record}: ${found.tampering}: ${found.message}`);
  }
  if (headFound === false) {
    problems.push(
      `No record has the hash ${demands.head}: the end was cut off, or the chain was written anew.`,
    );
  }
  if (signatures && verdict.records === 0) {
    problems.push(
      "There is no record, and so none that the key has signed: the log was emptied, or nothing was ever written to it.",
    );
  }
  const other = signatures?.firstOther;
  if (demands.requireSignatures && other) {
    problems.push(`line ${other.line} (record ${other.sequence}) is ${other.reason}.`);
  }
  return problems;
}

/** How much there is, from when to when, and up to where. */
function summaryOf(verdict: ChainVerdict): string {
  const { records, first, last, head, signatures, torn } = verdict;
  const count = records === 1 ? "1 record" : `${records} records`;
  const isUnexpected = records === 0 && !signatures && verdict.headFound === undefined;
  const parts = [
    first && last ? `${count}, ${first.recordedAt} to ${last.recordedAt}, head ${head}` : count,
    isUnexpected &&
      "an emptied log looks the same, unless --head or --public-key says what to expect",
    signatures && records > 0 && signed(signatures, records),
    torn &&
      `the last line broke off after ${torn.bytes} bytes (line ${torn.line}): the next record takes its place`,
  ];
  return `${parts.filter(Boolean).join("; ")}.`;
}

function signed(
  { valid, firstOther }: NonNullable<ChainVerdict["signatures"]>,
  records: number,
): string {
  if (!firstOther) return `all ${records} signed by the key`;
  const { line, sequence, reason } = firstOther;
  return `${valid} of ${records} signed by the key, the first other is record ${sequence} (line ${line}), ${reason}`;
}
