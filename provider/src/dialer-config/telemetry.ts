import { readFile, writeFile } from "node:fs/promises";
import * as z from "zod";
import { type Finding, warning } from "../domain/finding.ts";
import { ConfigurationError } from "../errors/index.ts";
import { fields } from "./schema.ts";

/**
 * Figures of campaigns in a committed file, in place of the live ones: what is reviewed is then what is deployed, while live
 * campaigns move.
 */
const telemetrySchema = z.strictObject({
  campaigns: z.record(
    z.string(),
    z.strictObject({
      ...fields.staffing.unwrap().shape,
      /** When the tenant said so, or the last day of the history that they were learnt from; ISO 8601. */
      asOf: z.iso.datetime({ offset: true }),
      /** The campaign's first day, from which periods of 30 days are counted where a history says what is spent. */
      firstDay: z.iso.date().optional(),
      /** Where the clock stands on which `intervals` are, an IANA name; for people, and for `history`. */
      timeZone: z.string().optional(),
      /** The days of the history that `intervals` stand on; for people, and for the age of the schedule. */
      learned: z
        .strictObject({ from: z.iso.date(), to: z.iso.date(), days: z.number() })
        .optional(),
      /** How long lines ring, as a backtest has fitted it to these days of a history. */
      ringTimes: z
        .strictObject({
          ringSecondsAnswered: z.number().positive().max(600),
          ringSecondsUnanswered: z.number().positive().max(600),
          from: z.iso.date(),
          to: z.iso.date(),
          days: z.number(),
        })
        .optional(),
    }),
  ),
});

export type Telemetry = z.infer<typeof telemetrySchema>;

const STALE_AFTER_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What `history learn` writes. */
export const learnedNames = ["intervals", "answerRateVariation", "timeZone", "learned"] as const;

/** What `telemetry pull` leaves as it is. */
export const keptNames = ["firstDay", ...learnedNames, "ringTimes"] as const;

/**
 * @param namedBy what names the file.
 * @throws ConfigurationError where the file cannot be read, or does not hold what it should.
 */
export async function readTelemetry(file: string, namedBy = "cxone:telemetry"): Promise<Telemetry> {
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigurationError(
      `${namedBy} names ${file}, which cannot be read (${cause.code}). Write it with \`cxone-dialer telemetry pull\`; a ` +
        "relative path begins at the program's folder.",
    );
  });
  const { data, error } = telemetrySchema.safeParse(parseJson(file, namedBy, text));
  if (data) return data;
  const problems = error.issues.map(
    ({ path, message }) => `${path.join(".") || "the whole"}: ${message.replace(/\.$/, "")}`,
  );
  throw unusable(file, namedBy, `is not a telemetry file: ${problems.join("; ")}`);
}

/** Sorted by the campaigns' ids, so that a difference between two versions of the file is one of figures. */
export async function writeTelemetry(
  file: string,
  campaigns: Telemetry["campaigns"],
): Promise<void> {
  const sorted = Object.entries(campaigns).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = `${JSON.stringify({ campaigns: Object.fromEntries(sorted) }, null, 2)}\n`;
  await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `${file} cannot be written (${error.code}). Name a file in a folder that exists.`,
    );
  });
}

function parseJson(file: string, namedBy: string, text: string): unknown {
  if (text.trim() === "") throw unusable(file, namedBy, "is empty");
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words quote the text, and say little: its end is missing where a copy broke off.
    throw unusable(
      file,
      namedBy,
      "is not JSON, or not all of it: perhaps it was cut off while it was written",
    );
  }
}

function unusable(file: string, namedBy: string, why: string): ConfigurationError {
  return new ConfigurationError(
    `${namedBy} names ${file}, which ${why}. Write it anew with \`cxone-dialer telemetry pull\`.`,
  );
}

/** Warns of figures that say little of today. */
export function stalenessFindings(campaignId: string, asOf: string, now: Date): readonly Finding[] {
  const days = Math.floor((now.getTime() - Date.parse(asOf)) / DAY_MS);
  if (days <= STALE_AFTER_DAYS) return [];
  return [
    warning(
      "forecast",
      `The figures of campaign ${campaignId} in the telemetry file are ${days} days old (${asOf}). Run \`cxone-dialer telemetry ` +
        `pull\` to renew them; they should be at most ${STALE_AFTER_DAYS} days old.`,
    ),
  ];
}
