import { Command } from "commander";
import { columnsText, type HistoryFlags, withHistory } from "../shared/history-flags.ts";

const explanation = `
${columnsText}

Examples:
  $ cxone-dialer history check march.csv --column answered=Connects --column handleSeconds=TalkAndWrap
  $ cxone-dialer history learn march.csv --telemetry telemetry.json --campaign 2ce68a91-f07b-4d35-8e42-b95d1a60c7f4`;

export interface CheckFlags extends HistoryFlags {
  readonly json?: true;
}

export interface LearnFlags extends HistoryFlags {
  readonly telemetry: string;
  readonly campaign?: string;
}

/** `history`: what a campaign did, interval by interval. */
export function historyCommand(): Command {
  const check = withHistory(new Command("check"))
    .description("say whether every row of a history can be used")
    .option("--json", "print one JSON object")
    .action(async (file: string, flags: CheckFlags) =>
      (await import("./check.ts")).checkHistory(file, flags),
    );
  const learn = withHistory(new Command("learn"))
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
