import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { CxoneClient } from "../../client/client.ts";
import { fields } from "../../dialer-config/schema.ts";
import type { Staffing } from "../../dialer-config/state.ts";
import { keptNames, readTelemetry, type Telemetry } from "../../dialer-config/telemetry.ts";
import { readingText } from "../../domain/pacing/line-words.ts";
import { defaultLineReading } from "../../domain/pacing/lines.ts";
import { resolveSettings } from "../../transport/settings.ts";
import { Transport } from "../../transport/transport.ts";

const LINES_NOTE = `Forecasts from them count lines ${readingText(defaultLineReading)}, unless cxone:linesCounted and cxone:lineRounding say otherwise.`;

/** Writes the figures of the tenant's campaigns to a file. */
export async function pullTo(file: string): Promise<void> {
  const learned = existsSync(file) ? (await readTelemetry(file)).campaigns : {};
  const telemetry = await pull(new Date(), learned);
  const text = `${JSON.stringify(telemetry, null, 2)}\n`;
  await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `${file} cannot be written (${error.code}). Name a file in a folder that exists.`,
    );
  });
  console.log(`${file}: ${Object.keys(telemetry.campaigns).length} campaigns. ${LINES_NOTE}`);
}

/** Sorted by id and dated to the second, so that a difference between two pulls is one of figures. */
async function pull(now: Date, before: Telemetry["campaigns"]): Promise<Telemetry> {
  const warn = (message: string) => console.error(`warning: ${message}`);
  const client = new CxoneClient(
    new Transport(
      resolveSettings(() => undefined, process.env),
      { warn },
    ),
  );
  const asOf = now.toISOString().replace(/\.\d+Z$/, "Z");
  try {
    const campaigns = (await client.campaigns.list()).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return {
      campaigns: Object.fromEntries(
        campaigns.map(({ id, agentCount, answerRate, averageHandleTimeSeconds }) => [
          id,
          {
            ...usable(id, { agents: agentCount, answerRate, averageHandleTimeSeconds }, warn),
            asOf,
            ...keptOf(before[id]),
          },
        ]),
      ),
    };
  } finally {
    await client.close();
  }
}

/** What was learnt from a history stays, and what a person wrote: the tenant does not know it. */
function keptOf(entry: Telemetry["campaigns"][string] | undefined) {
  return Object.fromEntries(
    keptNames.flatMap((name) => (entry?.[name] === undefined ? [] : [[name, entry[name]]])),
  );
}

/** The figures that the provider takes; one that is out of its range would make the whole file unreadable. */
function usable(id: string, figures: Staffing, warn: (message: string) => void): Staffing {
  const { shape } = fields.staffing.unwrap();
  const taken = Object.entries(shape).flatMap(([name, schema]) => {
    const value = figures[name as keyof Staffing];
    if (value === undefined) return [];
    const { success, error } = schema.safeParse(value);
    if (!success) warn(`campaign ${id}: ${name} is left out; it ${error.issues[0]?.message}`);
    return success ? [[name, value]] : [];
  });
  return Object.fromEntries(taken);
}
