import { pipeline } from "node:stream/promises";
import { escapedJson } from "../shared/escape.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { paintFor } from "../shared/terminal.ts";

import { csvHead, csvItem } from "./csv.ts";

import { textItem } from "./text.ts";
import { readTrail, type TrailFilter, type TrailItem } from "./trail.ts";

/** What Commander hands over. */
export interface ShowFlags extends TrailFilter {
  readonly json?: true;
  readonly csv?: true;
}

/** Prints the trail: for a person, a spreadsheet or a program. */
export async function show(file: string, flags: ShowFlags): Promise<void> {
  await pipeline(() => report(file, flags), process.stdout, { end: false });
}

async function* report(file: string, flags: ShowFlags): AsyncGenerator<string> {
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
  process.exitCode = exitCodes.finding;
  console.error(
    `warning: lines that are no records: ${unreadable}; records that were altered: ${altered}. Run \`cxone-dialer audit verify\`: ` +
      "it names the first.",
  );
}

function rendererOf({ json, csv }: ShowFlags): (item: TrailItem) => string {
  if (csv) return csvItem;
  if (json) return jsonItem;
  const paint = paintFor(process.stdout);
  return (item) => textItem(item, paint);
}

function jsonItem({ line, record, fault, write, exportId }: TrailItem): string {
  const status = exportId === undefined ? "pending" : "exported";
  return `${escapedJson({ line, record, ...(write && { export: { status, exportId } }), fault })}\n`;
}
