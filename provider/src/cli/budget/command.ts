import { Command, InvalidArgumentError, Option } from "commander";
import { type RegulationName, regulations } from "../../domain/regulation.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { columnsText, type HistoryFlags, withHistory } from "../shared/history-flags.ts";

const explanation = `
${columnsText}

A period is 30 days from --from on under "us" and "cxone", and then the next 30; a calendar month under "ca"; a day under "uk". The days that
are left of it are taken to be as those of the last four weeks, weekday by weekday.

Examples:
  $ cxone-dialer budget march.csv --regulation us --from 2026-03-02
  $ cxone-dialer budget march.csv --regulation ca --as-of 2026-03-20 --json
  $ pulumi preview --json --show-sames | cxone-dialer budget march.csv --from 2026-03-02 --preview -`;

export interface BudgetFlags extends HistoryFlags {
  readonly regulation: RegulationName;
  readonly from?: string;
  readonly asOf?: string;
  readonly limit?: number;
  readonly maxChance: number;
  readonly campaign?: string;
  readonly preview?: string;
  readonly telemetry?: string;
  readonly html?: string;
  readonly json?: true;
}

/** `budget`: how much of the calls that may be abandoned in a period is spent. */
export function budgetCommand(): Command {
  return withHistory(new Command("budget"))
    .description("say how much of a period's abandoned calls is spent, and how it will end")
    .addOption(
      new Option("--regulation <name>", "whose period and limit count")
        .choices(Object.keys(regulations))
        .default("us"),
    )
    .option("--from <date>", "the campaign's first day, from which periods are counted", parseDate)
    .option("--as-of <date>", "the last day that counts (default: the history's last)", parseDate)
    .option("--limit <share>", "a lower limit than the regulation's, such as 0.025", parseShare)
    .option(
      "--campaign <id>",
      "only that one of the file's campaigns; or whose history it is, if there is no column campaignId",
    )
    .option(
      "--max-chance <share>",
      `exit with ${exitCodes.finding} from this chance of ending over the limit on`,
      parseShare,
      0.05,
    )
    .option(
      "--preview <file>",
      "what `pulumi preview --json` prints, or - for standard input: say what it changes",
    )
    .option(
      "--telemetry <file>",
      "with --preview, the telemetry file with the campaigns' schedules (default: CXONE_TELEMETRY, then what the preview says)",
    )
    .option("--html <file>", "write one page with a chart for a browser")
    .option("--json", "print one JSON object: { version, campaigns }")
    .addHelpText("after", explanation)
    .action(async (file: string, flags: BudgetFlags) =>
      (await import("./run.ts")).run(file, flags),
    );
}

function parseDate(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError("Write a day as 2026-03-02.");
  }
  return text;
}

function parseShare(text: string): number {
  const share = Number(text);
  if (!/^[\d.]+$/.test(text) || !(share >= 0 && share <= 1)) {
    throw new InvalidArgumentError("Write a share from 0 to 1, such as 0.025.");
  }
  return share;
}
