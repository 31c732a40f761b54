import { environment, givenLineReading } from "../../dialer-config/line-reading.ts";
import { exitCodes, UsageError } from "../shared/exit-codes.ts";
import { ProgressLine, paintFor } from "../shared/terminal.ts";
import type { Flags } from "./flags.ts";
import { forecastRows } from "./forecast-rows.ts";
import { scenariosFromStack } from "./from-stack.ts";
import { type Row, type ScheduleFigures, scenariosFromFlags } from "./scenario.ts";

import type { StackConfiguration } from "./stack-state.ts";

/** Forecasts what the flags ask for, and prints or writes it. */
export async function run(flags: Flags): Promise<void> {
  const rows = await forecast(flags);
  if (flags.html !== undefined) {
    const [{ page }, { writePage }] = await Promise.all([
      import("./page.ts"),
      import("../shared/page.ts"),
    ]);
    await writePage(flags.html, page(rows));
  }
  const { stdout } = process;
  if (flags.json) {
    const { jsonReport } = await import("./report.ts");
    console.log(jsonReport(rows));
  } else {
    const { textReport } = await import("./report.ts");
    const width = stdout.isTTY ? stdout.columns : undefined;
    console.log(await textReport(rows, paintFor(stdout), width));
  }
  if (flags.check) check(rows);
}

async function forecast(flags: Flags): Promise<readonly Row[]> {
  const lineReading = givenLineReading(environment(process.env));
  const schedule =
    flags.schedule === undefined ? undefined : await givenSchedule(flags.schedule, flags);
  if (flags.variation !== undefined && !schedule) {
    throw new UsageError([
      "--variation: it says how the days of a schedule differ; give --schedule",
    ]);
  }
  const scenarios =
    flags.fromStack === undefined
      ? scenariosFromFlags(flags, lineReading, schedule)
      : scenariosFromStack(flags, await stackState(flags.fromStack), lineReading, schedule);
  return forecastRows(scenarios, flags.seed, showProgress(scenarios.length));
}

async function givenSchedule(file: string, flags: Flags): Promise<ScheduleFigures> {
  const { scheduleFrom } = await import("./schedule.ts");
  return scheduleFrom(file, flags);
}

async function stackState(file: string): Promise<readonly StackConfiguration[]> {
  const { readStackState } = await import("./stack-state.ts");
  return readStackState(file);
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

/** One line on a terminal that shows how many rows of a long table are done; it goes with the last. */
function showProgress(total: number): (done: number) => void {
  const line = new ProgressLine(process.stderr);
  return (done) => {
    if (done < total) line.show(`${done} of ${total} forecast`);
    else line.clear();
  };
}
