import { Command, InvalidArgumentError, Option } from "commander";
import { CxoneError } from "../../errors/index.ts";
import { messageOf } from "../../shared/caught-error.ts";
import { exitCodeOfCommander, UsageError } from "../shared/exit-codes.ts";
import { processTerminal, type Terminal } from "../shared/terminal.ts";
import type { AdoptFlags, AssignFlag } from "./plan/selection.ts";

const explanation = `
The tenant is named by CXONE_ENVIRONMENT_URL, CXONE_CLIENT_ID and CXONE_CLIENT_SECRET, and is only read.

DIR gets adopt.json, which is what the tenant holds; plan.yaml, which says what is taken over, under which name and in which
campaign, and is yours to edit; and a Pulumi program with a file for each campaign. A later run keeps your edits of both.

A pattern is an id, or a name in any case; * stands for any text, ? for one character. The flags may be repeated, and are
noted in the plan.

--package says where the program gets this package from: a version, a packed file, a folder, an address. Without it the program
gets it from where this command was installed from.

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
    .option(
      "--package <spec>",
      "where the program gets pulumi-cxone-dialer from (default: as this command was installed)",
    )
    .option(
      "--native",
      "write resources of the native provider, and name its plugin in Pulumi.yaml; the plan remembers it",
    )
    .option("--no-native", "write dynamic resources, as without a word in the plan")
    .addOption(
      new Option(
        "--import-file <path>",
        "instead of a program write a file for `pulumi import --file`",
      ).conflicts(["native", "package", "force"]),
    )
    .addOption(
      new Option(
        "--import-commands",
        "instead of a program print commands of `pulumi import`, and the report on the standard error",
      ).conflicts(["importFile", "native", "package", "force"]),
    )
    .option("--resume", "go on where a run was killed; begin anew where none was")
    .option("--offline", "write plan and program from adopt.json, without a request")
    .option("--force", "overwrite program files that were edited")
    .option("--json", "print one JSON object: { version, tenant, dialerConfigs, files, imports }")
    .addHelpText("after", explanation)
    .enablePositionalOptions()
    .addCommand(verifyCommand(terminal))
    .action(async (folder: string, given: Partial<AdoptFlags>, command: Command) => {
      const flags: AdoptFlags = { include: [], exclude: [], assign: [], ...given };
      const [{ adopt }, { exitCodeOf, jsonReport, textReport }, { importCommands }] =
        await Promise.all([
          import("./adopt.ts"),
          import("./report.ts"),
          import("./program/imports.ts"),
        ]);
      const adoption = await reported(command, terminal, () => adopt(folder, flags, terminal));
      terminal.endWith(exitCodeOf(adoption));
      if (flags.json) {
        terminal.out(jsonReport(adoption));
      } else if (flags.importCommands) {
        terminal.stderr.write(`${textReport(adoption)}\n`);
        terminal.out(importCommands(adoption.imports ?? []));
      } else {
        terminal.out(textReport(adoption));
      }
    });
}

const verifyExplanation = `
Runs the program without a provider, and compares each configuration in it with the tenant's document, which is only read. Reports
what a deployment would write or be refused today, and what the tenant has that the program has not.

Exit codes: 0 nothing differs; 1 the tenant could not be asked, or the program does not run; 2 wrong flags or an unusable
plan; 3 something differs.`;

function verifyCommand(terminal: Terminal): Command {
  return onTerminal(new Command("verify"), terminal)
    .description("compare the program with the tenant: what would a deployment write?")
    .argument("<dir>", "folder of the program")
    .option("--program <folder>", "the program to compare, where it is not in DIR")
    .option("--json", "print one JSON object: { version, toAdopt, writes, leftOut, differences }")
    .addHelpText("after", verifyExplanation)
    .action(async (folder: string, flags: { readonly program?: string }, command: Command) => {
      refuseOthers(command);
      const { exitCodeOf, jsonReport, textReport, verify } = await import("./verify/verify.ts");
      const verification = await reported(command, terminal, () =>
        verify(folder, terminal, flags.program),
      );
      terminal.endWith(exitCodeOf(verification));
      terminal.out(wantsJson(command) ? jsonReport(verification) : textReport(verification));
    });
}

function onTerminal(command: Command, { stderr, exit }: Terminal): Command {
  return command
    .configureOutput({ writeErr: (text) => void stderr.write(text) })
    .exitOverride((ended) => exit(exitCodeOfCommander(ended)));
}

/**
 * Runs a command. A mistake of the user's ends it as Commander ends it for its own; with `--json`, whatever ends it is one object
 * on the standard output, too.
 */
async function reported<T>(command: Command, { out }: Terminal, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (wantsJson(command)) out(jsonFailure(error));
    if (!(error instanceof UsageError)) throw error;
    return command.error(error.problems.map((problem) => `error: ${problem}`).join("\n"));
  }
}

/** Wherever it stands: a program around this one may take it for an option of `adopt`. */
function wantsJson(command: Command): boolean {
  return command.optsWithGlobals<{ readonly json?: true }>().json === true;
}

/** The program around `adopt` lets its options stand behind `verify`, too; only `--json` means something there. */
function refuseOthers(command: Command): void {
  const { parent } = command;
  const given = parent?.options.find(
    (option) =>
      option.long !== "--json" && parent.getOptionValueSource(option.attributeName()) !== undefined,
  );
  if (given) command.error(`error: adopt verify takes no option ${given.long}`);
}

function jsonFailure(error: unknown): string {
  const code = error instanceof CxoneError ? error.code : undefined;
  return JSON.stringify({ version: 1, error: { code, message: messageOf(error) } }, null, 2);
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
