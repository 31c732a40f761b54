import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  parseSchedule,
  parseWeek,
  type Schedule,
  type ScheduleEntry,
  weekdays,
} from "../../../provider/src/domain/schedule.ts";

const figures = { agents: 8, answerRate: 0.3, averageHandleTimeSeconds: 180 };
const morning = { ...figures, start: "09:00", end: "12:30" };
const noon = { ...figures, start: "12:30", end: "13:00", agents: 0 };
const evening = { ...figures, start: "13:00", end: "24:00", agents: 12 };

const parse = (...entries: ScheduleEntry[]) => parseSchedule("staffing.intervals", entries);

test("intervals in a row are a day, and one without agents is a pause", () => {
  assert.deepEqual(parse(morning, noon, evening), {
    intervals: [
      { ...figures, start: "09:00", seconds: 12_600 },
      { ...figures, start: "12:30", seconds: 1800, agents: 0 },
      { ...figures, start: "13:00", seconds: 39_600, agents: 12 },
    ],
  });
});

test("the ends of each range belong to it", () => {
  const day = { agents: 10_000, answerRate: 1, averageHandleTimeSeconds: 0.1 };
  const parsed = parse({ ...day, start: "00:00", end: "24:00" });
  assert.deepEqual(parsed, { intervals: [{ ...day, start: "00:00", seconds: 86_400 }] });
});

describe("what is wrong is named with its place, its value and what to do", () => {
  const cases: readonly (readonly [string, readonly ScheduleEntry[], string, string])[] = [
    [
      "a gap",
      [morning, evening],
      "[1].start",
      "is 13:00, but the interval before it ends at 12:30. Write an interval with 0 agents for the gap.",
    ],
    [
      "an overlap",
      [morning, { ...noon, start: "12:00" }],
      "[1].start",
      "is 12:00, but the interval before it lasts until 12:30. Write intervals in order, each from the end of the one before.",
    ],
    [
      "a day that goes on after midnight",
      [{ ...evening, end: "02:00" }],
      "[0].end",
      "is 02:00, but the interval starts at 13:00. A day ends at 24:00: write what comes after midnight into the next day.",
    ],
    [
      "an interval that takes no time",
      [{ ...morning, end: "09:00" }],
      "[0].end",
      "is 09:00, but the interval starts at 09:00. A day ends at 24:00: write what comes after midnight into the next day.",
    ],
    [
      "a time that is none",
      [{ ...morning, start: "9:00" }],
      "[0].start",
      'is "9:00", but must be a time on the clock from "00:00" to "23:59", such as "09:30".',
    ],
    [
      "a start at the end of the day",
      [{ ...morning, start: "24:00", end: "24:00" }],
      "[0].start",
      'is "24:00", but must be a time on the clock from "00:00" to "23:59", such as "09:30".',
    ],
    [
      "an end that is none",
      [{ ...morning, end: "24:01" }],
      "[0].end",
      'is "24:01", but must be a time on the clock from "00:00" to "24:00", such as "09:30".',
    ],
    [
      "a fraction of an agent",
      [{ ...morning, agents: 2.5 }],
      "[0].agents",
      "is 2.5, but agents are whole. Split the interval: a part with 3 agents and one with 2.",
    ],
    [
      "half an agent",
      [{ ...morning, agents: 0.5 }],
      "[0].agents",
      "is 0.5, but agents are whole. Split the interval: a part with 1 agents and one with 0.",
    ],
    [
      "more agents than can be reckoned with",
      [{ ...morning, agents: 10_001 }],
      "[0].agents",
      "is 10001, but must be a whole number from 0 to 10000.",
    ],
    [
      "more agents than can be reckoned with, and a fraction",
      [{ ...morning, agents: 10_000.5 }],
      "[0].agents",
      "is 10000.5, but must be a whole number from 0 to 10000.",
    ],
    [
      "fewer agents than none, and a fraction",
      [{ ...morning, agents: -0.5 }],
      "[0].agents",
      "is -0.5, but must be a whole number from 0 to 10000.",
    ],
    [
      "fewer agents than none",
      [{ ...morning, agents: -1 }],
      "[0].agents",
      "is -1, but must be a whole number from 0 to 10000.",
    ],
    [
      "no agents all day",
      [noon],
      "",
      "has no agents all day. Leave out a day on which nobody works.",
    ],
    ["an empty schedule", [], "", "is empty. Write an interval, or leave the schedule out."],
    [
      "an answer rate in percent",
      [{ ...morning, answerRate: 30 }],
      "[0].answerRate",
      "is 30, but must be over 0 and at most 1.",
    ],
    [
      "no handle time",
      [{ ...morning, averageHandleTimeSeconds: 0 }],
      "[0].averageHandleTimeSeconds",
      "is 0, but must be over 0.",
    ],
    [
      "a handle time without an end",
      [{ ...morning, averageHandleTimeSeconds: Infinity }],
      "[0].averageHandleTimeSeconds",
      "is Infinity, but must be over 0.",
    ],
    [
      "an end that is no time, and nothing about the start that follows it",
      [{ ...morning, end: "12:300" }, noon],
      "[0].end",
      'is "12:300", but must be a time on the clock from "00:00" to "24:00", such as "09:30".',
    ],
    [
      "a start that is no time, and nothing about the end before it",
      [morning, { ...noon, start: "012:30" }],
      "[1].start",
      'is "012:30", but must be a time on the clock from "00:00" to "23:59", such as "09:30".',
    ],
  ];
  for (const [name, entries, at, message] of cases) {
    test(name, () => {
      assert.deepEqual(parse(...entries), {
        findings: [{ severity: "error", property: `staffing.intervals${at}`, message }],
      });
    });
  }

  test("all that is wrong at once", () => {
    const parsed = parse({ ...morning, agents: 1.5 }, { ...evening, end: "25:00", answerRate: 0 });
    assert.deepEqual(
      "findings" in parsed && parsed.findings.map(({ property }) => property.slice(18)),
      ["[0].agents", "[1].end", "[1].answerRate", "[1].start"],
    );
  });
});

describe("a week", () => {
  const week = (schedule: Schedule) => parseWeek("staffing.intervals", schedule);
  const intervals = (...entries: ScheduleEntry[]) => {
    const parsed = parse(...entries);
    return "intervals" in parsed ? parsed.intervals : [];
  };

  test("of one list has it on every day", () => {
    assert.deepEqual(week([morning]), { days: [{ weekdays, intervals: intervals(morning) }] });
  });

  test("has the days with the same intervals together, and leaves the others out", () => {
    const parsed = week({ wednesday: [morning], monday: [morning], saturday: [evening] });
    assert.deepEqual(parsed, {
      days: [
        { weekdays: ["monday", "wednesday"], intervals: intervals(morning) },
        { weekdays: ["saturday"], intervals: intervals(evening) },
      ],
    });
  });

  test("without a day, or with a mistake on one, has a finding", () => {
    assert.deepEqual(week({}), {
      findings: [
        {
          severity: "error",
          property: "staffing.intervals",
          message: "names no day. Write the days on which somebody works.",
        },
      ],
    });
    const parsed = week({ monday: [morning], sunday: [noon] });
    assert.deepEqual("findings" in parsed && parsed.findings.map(({ property }) => property), [
      "staffing.intervals.sunday",
    ]);
  });
});

test("whatever is written, it is a day of at most 24 hours in a row or has a finding", () => {
  const clock = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc
      .tuple(fc.nat(25), fc.nat(61))
      .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":")),
  );
  const number = fc.oneof(fc.double(), fc.integer({ min: -1, max: 12 }), fc.constant(0.5));
  const entry = fc.record({
    start: clock,
    end: clock,
    agents: number,
    answerRate: number,
    averageHandleTimeSeconds: number,
  });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 4 }), (entries) => {
      const parsed = parse(...entries);
      if ("findings" in parsed) {
        assert.ok(parsed.findings.length > 0);
        return;
      }
      const seconds = parsed.intervals.reduce((sum, each) => sum + each.seconds, 0);
      assert.ok(seconds > 0 && seconds <= 86_400);
      assert.ok(parsed.intervals.every((each) => each.seconds > 0 && each.agents >= 0));
    }),
    { numRuns: 2000 },
  );
});
