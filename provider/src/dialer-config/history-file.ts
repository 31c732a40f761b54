import { stat } from "node:fs/promises";
import { type Finding, warning } from "../domain/finding.ts";
import { type DailyCounts, dailyCounts, daysBetween } from "../domain/history/days.ts";
import { dateOf } from "../domain/history/history.ts";
import { ConfigurationError } from "../errors/index.ts";
import { readHistory, UnusableHistory } from "../history/read-history.ts";
import { errorCode } from "../shared/caught-error.ts";

/** Problems beyond these are only counted. */
const MOST_LISTED = 3;
const STALE_AFTER_DAYS = 7;

type Campaigns = ReadonlyMap<string, DailyCounts>;

/** What campaigns did, by the file that `cxone:history` names. It is read once, and again where it has changed. */
export class HistoryFile {
  readonly #file: string;
  readonly #timeZone: () => Promise<string | undefined>;
  #version = "";
  #campaigns: Promise<Campaigns> | undefined;

  /** @param timeZone of the call centre, where it is known; for a file whose times have an offset. */
  constructor(file: string, timeZone: () => Promise<string | undefined>) {
    this.#file = file;
    this.#timeZone = timeZone;
  }

  /** @throws ConfigurationError where the file cannot be read, or a row of it cannot be used. */
  async campaigns(): Promise<Campaigns> {
    const version = await this.#versionOnDisk();
    if (this.#campaigns === undefined || version !== this.#version) {
      this.#version = version;
      this.#campaigns = this.#read();
    }
    return this.#campaigns;
  }

  async #versionOnDisk(): Promise<string> {
    try {
      const { mtimeMs, size } = await stat(this.#file);
      return `${mtimeMs} ${size}`;
    } catch (cause) {
      throw this.#unusable(
        `cannot be read (${errorCode(cause) ?? cause})`,
        "A relative path begins at the program's folder.",
      );
    }
  }

  async #read(): Promise<Campaigns> {
    const timeZone = await this.#timeZone();
    const rows = await readHistory(this.#file, timeZone === undefined ? {} : { timeZone }).catch(
      (cause: unknown) => {
        if (!(cause instanceof UnusableHistory)) throw cause;
        throw this.#unusable(
          `cannot be used: ${cause.problems.join("; ")}`,
          "Check takes columns by their own names: rename them in the file.",
        );
      },
    );
    const campaigns = new Map(
      Array.from(rows.histories(), (history) => [history.campaignId, dailyCounts(history)]),
    );
    if (rows.unusable > 0) {
      const listed = rows.problems
        .slice(0, MOST_LISTED)
        .map(({ line, column, message }) => `line ${line}, column ${column}: it ${message}`);
      const count = rows.unusable === 1 ? "a row" : `${rows.unusable} rows`;
      throw this.#unusable(
        `has ${count} that cannot be used: ${listed.join("; ")}`,
        "Without them, less would count as spent than is. `cxone-dialer history check` names them all. The call centre's time zone is " +
          "timeZone in the telemetry file.",
      );
    }
    if (campaigns.has("")) {
      throw this.#unusable(
        "has rows without a campaignId",
        "Add that column: check has to know which campaign a row is of.",
      );
    }
    return campaigns;
  }

  #unusable(what: string, remedy: string): ConfigurationError {
    return new ConfigurationError(`cxone:history names ${this.#file}, which ${what}. ${remedy}`);
  }
}

/** Warns of a campaign of which the history says nothing, or nothing of the last days. */
export function historyFindings(
  campaignId: string,
  counts: DailyCounts | undefined,
  now: Date,
): readonly Finding[] {
  const last = counts && [...counts.keys()].at(-1);
  if (last === undefined) {
    return [
      warning(
        "forecast",
        `The file of cxone:history has no row of campaign ${campaignId}: nothing of its period counts as spent.`,
      ),
    ];
  }
  const days = daysBetween(last, dateOf(now.getTime()));
  if (days <= STALE_AFTER_DAYS) return [];
  return [
    warning(
      "forecast",
      `The history of campaign ${campaignId} ends on ${last}, ${days} days ago: what was abandoned since then does not count as ` +
        `spent. Export it anew; it should end at most ${STALE_AFTER_DAYS} days ago.`,
    ),
  ];
}
