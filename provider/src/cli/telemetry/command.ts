import { Command } from "commander";

/** `telemetry`: campaign figures in a file, for previews that forecast the same as the deployment after them. */
export function telemetryCommand(): Command {
  return new Command("telemetry")
    .description(
      "campaign figures in a committed file, for forecasts that do not move with the live campaigns",
    )
    .addCommand(
      new Command("pull")
        .description("write the figures of the tenant's campaigns to a file")
        .argument("<file>", "the JSON file that cxone:telemetry names")
        .addHelpText(
          "after",
          "\nThe tenant is named by CXONE_ENVIRONMENT_URL, CXONE_CLIENT_ID and CXONE_CLIENT_SECRET.",
        )
        .action(async (file: string) => (await import("./pull.ts")).pullTo(file)),
    );
}
