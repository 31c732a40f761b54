import { Command } from "commander";

const explanation = `
FOLDER gets history.csv, half-hours of the campaign "Early collections" from 2025-10-01 to 2026-03-31 on the clock of America/Denver, and
audit.jsonl, the audit log of what its dialer was set to. They are simulated with other assumptions than a forecast's, and are the
same whenever and wherever they are made.

Example:
  $ cxone-dialer sandbox history sample
  $ cxone-dialer history check sample/history.csv`;

/** `history`: writes what the sample call centre did in six months. */
export function sandboxHistoryCommand(): Command {
  return new Command("history")
    .description("write six months of the sample call centre: its history and its audit log")
    .argument("<folder>", "is made if it is not there")
    .addHelpText("after", explanation)
    .action(async (folder: string) => (await import("./write-sample.ts")).writeSample(folder));
}
