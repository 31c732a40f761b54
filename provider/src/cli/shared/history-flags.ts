import { type Command, InvalidArgumentError } from "commander";
import { type ColumnName, columnNames } from "../../domain/history/row.ts";
import type { HistoryFormat } from "../../history/read-history.ts";

/** For the help of commands that read a history. */
export const columnsText = `\
A history is CSV or JSON lines, with a row for each interval of a campaign:
  start           when it begins: 2026-03-02T09:30 on the call centre's clock, or with Z or an offset and --time-zone
  agents          who took calls, on average
  dials           that were started
  answered        by people, abandoned calls included; answering machines do not count
  abandoned
  handleSeconds   of all calls that agents took, wrap-up included
  campaignId      where the file is of several campaigns
  minutes         how long the interval is; otherwise --minutes, else the shortest time between two rows
Columns may be in any order, and others are ignored.`;

export interface HistoryFlags extends HistoryFormat {
  readonly minutes?: number;
}

/** Adds the file of a history, and what says how to read it. */
export function withHistory(command: Command): Command {
  return command
    .argument("<file>", "CSV or JSON lines")
    .option("--column <name=other>", "what the file calls a column; may be repeated", addColumn)
    .option("--time-zone <name>", "the call centre's, such as America/Chicago")
    .option("--minutes <number>", "how long intervals are that do not say it", parseMinutes);
}

function addColumn(text: string, columns: HistoryFormat["column"] = {}): HistoryFormat["column"] {
  const at = text.indexOf("=");
  const name = columnNames.find((each): each is ColumnName => each === text.slice(0, at));
  if (name === undefined || at === text.length - 1) {
    throw new InvalidArgumentError(
      `Write NAME=OTHER, where NAME is one of ${columnNames.join(", ")}.`,
    );
  }
  return { ...columns, [name]: text.slice(at + 1) };
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (!(minutes > 0 && minutes <= 24 * 60)) {
    throw new InvalidArgumentError("An interval is over 0 and at most 1,440 minutes.");
  }
  return minutes;
}
