import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { z } from "zod";
import { adoptCommand } from "./adopt.ts";
import { auditCommand } from "./audit.ts";
import { commentCommand } from "./comment.ts";
import { forecastCommand } from "./forecast.ts";
import { sandboxEngineCommands } from "./sandbox-engine.ts";
import { sandboxTenantCommand } from "./sandbox-tenant.ts";
import { telemetryCommand } from "./telemetry.ts";

const examples = `
Examples:
  $ cxone-dialer forecast --agents 12 --answer-rate 0.3 --handle-time 180 --regulation us
  $ cxone-dialer sandbox tenant --port 8080
  $ cxone-dialer sandbox preview
  $ cxone-dialer sandbox up --stack dev --config cxone:requestsPerMinute=50
  $ cxone-dialer sandbox preview --json | jq '.steps[] | select(.op != "same")'`;

async function main(): Promise<void> {
  const program = new Command("cxone-dialer")
    .description("NICE CXone dialer configurations under review: tools beside the Pulumi provider")
    .version(await packageVersion())
    .addHelpText("after", examples)
    .addCommand(adoptCommand())
    .addCommand(forecastCommand())
    .addCommand(auditCommand())
    .addCommand(commentCommand())
    .addCommand(telemetryCommand());
  const sandbox = program
    .command("sandbox")
    .description(
      "try a program on this machine, without a tenant and without Pulumi's command line",
    )
    .addCommand(sandboxTenantCommand());
  for (const command of sandboxEngineCommands()) sandbox.addCommand(command);
  await program.parseAsync();
}

async function packageVersion(): Promise<string> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

try {
  await main();
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
