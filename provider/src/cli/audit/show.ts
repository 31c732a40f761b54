import { pipeline } from "node:stream/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { paintFor } from "../forecast/paint.ts";
import { csvHead, csvItem } from "./csv.ts";
import { inertJson } from "./inert.ts";
import { textItem } from "./text.ts";
import { readTrail, type TrailFilter, type TrailItem } from "./trail.ts";
import { exitCodes, orUnusable } from "./usage.ts";

interface Flags extends TrailFilter {
  readonly json?: true;
  readonly csv?: true;
}

const explanation = `
A date is 2026-03-31, in UTC and with its whole day, or a time such as 2026-03-31T18:00:00Z. It is compared with the time of the
write. What is shown is not verified but for each record by itself: run audit verify for the chain.

Exit codes: 0 all of it is shown; 2 the file cannot be read, or a flag is wrong; 3 a line is no record, or was altered.

Examples:
  $ cxone-dialer audit show audit.jsonl --since 2026-03-01 --until 2026-03-31
  $ cxone-dialer audit show audit.jsonl --config-id 4f1c9e52-7a3d-4086-b5e1-c8d26f90a743 --csv > trail.csv
  $ cxone-dialer audit show audit.jsonl --json | jq 'select(.export.status == "pending")'`;

/** `audit show`: the trail, for a person, a spreadsheet or a program. */
export function showCommand(): Command {
  return new Command("show")
    .description("print the trail: what was changed, when, by which program, and why it passed")
    .argument("<file>", "the log that cxone:auditLog names")
    .option("--config-id <id>", "only the writes to this configuration")
    .option("--since <date>", "only what was written then or later", timeFrom("T00:00:00.000Z"))
    .option("--until <date>", "only what was written then or before", timeFrom("T23:59:59.999Z"))
    .option("--json", "print one JSON object a line: the record, and what became of its export")
    .addOption(new Option("--csv", "print a table: a row a changed field").conflicts("json"))
    .addHelpText("after", explanation)
    .action((file: string, flags: Flags) => orUnusable(() => show(file, flags)));
}

async function show(file: string, flags: Flags): Promise<void> {
  try {
    await pipeline(() => report(file, flags), process.stdout, { end: false });
  } catch (error) {
    // Whoever reads has seen enough: `| head`.
    if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) throw error;
  }
}

async function* report(file: string, flags: Flags): AsyncGenerator<string> {
  const render = rendererOf(flags);
  let unreadable = 0;
  let altered = 0;
  let shown = 0;
  yield flags.csv ? csvHead : "";
  const trail = readTrail(file, flags, ({ number, isEnded }) => {
    if (isEnded) unreadable += 1;
    else console.error(`warning: line ${number} broke off; it was never acknowledged.`);
  });
  for await (const item of trail) {
    shown += 1;
    if (item.fault !== undefined) altered += 1;
    yield render(item);
  }
  if (shown === 0) console.error("There is no such record.");
  if (unreadable + altered === 0) return;
  process.exitCode = exitCodes.broken;
  console.error(
    `warning: lines that are no records: ${unreadable}; records that were altered: ${altered}. Run \`cxone-dialer audit verify\`: ` +
      "it names the first.",
  );
}

function rendererOf({ json, csv }: Flags): (item: TrailItem) => string {
  if (csv) return csvItem;
  if (json) return jsonItem;
  const paint = paintFor(process.stdout);
  return (item) => textItem(item, paint);
}

function jsonItem({ line, record, fault, write, exportId }: TrailItem): string {
  const status = exportId === undefined ? "pending" : "exported";
  return `${inertJson({ line, record, ...(write && { export: { status, exportId } }), fault })}\n`;
}

/** @param timeOfDay of a date that names none */
function timeFrom(timeOfDay: string): (text: string) => Date {
  return (text) => {
    if (z.iso.date().safeParse(text).success) return new Date(`${text}${timeOfDay}`);
    if (z.iso.datetime({ offset: true }).safeParse(text).success) return new Date(text);
    throw new InvalidArgumentError("Write it as 2026-03-31, or as 2026-03-31T18:00:00Z.");
  };
}
