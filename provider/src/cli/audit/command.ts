import { Command, InvalidArgumentError, Option } from "commander";
import type { ShowFlags } from "./show.ts";
import type { VerifyFlags } from "./verify.ts";

/** `audit`: what an audit log holds, and whether it is as it was written. */
export function auditCommand(): Command {
  return new Command("audit")
    .description("verify and read the log that cxone:auditLog names")
    .addCommand(verifyCommand())
    .addCommand(showCommand());
}

const verifyExplanation = `
Exit codes: 0 the chain is whole; 2 the file cannot be read, or a flag is wrong; 3 the chain is broken, or has no record though a head or
a key is given.

An unsigned chain shows only that nobody edited it carelessly: whoever has the file can write all of it anew. The end of any chain
can be cut off. So note the head that is printed in another place, and give it to --head the next time.

Examples:
  $ cxone-dialer audit verify audit.jsonl
  $ cxone-dialer audit verify audit.jsonl --public-key audit-key.pub.pem --require-signatures
  $ cxone-dialer audit verify audit.jsonl --head sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae`;

/** `audit verify`: whether a log is as it was written. */
function verifyCommand(): Command {
  const command = new Command("verify")
    .description("name the first record that was changed, dropped, inserted or reordered")
    .argument("<file>", "the log that cxone:auditLog names")
    .option("--public-key <pem>", "check signatures by this Ed25519 key, and count them")
    .option("--require-signatures", "a record that the key has not signed breaks the chain")
    .option("--head <hash>", "the hash of a record that has to be there", parseHash)
    .option("--json", "print one JSON object: { version, whole, problems, … }")
    .addHelpText("after", verifyExplanation)
    .action(async (file: string, flags: VerifyFlags) => {
      if (flags.requireSignatures && flags.publicKey === undefined) {
        command.error("error: --require-signatures needs the key: add --public-key FILE.");
      }
      return (await import("./verify.ts")).verify(file, flags);
    });
  return command;
}

const showExplanation = `
A date is 2026-03-31, in UTC and with its whole day, or a time such as 2026-03-31T18:00:00Z. It is compared with the time of the
write. What is shown is not verified but for each record by itself: run audit verify for the chain.

Exit codes: 0 all of it is shown; 2 the file cannot be read, or a flag is wrong; 3 a line is no record, or was altered.

Examples:
  $ cxone-dialer audit show audit.jsonl --since 2026-03-01 --until 2026-03-31
  $ cxone-dialer audit show audit.jsonl --config-id 4f1c9e52-7a3d-4086-b5e1-c8d26f90a743 --csv > trail.csv
  $ cxone-dialer audit show audit.jsonl --json | jq 'select(.export.status == "pending")'`;

/** `audit show`: the trail, for a person, a spreadsheet or a program. */
function showCommand(): Command {
  return new Command("show")
    .description("print the trail: what was changed, when, by which program, and why it passed")
    .argument("<file>", "the log that cxone:auditLog names")
    .option("--config-id <id>", "only the writes to this configuration")
    .option("--since <date>", "only what was written then or later", timeFrom("T00:00:00.000Z"))
    .option("--until <date>", "only what was written then or before", timeFrom("T23:59:59.999Z"))
    .option("--json", "print one JSON object a line: the record, and what became of its export")
    .addOption(new Option("--csv", "print a table: a row a changed field").conflicts("json"))
    .addHelpText("after", showExplanation)
    .action(async (file: string, flags: ShowFlags) =>
      (await import("./show.ts")).show(file, flags),
    );
}

function parseHash(text: string): string {
  const [, hex] = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  if (hex !== undefined) return `sha256:${hex.toLowerCase()}`;
  throw new InvalidArgumentError("Give sha256: and 64 hexadecimal digits, as verify prints them.");
}

/** @param timeOfDay of a date that names none */
function timeFrom(timeOfDay: string): (text: string) => Date {
  return (text) => {
    const [, date = "", time] = dateAndTime.exec(text) ?? [];
    const found = new Date(time === undefined ? `${date}${timeOfDay}` : text);
    if (isCalendarDate(date) && !Number.isNaN(found.getTime())) return found;
    throw new InvalidArgumentError("Write it as 2026-03-31, or as 2026-03-31T18:00:00Z.");
  };
}

/** RFC 3339, where a time may lack its seconds. */
const dateAndTime =
  /^(\d{4}-\d\d-\d\d)(T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** `Date` takes the 30th of February for the 2nd of March. */
function isCalendarDate(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}
