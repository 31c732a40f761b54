import type { HistoryRows } from "../../domain/history/history.ts";
import { type HistoryFormat, readHistory, UnusableHistory } from "../../history/read-history.ts";
import { UsageError } from "./exit-codes.ts";
import { wholeText } from "./figures.ts";
import { ProgressLine } from "./terminal.ts";

const PROGRESS_EVERY = 50_000;

/**
 * Reads the history that a command is given, with its progress on a terminal.
 *
 * @throws UsageError where the file cannot be read, or lacks a column.
 */
export async function readGivenHistory(file: string, format: HistoryFormat): Promise<HistoryRows> {
  using progress = new ProgressLine(process.stderr);
  try {
    return await readHistory(file, format, (line) => {
      if (line % PROGRESS_EVERY === 0) progress.show(`${wholeText(line)} rows`);
    });
  } catch (error) {
    throw error instanceof UnusableHistory ? new UsageError(error.problems) : error;
  }
}
