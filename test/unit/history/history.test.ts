import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { clockOf } from "../../../provider/src/domain/history/clock.ts";
import { HistoryRows } from "../../../provider/src/domain/history/history.ts";
import { learnSchedule } from "../../../provider/src/domain/history/learn.ts";
import { type HistoryRow, parseRow } from "../../../provider/src/domain/history/row.ts";
import { Random } from "../../../provider/src/domain/pacing/random.ts";
import { parseWeek } from "../../../provider/src/domain/schedule.ts";

const cells = {
  start: "2026-03-02T09:30",
  agents: "7.5",
  dials: "300",
  answered: "80",
  abandoned: "2",
  handleSeconds: "14400",
};

const parse = (changes: Readonly<Record<string, string>> = {}, timeZone?: string) => {
  const row: Readonly<Record<string, string>> = { ...cells, ...changes };
  return parseRow((column) => row[column], clockOf(timeZone));
};

const clock = (text: string) => Date.parse(`${text}Z`);

describe("a row", () => {
  test("is what was counted in an interval", () => {
    assert.deepEqual(parse(), {
      start: clock("2026-03-02T09:30"),
      campaignId: "",
      minutes: 0,
      agents: 7.5,
      dials: 300,
      answered: 80,
      abandoned: 2,
      handleSeconds: 14_400,
    });
  });

  const wrong: readonly (readonly [Readonly<Record<string, string>>, string, RegExp])[] = [
    [{ start: "2 March" }, "start", /^is "2 March", but must be a time such as/],
    [{ start: "2026-02-30T09:00" }, "start", /^is "2026-02-30T09:00", which is no day/],
    [{ start: "2026-02-28T24:00" }, "start", /no time of one$/],
    [{ start: "2026-03-02T09:30Z" }, "start", /name the call centre's time zone with --time-zone/],
    [{ agents: "-1" }, "agents", /^is "-1", but must be a number of at least 0$/],
    [{ dials: "" }, "dials", /^is "", but must be a number/],
    [{ dials: "1.5" }, "dials", /^is 1\.5, but calls are whole$/],
    [{ abandoned: "81" }, "abandoned", /^is 81, but only 80 calls were answered$/],
    [{ minutes: "1441" }, "minutes", /^is 1441, but an interval is at most a day$/],
    [{ handleSeconds: "NaN" }, "handleSeconds", /^is "NaN", but must be a number/],
  ];
  for (const [changes, column, message] of wrong) {
    test(`is refused for its ${column}: ${JSON.stringify(changes)}`, () => {
      const row = parse(changes);
      assert.ok("message" in row);
      assert.equal(row.column, column);
      assert.match(row.message, message);
    });
  }

  test("whatever is written, it is a row of counts that fit together, or has a problem", () => {
    const text = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.integer().map(String),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(
        fc.record({ start: fc.string(), dials: text, answered: text, abandoned: text }),
        (changes) => {
          for (const row of [parse(changes), parse({ ...changes, start: cells.start })]) {
            if ("message" in row) continue;
            assert.ok(row.abandoned <= row.answered && Number.isSafeInteger(row.start));
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("times with an offset are on the call centre's clock", () => {
  const local = (text: string) => {
    const time = clockOf("America/Chicago")(text);
    return typeof time === "number" ? new Date(time).toISOString().slice(0, 16) : time;
  };

  test("before and after it is set forward", () => {
    assert.equal(local("2026-03-08T07:30Z"), "2026-03-08T01:30");
    assert.equal(local("2026-03-08T08:30Z"), "2026-03-08T03:30");
    assert.equal(local("2026-03-09T09:00-05:00"), "2026-03-09T09:00");
    assert.equal(local("2026-01-09T09:00-05:00"), "2026-01-09T08:00");
  });

  test("in the hour that comes twice", () => {
    assert.equal(local("2026-11-01T06:30Z"), "2026-11-01T01:30");
    assert.equal(local("2026-11-01T07:30Z"), "2026-11-01T01:30");
  });
});

/** Rows of a campaign that people answer at a rate which differs from day to day. */
function days(count: number, variation: number, seed = 1): HistoryRows {
  const rows = new HistoryRows();
  const random = new Random(seed);
  const normal = () =>
    Math.sqrt(2 * random.exponential()) * Math.cos(2 * Math.PI * random.uniform());
  for (let day = 0; day < count; day++) {
    const factor = Math.exp(variation * normal() - variation ** 2 / 2);
    for (let hour = 9; hour < 13; hour++) {
      const dials = 1000;
      const rate = 0.25 * factor;
      const answered = Math.round(dials * rate + normal() * Math.sqrt(dials * rate * (1 - rate)));
      rows.add(rows.length + 2, {
        start: clock("2026-03-02T00:00") + (day * 24 + hour) * 3_600_000,
        campaignId: "one",
        minutes: 0,
        agents: hour === 12 ? 8.4 : 12,
        dials,
        answered,
        abandoned: 5,
        handleSeconds: 180 * (answered - 5),
      });
    }
  }
  return rows;
}

const [learned, ofFewDays] = [days(140, 0.2), days(3, 0.2)].map((rows) => {
  const [history] = rows.histories();
  return history && learnSchedule(history);
});

describe("what is learnt from days", () => {
  test("is the day of each weekday, with the agents as they were", () => {
    assert.ok(learned);
    assert.deepEqual([learned.days, learned.from, learned.to], [140, "2026-03-02", "2026-07-19"]);
    const parsed = parseWeek("intervals", learned.intervals);
    assert.ok("days" in parsed);
    const [monday] = parsed.days;
    assert.deepEqual(
      monday?.intervals.map(({ start, seconds, agents }) => [start, seconds, agents]),
      [
        ["09:00", 3600, 12],
        ["10:00", 3600, 12],
        ["11:00", 3600, 12],
        ["12:00", 3600, 8],
      ],
    );
    for (const { answerRate, averageHandleTimeSeconds } of monday?.intervals ?? []) {
      assert.ok(Math.abs(answerRate / 0.25 - 1) < 0.2, `${answerRate}`);
      assert.equal(averageHandleTimeSeconds, 180);
    }
  });

  test("has the variation between days without what chance does", () => {
    const variation = learned?.answerRateVariation ?? 0;
    assert.ok(Math.abs(variation - 0.2) < 0.03, `${variation}`);
    const [same] = days(140, 0).histories();
    const none = same ? learnSchedule(same)?.answerRateVariation : undefined;
    assert.ok(none !== undefined && none < 0.012, `${none}`);
  });

  test("is nothing where no weekday was there twice", () => {
    assert.equal(ofFewDays, undefined);
  });

  test("leaves out days on which hardly anybody was called, and says so", () => {
    const rows = days(21, 0);
    const holiday: HistoryRow = {
      start: clock("2026-03-23T09:00"),
      ...{ campaignId: "one", minutes: 0, agents: 2, dials: 100, answered: 50, abandoned: 0 },
      handleSeconds: 100,
    };
    rows.add(99, holiday);
    const [history] = rows.histories();
    const found = history && learnSchedule(history);
    assert.deepEqual(found?.leftOut, [
      { date: "2026-03-23", why: "100 dials, where 4000 are usual on a monday" },
    ]);
    assert.equal(found?.days, 21);
  });

  test("has a pause where the day has none of its rows", () => {
    const rows = new HistoryRows();
    for (const day of [0, 7]) {
      for (const hour of [9, 10, 14]) {
        const start = clock("2026-03-02T00:00") + (day * 24 + hour) * 3_600_000;
        const counts = { agents: 4, dials: 100, answered: 25, abandoned: 0, handleSeconds: 2500 };
        rows.add(1, { start, campaignId: "one", minutes: 0, ...counts });
      }
    }
    const [history] = rows.histories();
    const found = history && learnSchedule(history);
    const parsed = found && parseWeek("intervals", found.intervals);
    assert.ok(parsed && "days" in parsed);
    assert.deepEqual(
      parsed.days[0]?.intervals.map(({ start, agents }) => [start, agents]),
      [
        ["09:00", 4],
        ["10:00", 4],
        ["11:00", 0],
        ["14:00", 4],
      ],
    );
  });
});

test("rows in any order are put in order, and one that overlaps another is refused", () => {
  const rows = new HistoryRows();
  const row = (time: string): HistoryRow => ({
    start: clock(`2026-03-02T${time}`),
    ...{ campaignId: "one", minutes: 30, agents: 1, dials: 1, answered: 1, abandoned: 0 },
    handleSeconds: 60,
  });
  ["10:00", "09:30", "09:45"].forEach((time, i) => {
    rows.add(i + 2, row(time));
  });
  const [history] = rows.histories();
  assert.deepEqual(
    history?.rows.map(({ start }) => start),
    [clock("2026-03-02T09:30"), clock("2026-03-02T10:00")],
  );
  assert.deepEqual(rows.problems, [
    { line: 4, column: "start", message: "is within the 30 minutes of the interval in line 3" },
  ]);
});
