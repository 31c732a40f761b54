import { Command, InvalidArgumentError } from "commander";
import { type ChainVerdict, verifyChain } from "../../domain/audit-chain.ts";
import { paintFor } from "../forecast/paint.ts";
import { readableLines } from "./open-log.ts";
import { readPublicKey } from "./public-key.ts";
import { exitCodes, orUnusable } from "./usage.ts";
import { problemsOf, summaryOf } from "./verdict.ts";

interface Flags {
  readonly publicKey?: string;
  readonly requireSignatures?: true;
  readonly head?: string;
  readonly json?: true;
}

const explanation = `
Exit codes: 0 the chain is whole; 2 the file cannot be read, or a flag is wrong; 3 the chain is broken, or has no record though a head or
a key is given.

An unsigned chain shows only that nobody edited it carelessly: whoever has the file can write all of it anew. The end of any chain
can be cut off. So note the head that is printed in another place, and give it to --head the next time.

Examples:
  $ cxone-dialer audit verify audit.jsonl
  $ cxone-dialer audit verify audit.jsonl --public-key audit-key.pub.pem --require-signatures
  $ cxone-dialer audit verify audit.jsonl --head sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae`;

/** `audit verify`: whether a log is as it was written. */
export function verifyCommand(): Command {
  const command = new Command("verify")
    .description("name the first record that was changed, dropped, inserted or reordered")
    .argument("<file>", "the log that cxone:auditLog names")
    .option("--public-key <pem>", "check signatures by this Ed25519 key, and count them")
    .option("--require-signatures", "a record that the key has not signed breaks the chain")
    .option("--head <hash>", "the hash of a record that has to be there", parseHash)
    .option("--json", "print one JSON object: { version, whole, problems, … }")
    .addHelpText("after", explanation)
    .action((file: string, flags: Flags) => {
      if (flags.requireSignatures && flags.publicKey === undefined) {
        command.error("error: --require-signatures needs the key: add --public-key FILE.");
      }
      return orUnusable(() => verify(file, flags));
    });
  return command;
}

async function verify(file: string, flags: Flags): Promise<void> {
  const { head, json } = flags;
  const publicKey =
    flags.publicKey === undefined ? undefined : await readPublicKey(flags.publicKey);
  const verdict = await verifyChain(readableLines(file), { publicKey, head });
  const problems = problemsOf(verdict, flags);
  process.exitCode = problems.length > 0 ? exitCodes.broken : exitCodes.whole;
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

function parseHash(text: string): string {
  const [, hex] = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  if (hex !== undefined) return `sha256:${hex.toLowerCase()}`;
  throw new InvalidArgumentError("Give sha256: and 64 hexadecimal digits, as verify prints them.");
}
