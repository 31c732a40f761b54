import { Command, Option } from "commander";
import { regulations } from "../../domain/regulation.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { shareSuchAs, withLineReading, withSeed } from "../shared/forecast-flags.ts";
import type { Flags } from "./flags.ts";
import { defaultSetting, quantities } from "./quantities.ts";

const explanation = `
A number may be a range from:to:step, ends included, such as 0.5:5:0.1: each value is a row. Several ranges make a row of each
combination, up to 1,000 rows. A forecast is for one steady hour; with --schedule, and for configurations of a state that plan one, it
is for the period that the regulation counts.

Columns: abandoned ÷ answered calls, with the 95 % interval where it was simulated; agents' occupancy; answered calls that
wait for an agent; answered calls an hour; seconds of an agent between two calls; the queue depth that turns nobody away. By a schedule:
the chance that the period ends over the limit; answered calls a day; the worst interval.

With --from-stack the figures are the state's, and a flag replaces one for each configuration in turn; the others of its
campaign stay as the state has them, and share its agents.

Examples:
  $ cxone-dialer forecast --agents 12 --answer-rate 0.3 --handle-time 180 --regulation us
  $ cxone-dialer forecast --agents 10:50:10 --answer-rate 0.3 --handle-time 180 --dial-rate 0.5:2:0.5 --ratio 2
  $ cxone-dialer forecast --agents 12 --answer-rate 0.3 --handle-time 180 --html forecast.html
  $ cxone-dialer forecast --schedule workdays.csv --variation 0.15 --regulation us --dial-rate 0.5:1.5:0.25 --ratio 2
  $ pulumi stack export | cxone-dialer forecast --from-stack - --answer-rate 0.3 --handle-time 180 --json`;

/** `forecast`: what settings of a dialer will do to the people who are called. */
export function forecastCommand(): Command {
  const command = new Command("forecast")
    .description("forecast abandonment and occupancy of dialer settings, or of a stack's")
    .addHelpText("after", explanation);
  for (const { flag, meaning } of Object.values(quantities)) {
    command.option(`${flag} <value>`, meaning);
  }
  command
    .addOption(
      new Option(
        "--pacing <type>",
        `how dials are started (default: ${defaultSetting.pacingType})`,
      ).choices(["predictive", "progressive", "preview"]),
    )
    .addOption(
      new Option(
        "--regulation <name>",
        `whose limit on abandonment counts (default: ${defaultSetting.regulation})`,
      ).choices(Object.keys(regulations)),
    );
  withLineReading(command)
    .option(
      "--schedule <file>",
      "the intervals of a day or a week, as CSV: forecast the period that the regulation counts",
    )
    .option(
      "--variation <share>",
      "with --schedule, by how much answer rates vary from day to day, such as 0.15",
      shareSuchAs(0.15),
    );
  return withSeed(command)
    .option(
      "--from-stack <file>",
      "forecast the configurations of a state: what `pulumi stack export` prints, or .sandbox/NAME.json; - reads standard input",
    )
    .option("--beyond-api", "also take a ratio, queue depth or dial rate that the API refuses")
    .option("--check", `exit with ${exitCodes.finding} where a setting is over its limit`)
    .option("--html <file>", "write the table and its charts as one self-contained page")
    .option("--json", "print one JSON object: { version, period, rows }")
    .action(async (flags: Flags) => (await import("./run.ts")).run(flags));
}
