import { readFile } from "node:fs/promises";
import { Command } from "commander";

const examples = `
Examples:
  $ cxone-dialer forecast --agents 12 --answer-rate 0.3 --handle-time 180 --regulation us
  $ cxone-dialer sandbox tenant --port 8080
  $ cxone-dialer sandbox preview
  $ cxone-dialer sandbox up --stack dev --config cxone:requestsPerMinute=50
  $ cxone-dialer sandbox preview --json | jq '.steps[] | select(.op != "same")'`;

/** By name. Only the one that is asked for is loaded: together they take half a second. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  adopt: async () => (await import("./adopt.ts")).adoptCommand(),
  forecast: async () => (await import("./forecast.ts")).forecastCommand(),
  audit: async () => (await import("./audit.ts")).auditCommand(),
  comment: async () => (await import("./comment.ts")).commentCommand(),
  telemetry: async () => (await import("./telemetry.ts")).telemetryCommand(),
  sandbox: async () => (await import("./sandbox.ts")).sandboxCommand(),
};

async function main(): Promise<void> {
  const program = new Command("cxone-dialer")
    .description("NICE CXone dialer configurations under review: tools beside the Pulumi provider")
    .version(await packageVersion())
    .addHelpText("after", examples);
  for (const load of askedFor(process.argv[2])) program.addCommand(await load());
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

try {
  await main();
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
