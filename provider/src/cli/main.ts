import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { reportError, useExitCodes } from "./shared/exit-codes.ts";

const explanation = `
Exit codes, of every command: 0 done; 1 something outside failed; 2 an argument, a setting or a file cannot be used; 3 done, and not
as it should be: over a limit, different, broken; 4 done in part; 5 the deployment would be refused; 6 not posted.

Examples:
  $ cxone-dialer forecast --agents 12 --answer-rate 0.3 --handle-time 180 --regulation us
  $ cxone-dialer sandbox tenant --port 8080
  $ cxone-dialer sandbox preview
  $ cxone-dialer sandbox up --stack dev --config cxone:requestsPerMinute=50
  $ cxone-dialer sandbox preview --json | jq '.steps[] | select(.op != "same")'`;

/** By name. Each is only its options and help; what it works with is loaded when it runs. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  adopt: async () => (await import("./adopt/command.ts")).adoptCommand(),
  forecast: async () => (await import("./forecast/command.ts")).forecastCommand(),
  audit: async () => (await import("./audit/command.ts")).auditCommand(),
  comment: async () => (await import("./comment/command.ts")).commentCommand(),
  budget: async () => (await import("./budget/command.ts")).budgetCommand(),
  backtest: async () => (await import("./backtest/command.ts")).backtestCommand(),
  history: async () => (await import("./history/command.ts")).historyCommand(),
  telemetry: async () => (await import("./telemetry/command.ts")).telemetryCommand(),
  sandbox: async () => (await import("./sandbox/command.ts")).sandboxCommand(),
};

async function main(): Promise<void> {
  const program = new Command("cxone-dialer")
    .description("NICE CXone dialer configurations under review: tools beside the Pulumi provider")
    .version(await packageVersion())
    .addHelpText("after", explanation);
  for (const load of askedFor(process.argv[2])) program.addCommand(await load());
  useExitCodes(program);
  await program.parseAsync();
}

/** The command that the first argument names; all of them for a help text, or for a name that is near one of theirs. */
function askedFor(name = ""): readonly (() => Promise<Command>)[] {
  const asked = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return asked ? [asked] : Object.values(commands);
}

async function packageVersion(): Promise<string> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  const { version }: { readonly version: string } = JSON.parse(text);
  return version;
}

/** What a shell reports of a command that the signal of a closed pipe ends. */
const CLOSED_PIPE = 141;

process.stdout.on("error", (error) => {
  // Who reads the output may stop early, as `head` does, and the command may have no verdict yet: 0 would be one.
  if ("code" in error && error.code === "EPIPE") process.exit(process.exitCode || CLOSED_PIPE);
  throw error;
});
try {
  await main();
} catch (error) {
  process.exitCode = reportError(error);
}
