import { scheduleFigures } from "../../dialer-config/figures.ts";
import type { Staffing } from "../../dialer-config/state.ts";
import { threeDigits } from "../../domain/numbers.ts";
import { readSchedule } from "../../fleet/schedule.ts";
import { UsageError } from "../shared/exit-codes.ts";
import { readInput } from "../shared/input.ts";
import type { Flags } from "./flags.ts";
import { quantities } from "./quantities.ts";
import { type ScheduleFigures, scheduledNames } from "./scenario.ts";

/**
 * The schedule that `--schedule` names, in the form of a fleet's.
 *
 * @throws UsageError where it cannot be used, or a flag says what it says.
 */
export async function scheduleFrom(file: string, flags: Flags): Promise<ScheduleFigures> {
  const both = scheduledNames.filter((name) => flags[quantities[name].option] !== undefined);
  if (both.length > 0) {
    throw new UsageError(
      both.map(
        (name) => `${quantities[name].flag}: --schedule says it for each interval; leave one out`,
      ),
    );
  }
  const { schedule: intervals, problems } = readSchedule(await readInput(file));
  if (problems.length > 0) {
    throw new UsageError(problems.map((problem) => `--schedule: ${file}, ${problem}`));
  }
  const { variation: answerRateVariation = 0 } = flags;
  const figures = scheduleFiguresOf({ intervals, answerRateVariation });
  if (!figures) throw new UsageError([`--schedule: ${file} is no schedule`]);
  return figures;
}

/** Nothing where there is no schedule. */
export function scheduleFiguresOf(staffing: Staffing): ScheduleFigures | undefined {
  const planned = scheduleFigures(staffing);
  if (!planned) return undefined;
  const { agents, answerRate, averageHandleTimeSeconds } = planned.figures;
  const known = [agents, answerRate, averageHandleTimeSeconds].map((each) =>
    threeDigits(Number(each)),
  );
  const [most = 0, mean = 0, seconds = 0] = known;
  return {
    schedule: planned.schedule,
    values: { agents: [most], answerRate: [mean], averageHandleTimeSeconds: [seconds] },
  };
}
