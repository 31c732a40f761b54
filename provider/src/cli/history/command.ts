import { Command, InvalidArgumentError } from "commander";
import { type ColumnName, columnNames } from "../../domain/history/row.ts";
import type { HistoryFormat } from "./read-history.ts";

const explanation = `
A history is CSV or JSON lines, with a row for each interval of a campaign:
  start           when it begins: 2026-03-02T09:30 on the call centre's clock, or with Z or an offset and --time-zone
  agents          who took calls, on average
  dials           that were started
  answered        by people, abandoned calls included; answering machines do not count
  abandoned
  handleSeconds   of all calls that agents took, wrap-up included
  campaignId      where the file is of several campaigns
  minutes         how long the interval is; otherwise --minutes, else the shortest time between two rows
Columns may be in any order, and others are ignored.

Examples:
  $ cxone-dialer history check march.csv --column answered=Connects --column handleSeconds=TalkAndWrap
  $ cxone-dialer history learn march.csv --telemetry telemetry.json --campaign 2ce68a91-f07b-4d35-8e42-b95d1a60c7f4`;

export interface HistoryFlags extends HistoryFormat {
  readonly minutes?: number;
  readonly json?: true;
}

export interface LearnFlags extends HistoryFlags {
  readonly telemetry: string;
  readonly campaign?: string;
}

/** `history`: what a campaign did, interval by interval. */
export function historyCommand(): Command {
  const check = withFormat(new Command("check"))
    .description("say whether every row of a history can be used")
    .option("--json", "print one JSON object")
    .action(async (file: string, flags: HistoryFlags) =>
      (await import("./check.ts")).checkHistory(file, flags),
    );
  const learn = withFormat(new Command("learn"))
    .description("write the days of a history into the telemetry file, as schedules")
    .requiredOption("--telemetry <file>", "the JSON file that cxone:telemetry names")
    .option("--campaign <id>", "whose history it is, where the file has no column campaignId")
    .action(async (file: string, flags: LearnFlags) =>
      (await import("./learn.ts")).learnHistory(file, flags),
    );
  return new Command("history")
    .description("read what campaigns did, interval by interval, and learn schedules from it")
    .addCommand(check)
    .addCommand(learn)
    .addHelpText("after", explanation);
}

function withFormat(command: Command): Command {
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
