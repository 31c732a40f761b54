import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import { parseArguments } from "../../../provider/src/dialer-config/parse.ts";
import { readTelemetry } from "../../../provider/src/dialer-config/telemetry.ts";
import { parseWeek, type ScheduleEntry, weekdays } from "../../../provider/src/domain/schedule.ts";
import { ConfigurationError } from "../../../provider/src/errors/index.ts";
import { readSchedule } from "../../../provider/src/fleet/schedule.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { numRuns, numRunsOfFiles } from "./runs.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());
const file = join(folder.path, "telemetry.json");

const clock = (minutes: number) =>
  minutes === 1440
    ? "24:00"
    : [Math.floor(minutes / 60), minutes % 60]
        .map((part) => String(part).padStart(2, "0"))
        .join(":");

const figures = fc.record({
  agents: fc.nat(10_000),
  answerRate: fc.integer({ min: 1, max: 1000 }).map((thousandths) => thousandths / 1000),
  averageHandleTimeSeconds: fc.integer({ min: 1, max: 36_000 }).map((tenths) => tenths / 10),
});

/** Intervals in a row, of which the first has agents. */
const day = fc
  .uniqueArray(fc.nat(1440), { minLength: 2, maxLength: 8 })
  .chain((times) =>
    fc.tuple(
      fc.constant(times.toSorted((a, b) => a - b)),
      fc.array(figures, { minLength: times.length, maxLength: times.length }),
    ),
  )
  .map(([times, all]): readonly ScheduleEntry[] =>
    times.slice(1).flatMap((end, i) => {
      const each = all[i];
      if (!each) return [];
      const agents = i === 0 ? Math.max(1, each.agents) : each.agents;
      return [{ ...each, agents, start: clock(times[i] ?? 0), end: clock(end) }];
    }),
  );
const week = fc
  .subarray([...weekdays], { minLength: 1 })
  .chain((names) =>
    fc
      .tuple(...names.map(() => day))
      .map((days) => Object.fromEntries(names.map((name, i) => [name, days[i] ?? []]))),
  );
const schedule = fc.oneof(day, week);

/** A schedule of which one value is something else. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(Number.NaN, Infinity, -1, 0.5, "09:60", "24:01", "09:00", "__proto__", undefined),
);
const damaged = fc
  .tuple(
    day,
    fc.nat(),
    fc.constantFrom("start", "end", "agents", "answerRate", "averageHandleTimeSeconds", "note"),
    anything,
  )
  .map(([entries, which, name, value]) =>
    entries.map((entry, i) => (i === which % entries.length ? { ...entry, [name]: value } : entry)),
  );

const args = {
  configId: "4f1c",
  campaignId: "91ab",
  pacingType: "predictive",
  dialRate: 1,
  agentRatio: 2,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
};

/** @throws AssertionError where it is no schedule that can be forecast. */
function assertForecastable(given: unknown): void {
  const { known } = parseArguments({ ...args, staffing: { intervals: given } });
  const intervals = known.staffing?.intervals ?? assert.fail("There is no schedule.");
  const parsed = parseWeek("intervals", intervals);
  assert.ok("days" in parsed && parsed.days.length > 0);
  for (const { intervals: ofDay } of parsed.days) {
    const seconds = ofDay.reduce((sum, each) => sum + each.seconds, 0);
    assert.ok(seconds > 0 && seconds <= 86_400);
    assert.ok(ofDay.some(({ agents }) => agents > 0));
    assert.ok(ofDay.every(({ answerRate }) => answerRate > 0 && answerRate <= 1));
  }
}

describe("a schedule in a program", () => {
  test("that is one has no finding, and stays as it is", () => {
    const property = fc.property(schedule, (intervals) => {
      const { known, findings } = parseArguments({ ...args, staffing: { intervals } });
      assert.deepEqual(findings, []);
      assert.deepEqual(known.staffing, { intervals });
      assertForecastable(intervals);
    });
    fc.assert(property, { numRuns });
  });

  test("whatever it is, is one that can be forecast or has a finding where it stands", () => {
    const property = fc.property(fc.oneof(damaged, anything), (intervals) => {
      const { findings } = parseArguments({ ...args, staffing: { intervals } });
      if (findings.length === 0) {
        if (intervals !== undefined) assertForecastable(intervals);
        return;
      }
      for (const { property, message } of findings) {
        assert.match(property, /^staffing\.intervals/);
        assert.notEqual(message, "");
      }
    });
    fc.assert(property, { numRuns });
  });
});

describe("a schedule in the telemetry file", () => {
  const asOf = "2026-03-31T22:00:00Z";

  test("is read as it was written", async () => {
    const property = fc.asyncProperty(schedule, async (intervals) => {
      const campaigns = {
        one: { asOf, intervals, answerRateVariation: 0.1, firstDay: "2026-03-02" },
      };
      await writeFile(file, JSON.stringify({ campaigns }));
      assert.deepEqual(await readTelemetry(file), { campaigns });
    });
    await fc.assert(property, { numRuns: numRunsOfFiles });
  });

  test("whatever the file holds, is read or refused with the file's name", async () => {
    const text = fc.oneof(
      fc
        .oneof(damaged, anything)
        .map((intervals) => JSON.stringify({ campaigns: { one: { asOf, intervals } } })),
      fc.string({ unit: "binary", maxLength: 100 }),
      fc.jsonValue().map((value) => JSON.stringify({ campaigns: value })),
    );
    const property = fc.asyncProperty(text, async (text) => {
      await writeFile(file, text);
      try {
        const { campaigns } = await readTelemetry(file);
        for (const { intervals } of Object.values(campaigns)) {
          if (intervals !== undefined) assertForecastable(intervals);
        }
      } catch (error) {
        assert.ok(error instanceof ConfigurationError, String(error));
        assert.ok(error.message.includes(file));
      }
    });
    await fc.assert(property, { numRuns: numRunsOfFiles });
  });
});

describe("a schedule of a fleet", () => {
  const columns = fc.shuffledSubarray(
    ["start", "end", "agents", "answerRate", "averageHandleTimeSeconds"] as const,
    { minLength: 5 },
  );
  const newline = fc.constantFrom("\n", "\r\n", "\n\n");

  test("is read as it was written", () => {
    const property = fc.property(schedule, columns, newline, (given, columns, newline) => {
      const isOfEveryDay = Array.isArray(given);
      const rows = isOfEveryDay
        ? given.map((entry: ScheduleEntry) => ["", entry] as const)
        : Object.entries(given).flatMap(([name, entries]) =>
            (entries ?? []).map((entry: ScheduleEntry) => [name, entry] as const),
          );
      const head = [...(isOfEveryDay ? [] : ["weekday"]), ...columns];
      const lines = rows.map(([name, entry]) =>
        [...(isOfEveryDay ? [] : [name]), ...columns.map((column) => String(entry[column]))].join(
          ",",
        ),
      );
      assert.deepEqual(readSchedule([head.join(","), ...lines].join(newline)), {
        schedule: given,
        problems: [],
      });
    });
    fc.assert(property, { numRuns });
  });

  test("with a bad cell names its line", () => {
    const bad = fc.constantFrom("", "eight", "-1", "1e400", "09:00:00");
    const property = fc.property(
      day,
      columns,
      bad,
      fc.nat(),
      fc.nat(),
      (entries, columns, bad, row, cell) => {
        const at = row % entries.length;
        const lines = entries.map((entry, i) =>
          columns
            .map((column, k) => (i === at && k === cell % columns.length ? bad : entry[column]))
            .join(","),
        );
        const { problems } = readSchedule([columns.join(","), ...lines].join("\n"));
        assert.ok(
          problems.some((problem) => problem.startsWith(`line ${at + 2}, column `)),
          problems.join(),
        );
      },
    );
    fc.assert(property, { numRuns });
  });

  test("whatever the file holds, is one that can be forecast or has a problem", () => {
    const head = "start,end,agents,answerRate,averageHandleTimeSeconds\n";
    const beginning = fc.constantFrom("", head, `weekday,${head}`, '"', "\uFEFF");
    const rest = fc.oneof(
      fc.string({ unit: "binary", maxLength: 100 }),
      fc
        .array(fc.constantFrom('"', ",", "\n", "09:00", "17:00", "8", "0.3", "monday"))
        .map((parts) => parts.join("")),
    );
    const property = fc.property(beginning, rest, (beginning, rest) => {
      const { schedule, problems } = readSchedule(beginning + rest);
      if (problems.length === 0) assertForecastable(schedule);
      else assert.ok(problems.every((problem) => problem !== ""));
    });
    fc.assert(property, { numRuns });
  });
});
