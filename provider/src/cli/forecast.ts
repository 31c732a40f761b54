import { writeFile } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { environment, givenLineReading } from "../dialer-config/line-reading.ts";
import {
  defaultLineReading,
  lineRoundingNames,
  linesCountedNames,
} from "../domain/pacing/lines.ts";
import { regulations } from "../domain/regulation.ts";
import { exitCodes } from "./exit-codes.ts";
import { defaultSetting } from "./forecast/default-setting.ts";
import type { Flags } from "./forecast/flags.ts";
import { forecastRows } from "./forecast/forecast-rows.ts";
import { scenariosFromFlags } from "./forecast/from-flags.ts";
import { scenariosFromStack } from "./forecast/from-stack.ts";
import { jsonReport } from "./forecast/json-report.ts";
import { page } from "./forecast/page.ts";
import { paintFor } from "./forecast/paint.ts";
import { quantities } from "./forecast/quantities.ts";
import type { Row } from "./forecast/scenario.ts";
import { readStackState } from "./forecast/stack-state.ts";
import { textReport } from "./forecast/text-report.ts";

const explanation = `
A number may be a range from:to:step, ends included, such as 0.5:5:0.1: each value is a row. Several ranges make a row of each
combination, up to 1,000 rows. A forecast is for one steady hour.

Columns: abandoned ÷ answered calls, with the 95 % interval where it was simulated; agents' occupancy; answered calls that
wait for an agent; answered calls an hour; seconds of an agent between two calls; the queue depth that turns nobody away.

With --from-stack the figures are the state's, and a flag replaces one for each configuration in turn; the others of its
campaign stay as the state has them, and share its agents.

Examples:
  $ cxone-dialer forecast --agents 12 --answer-rate 0.3 --handle-time 180 --regulation us
  $ cxone-dialer forecast --agents 10:50:10 --answer-rate 0.3 --handle-time 180 --dial-rate 0.5:2:0.5 --ratio 2
  $ cxone-dialer forecast --agents 12 --answer-rate 0.3 --handle-time 180 --html forecast.html
  $ pulumi stack export | cxone-dialer forecast --from-stack - --answer-rate 0.3 --handle-time 180 --json`;

/** `forecast`: what settings of a dialer will do to the people who are called. */
export function forecastCommand(): Command {
  const command = new Command("forecast")
    .description("forecast abandonment and occupancy of dialer settings, or of a stack's")
    .addHelpText("after", explanation);
  for (const { flag, meaning } of Object.values(quantities)) {
    command.option(`${flag} <value>`, meaning);
  }
  return command
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
    )
    .addOption(
      new Option(
        "--lines <whose>",
        `whose lines the ratio counts (default: CXONE_LINES_COUNTED, else ${defaultLineReading.linesCounted})`,
      ).choices(linesCountedNames),
    )
    .addOption(
      new Option(
        "--rounding <way>",
        `what becomes of a fraction of a line (default: CXONE_LINE_ROUNDING, else ${defaultLineReading.lineRounding})`,
      ).choices(lineRoundingNames),
    )
    .option("--seed <number>", "chooses the simulation's random numbers", parseSeed)
    .option(
      "--from-stack <file>",
      "forecast the configurations of a state: what `pulumi stack export` prints, or .sandbox/NAME.json; - reads standard input",
    )
    .option("--beyond-api", "also take a ratio, queue depth or dial rate that the API refuses")
    .option("--check", `exit with ${exitCodes.finding} where a setting is over its limit`)
    .option("--html <file>", "write the table and its charts as one self-contained page")
    .option("--json", "print one JSON object: { version, period, rows }")
    .action(execute);
}

async function execute(flags: Flags): Promise<void> {
  const rows = await forecast(flags);
  if (flags.html !== undefined) await writePage(flags.html, rows);
  const { stdout } = process;
  if (flags.json) console.log(jsonReport(rows));
  else console.log(textReport(rows, paintFor(stdout), stdout.isTTY ? stdout.columns : undefined));
  if (flags.check) check(rows);
}

async function forecast(flags: Flags): Promise<readonly Row[]> {
  const lineReading = givenLineReading(environment(process.env));
  const scenarios =
    flags.fromStack === undefined
      ? scenariosFromFlags(flags, lineReading)
      : scenariosFromStack(flags, await readStackState(flags.fromStack), lineReading);
  return forecastRows(scenarios, flags.seed, showProgress(scenarios.length));
}

function check(rows: readonly Row[]): void {
  const over = rows.filter(({ isOver }) => isOver).length;
  if (over === 0) return;
  const settings =
    rows.length === 1
      ? "The setting is over its"
      : `${over} of ${rows.length} settings are over their`;
  console.error(`error: ${settings} limit of abandonment.`);
  process.exitCode = exitCodes.finding;
}

async function writePage(file: string, rows: readonly Row[]): Promise<void> {
  try {
    await writeFile(file, page(rows));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`--html: ${file} cannot be written: ${reason}`);
  }
  console.error(`Wrote ${file}.`);
}

/** One line on a terminal that tells how far a long table is, and is gone when it is done. */
function showProgress(total: number): (done: number) => void {
  const { stderr } = process;
  return (done) => {
    if (!stderr.isTTY) return;
    stderr.cursorTo(0);
    if (done < total) stderr.write(`${done} of ${total} forecast`);
    else stderr.clearLine(0);
  };
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > 0xffff_ffff) {
    throw new InvalidArgumentError("A seed is a whole number from 0 to 4,294,967,295.");
  }
  return seed;
}
