import { Command, InvalidArgumentError } from "commander";
import { adopt } from "./adopt/adopt.ts";
import type { AdoptFlags, AssignFlag } from "./adopt/flags.ts";
import { exitCodeOf, jsonReport, textReport } from "./adopt/report.ts";
import { processTerminal, type Terminal } from "./adopt/terminal.ts";
import * as verifyReport from "./adopt/verify/report.ts";
import { verify } from "./adopt/verify/verify.ts";
import { exitCodeOfCommander } from "./exit-codes.ts";
import { UsageError } from "./forecast/usage-error.ts";

const explanation = `
The tenant is named by CXONE_ENVIRONMENT_URL, CXONE_CLIENT_ID and CXONE_CLIENT_SECRET, and is only read.

DIR gets adopt.json, which is what the tenant holds; plan.yaml, which says what is taken over, under which name and in which
campaign, and is yours to edit; and a Pulumi program with a file for each campaign. A later run keeps your edits of both.

A pattern is an id, or a name in any case; * stands for any text, ? for one character. The flags may be repeated, and are
noted in the plan.

Exit codes: 0 done; 1 the tenant could not be asked, or the folder not be written; 2 wrong flags or an unusable plan;
3 done, but configurations are left out that you can settle in the plan; 4 done, but for program files that were edited.

Examples:
  $ cxone-dialer adopt dialers
  $ cxone-dialer adopt dialers --resume
  $ cxone-dialer adopt dialers --offline --assign 'Renewals*=Policy renewals' --assign 'Spring*=spring-sales'
  $ cxone-dialer adopt dialers --exclude 'test*' --campaign-field attributes.campaign
  $ cxone-dialer adopt verify dialers`;

/**
 * `adopt`: from what was typed into a console to a program. Options are positional, or `verify` would not get its own `--json`.
 */
export function adoptCommand(terminal: Terminal = processTerminal): Command {
  return onTerminal(new Command("adopt"), terminal)
    .description("write a program that takes over what the tenant holds, and check it")
    .argument("<dir>", "folder of the program")
    .option("--include <pattern>", "take these only", collect)
    .option("--exclude <pattern>", "leave these alone", collect)
    .option(
      "--assign <pattern=campaign>",
      "the campaign of these, where the plan knows none: its id or name",
      collectAssignment,
    )
    .option(
      "--campaign-field <path>",
      "where a document names its campaign (default: campaignId or campaign.id)",
    )
    .option("--resume", "go on where a run was killed; begin anew where none was")
    .option("--offline", "write plan and program from adopt.json, without a request")
    .option("--force", "overwrite program files that were edited")
    .option("--json", "print one JSON object: { version, tenant, dialerConfigs, files }")
    .addHelpText("after", explanation)
    .enablePositionalOptions()
    .addCommand(verifyCommand(terminal))
    .action(async (folder: string, given: Partial<AdoptFlags>, command: Command) => {
      const flags: AdoptFlags = { include: [], exclude: [], assign: [], ...given };
      const adoption = await usable(command, adopt(folder, flags, terminal));
      terminal.endWith(exitCodeOf(adoption));
      terminal.out(flags.json ? jsonReport(adoption) : textReport(adoption));
    });
}

const verifyExplanation = `
Runs the program without a provider, and compares each configuration in it with the tenant's document, which is only read. Tells
what a deployment would write or be refused today, and what the tenant has that the program has not.

Exit codes: 0 nothing differs; 1 the tenant could not be asked, or the program does not run; 2 wrong flags or an unusable
plan; 3 something differs.`;

function verifyCommand(terminal: Terminal): Command {
  return onTerminal(new Command("verify"), terminal)
    .description("compare the program with the tenant: what would a deployment write?")
    .argument("<dir>", "folder of the program")
    .option("--json", "print one JSON object: { version, toAdopt, writes, leftOut, differences }")
    .addHelpText("after", verifyExplanation)
    .action(async (folder: string, { json }: { readonly json?: true }, command: Command) => {
      const verification = await usable(command, verify(folder, terminal));
      terminal.endWith(verifyReport.exitCodeOf(verification));
      const { jsonReport: asJson, textReport: asText } = verifyReport;
      terminal.out(json ? asJson(verification) : asText(verification));
    });
}

function onTerminal(command: Command, { stderr, exit }: Terminal): Command {
  return command
    .configureOutput({ writeErr: (text) => void stderr.write(text) })
    .exitOverride((ended) => exit(exitCodeOfCommander(ended)));
}

/** A mistake of the user's is told as Commander tells of its own. */
async function usable<T>(command: Command, run: Promise<T>): Promise<T> {
  try {
    return await run;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return command.error(error.problems.map((problem) => `error: ${problem}`).join("\n"));
  }
}

function collect(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, value];
}

function collectAssignment(
  text: string,
  values: readonly AssignFlag[] = [],
): readonly AssignFlag[] {
  const { pattern, campaign } = /^(?<pattern>[^=]+)=(?<campaign>.+)$/s.exec(text)?.groups ?? {};
  if (pattern === undefined || campaign === undefined) {
    throw new InvalidArgumentError(
      "Write it as PATTERN=CAMPAIGN, for instance 'Renewals*=Policy renewals'.",
    );
  }
  return [...values, { pattern, campaign }];
}
