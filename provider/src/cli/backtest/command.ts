import { Command, InvalidArgumentError, Option } from "commander";
import type { LineRounding, LinesCounted } from "../../domain/pacing/lines.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { shareSuchAs, withLineReading, withSeed } from "../shared/forecast-flags.ts";
import { columnsText, type HistoryFlags, withHistory } from "../shared/history-flags.ts";

const explanation = `
${columnsText}

Each day is forecast from its own agents, answer rates and handle times, and with what the dialer was set to on it. That is known from
  --audit-log   the file that cxone:auditLog names; needs --time-zone. Of a configuration that a program adopted, it has only what was
                changed: --settings says the rest
  --settings    a JSON file: { "dialRate": 1.8, "agentRatio": 2, "maxQueueDepth": 50 }, or a list of these, each with "since":
                "2026-01-12" or a time; "pacingType" is predictive if it is left out

Columns: abandoned ÷ answered calls, as it was and as it was forecast; by how many percentage points the forecast is off, with the 95 %
interval; and the pace, answered calls ÷ those that the settings would have brought.

Exit codes: 0 done; 2 a file or a flag cannot be used; ${exitCodes.finding} with --max-bias, the forecast errs by more; ${exitCodes.incomplete} days or rows were left out.

Examples:
  $ cxone-dialer backtest march.csv --settings settings.json
  $ cxone-dialer backtest march.csv --audit-log audit.jsonl --time-zone America/Chicago --html backtest.html
  $ cxone-dialer backtest march.csv --audit-log audit.jsonl --time-zone America/Chicago --telemetry telemetry.json --write`;

export interface BacktestFlags extends HistoryFlags {
  readonly auditLog?: string;
  readonly settings?: string;
  readonly campaign?: string;
  readonly lines?: LinesCounted;
  readonly rounding?: LineRounding;
  readonly ringAnswered?: number;
  readonly ringUnanswered?: number;
  readonly telemetry?: string;
  readonly write?: true;
  readonly seed?: number;
  readonly maxBias?: number;
  readonly html?: string;
  readonly json?: true;
  readonly csv?: true;
}

/** `backtest`: how right forecasts would have been. */
export function backtestCommand(): Command {
  const command = withHistory(new Command("backtest"))
    .description("hold forecasts against what happened, and say what would have made them right")
    .option("--audit-log <file>", "what the dialer was set to, and when")
    .option("--settings <file>", "the same without an audit log, or what the log does not say")
    .option("--campaign <id>", "only that one of the file's campaigns");
  withLineReading(command)
    .option("--ring-answered <seconds>", "how long lines ring that are answered", parseSeconds)
    .option("--ring-unanswered <seconds>", "how long the others ring", parseSeconds)
    .option("--telemetry <file>", "the JSON file that cxone:telemetry names: its ring times count")
    .option("--write", "write the ring times that fit best into --telemetry");
  return withSeed(command)
    .option(
      "--max-bias <share>",
      `exit with ${exitCodes.finding} where the forecast errs by more, such as 0.005`,
      shareSuchAs(0.005),
    )
    .option("--html <file>", "write the report with its charts as one self-contained page")
    .option("--json", "print one JSON object: { version, campaigns }")
    .addOption(
      new Option(
        "--csv",
        "print a row for each interval: start, campaignId, answered, abandoned, forecastAnswered, forecastRate",
      ).conflicts("json"),
    )
    .addHelpText("after", explanation)
    .action(async (file: string, flags: BacktestFlags, command: Command) => {
      if (flags.write && flags.telemetry === undefined) {
        command.error("error: --write needs the file: add --telemetry FILE.");
      }
      return (await import("./run.ts")).run(file, flags);
    });
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^[\d.]+$/.test(text) || !(seconds > 0 && seconds <= 600)) {
    throw new InvalidArgumentError("Write seconds over 0 and at most 600, such as 12.5.");
  }
  return seconds;
}
