import * as z from "zod";
import { parseWeek, type Schedule, weekdays } from "../domain/schedule.ts";

const LIST = "a list of intervals";

const entry = z.strictObject(
  {
    start: z.string('must be a time on the clock, such as "09:30".'),
    end: z.string('must be a time on the clock, such as "12:00".'),
    agents: z.number("must be a number of agents, 0 for a pause."),
    answerRate: z.number("must be a number, answered ÷ dialled."),
    averageHandleTimeSeconds: z.number("must be a number of seconds."),
  },
  "must be an interval: { start, end, agents, answerRate, averageHandleTimeSeconds }.",
);

const day = z.array(entry, `must be ${LIST}.`);

const week = z.strictObject(
  Object.fromEntries(weekdays.map((weekday) => [weekday, day.optional()])),
  `must be ${LIST}, or an object with ${LIST} for each day of the week on which somebody works: monday, tuesday …`,
);

/** Reads a schedule as it is given: its shape by one of two schemas, so that each mistake is named where it is, and then its times. */
export const scheduleSchema = z.unknown().transform((given, context): Schedule => {
  const { data, error } = (Array.isArray(given) ? day : week).safeParse(given);
  if (error) {
    for (const issue of error.issues) {
      const { code, path, message } = issue;
      const unknown = code === "unrecognized_keys" ? issue.keys : [];
      const problems = unknown.map((key) => ({ path: [...path, key], message: unknownName(path) }));
      for (const problem of unknown.length > 0 ? problems : [{ path, message }]) {
        context.issues.push({ code: "custom", ...problem, input: given });
      }
    }
    return z.NEVER;
  }
  const parsed = parseWeek("", data);
  if ("findings" in parsed) {
    for (const { property, message } of parsed.findings) {
      context.issues.push({ code: "custom", path: placeOf(property), message, input: given });
    }
    return z.NEVER;
  }
  return data;
});

function unknownName(path: readonly PropertyKey[]): string {
  const isEntry = typeof path.at(-1) === "number";
  return isEntry
    ? `is no part of an interval, which has ${Object.keys(entry.shape).join(", ")}.`
    : `is no day of the week: ${weekdays.join(", ")}.`;
}

/** `monday[0].start` as zod writes it. */
function placeOf(property: string): (string | number)[] {
  return property
    .split(/[.[\]]+/)
    .filter((part) => part !== "")
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
