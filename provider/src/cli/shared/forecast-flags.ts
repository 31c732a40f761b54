import { type Command, InvalidArgumentError, Option } from "commander";
import {
  defaultLineReading,
  lineRoundingNames,
  linesCountedNames,
} from "../../domain/pacing/lines.ts";

/** Adds how the ratio's lines are counted and rounded. */
export function withLineReading(command: Command): Command {
  return command
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
    );
}

/** Adds the seed of the simulation. */
export function withSeed(command: Command): Command {
  return command.option(
    "--seed <number>",
    "chooses the simulation's random numbers",
    (text: string) => {
      const seed = Number(text);
      if (!/^\d+$/.test(text) || seed > 0xffff_ffff) {
        throw new InvalidArgumentError("A seed is a whole number from 0 to 4,294,967,295.");
      }
      return seed;
    },
  );
}

/** Parses a share. @param example for the message about one that is none. */
export function shareSuchAs(example: number): (text: string) => number {
  return (text) => {
    const share = Number(text);
    if (!/^[\d.]+$/.test(text) || !(share >= 0 && share <= 1)) {
      throw new InvalidArgumentError(`Write a share from 0 to 1, such as ${example}.`);
    }
    return share;
  };
}
