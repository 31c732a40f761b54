import type { ChainVerdict } from "../../domain/audit-chain.ts";

export interface Demands {
  readonly head?: string | undefined;
  readonly requireSignatures?: true | undefined;
}

/** Why the log is not as it should be, a sentence each; none where it is. */
export function problemsOf(verdict: ChainVerdict, demands: Demands): readonly string[] {
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
export function summaryOf(verdict: ChainVerdict): string {
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
