import * as z from "zod";
import { type Rule, type RuleOptions, rule } from "../rule.ts";
import { path, required, telemarketingSalesRule } from "../rule-parts.ts";
import { UNKNOWN } from "../subject.ts";

export interface CallingHoursConfig extends RuleOptions {
  /**
   * When calls may start at the earliest, `HH:MM` in the called person's own time. Source of the default: 16 CFR 310.4(c) and
   * 47 CFR 64.1200(c)(1).
   * @default "08:00"
   */
  readonly earliest?: string;
  /** When calls have to end at the latest, `HH:MM`. @default "21:00" */
  readonly latest?: string;
  /** Where the configuration says when calls start. @default "complianceRules.callingHours.start" */
  readonly startPath?: string;
  /** Where the configuration says when calls end. @default "complianceRules.callingHours.end" */
  readonly endPath?: string;
  /** Whether it is a violation that the program names no start or no end: the tenant's own is kept then. @default true */
  readonly required?: boolean;
}

/** Padded, so that the order of the texts is the order of the times. */
const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, "must be a time of day, HH:MM");

const config = z
  .strictObject({
    earliest: timeOfDay
      .default("08:00")
      .describe("When calls may start at the earliest, HH:MM in the called person's own time."),
    latest: timeOfDay.default("21:00").describe("When calls have to end at the latest, HH:MM."),
    startPath: path
      .default("complianceRules.callingHours.start")
      .describe("Where the configuration says when calls start."),
    endPath: path
      .default("complianceRules.callingHours.end")
      .describe("Where the configuration says when calls end."),
    required: required(true),
  })
  .refine(({ earliest, latest }) => earliest < latest, {
    path: ["earliest"],
    message: "must be before latest",
  });

type Settings = z.output<typeof config>;

/** The campaign calls nobody outside the hours that the law allows. */
export const callingHours: Rule<CallingHoursConfig> = rule({
  name: "calling-hours",
  displayName: "Calling hours",
  description: "Nobody is called outside the hours that the law allows.",
  enforcementLevel: "mandatory",
  severity: "high",
  law: telemarketingSalesRule(
    "310.4(c)",
    "No calls before 8 a.m. or after 9 p.m. local time at the called person's location.",
  ),
  config,
  judge({ read }, settings) {
    const { startPath, endPath, earliest, latest } = settings;
    const problems = boundsOf(settings).flatMap(({ path }) =>
      problemAt(path, read(path), settings),
    );
    const [start, end] = [read(startPath), read(endPath)];
    if (problems.length > 0 || typeof start !== "string" || typeof end !== "string")
      return problems;
    if (start < end) return [];
    return [
      `${startPath}, ${start}, is not before ${endPath}, ${end}. Name hours of one day, from ${earliest} to ${latest}.`,
    ];
  },
  mend({ read }, settings) {
    const wrong = boundsOf(settings).filter(
      ({ path }) => problemAt(path, read(path), settings).length > 0,
    );
    return Object.fromEntries(wrong.map(({ path, allowed }) => [path, allowed]));
  },
});

function boundsOf({ startPath, endPath, earliest, latest }: Settings) {
  return [
    { path: startPath, allowed: earliest },
    { path: endPath, allowed: latest },
  ];
}

/** What is wrong with one end of the hours. The message leaves out text that is no time: it may be a secret. */
function problemAt(
  path: string,
  value: unknown,
  { earliest, latest, required }: Settings,
): string[] {
  if (value === UNKNOWN) return [];
  if (value === undefined) {
    if (!required) return [];
    return [
      `The program names no ${path}, so whatever the tenant holds there stays. Name a time from ${earliest} to ${latest}.`,
    ];
  }
  const { data: time } = timeOfDay.safeParse(value);
  if (time === undefined) {
    return [`${path} is no time of day like "${earliest}". Write hours and minutes, HH:MM.`];
  }
  if (time >= earliest && time <= latest) return [];
  return [
    `${path} is ${time}, outside the hours from ${earliest} to ${latest} of the called person's own time. Set it to a time between them.`,
  ];
}
